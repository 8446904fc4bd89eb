import type {RuleMeta} from '../inventory/finding.ts'

export const registryNotApproved: RuleMeta = {
  id: 'AIB284',
  name: 'registry-not-approved',
  severity: 'high',
  title: 'The policy does not approve this registry',
  why: 'Whoever runs a registry decides which bytes you get for a name.',
  fix: 'Fetch it from an approved registry, or add this one to approved.registries.',
  references: ['OWASP LLM03:2025'],
}
