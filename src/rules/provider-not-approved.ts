import type {RuleMeta} from '../inventory/finding.ts'

export const providerNotApproved: RuleMeta = {
  id: 'AIB280',
  name: 'provider-not-approved',
  severity: 'high',
  title: 'The policy does not approve this provider',
  why: 'Data goes to a provider that nobody has reviewed: its terms, its region, what it keeps.',
  fix: 'Use an approved provider, or review this one and add it to approved.providers.',
  references: ['OWASP LLM03:2025'],
}
