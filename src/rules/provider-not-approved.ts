import type {RuleMeta} from '../inventory/finding.ts'

export const providerNotApproved: RuleMeta = {
  id: 'AIB280',
  name: 'provider-not-approved',
  severity: 'high',
  title: 'A provider that the policy does not approve',
  why: 'Data goes to whoever nobody has looked at: their terms, their region, what they keep.',
  fix: 'Use an approved provider, or add this one to approved.providers with the review that it needs.',
  references: ['OWASP LLM03:2025'],
}
