import type {RuleMeta} from '../inventory/finding.ts'

export const registryNotApproved: RuleMeta = {
  id: 'AIB284',
  name: 'registry-not-approved',
  severity: 'high',
  title: 'A registry that the policy does not approve',
  why: 'Whoever runs a registry decides which bytes a name stands for.',
  fix: 'Fetch it from an approved registry, or add this one to approved.registries.',
  references: ['OWASP LLM03:2025'],
}
