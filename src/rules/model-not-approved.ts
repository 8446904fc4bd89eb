import type {RuleMeta} from '../inventory/finding.ts'

export const modelNotApproved: RuleMeta = {
  id: 'AIB281',
  name: 'model-not-approved',
  severity: 'high',
  title: 'The policy does not approve this model',
  why: 'Nobody has reviewed what it does, where it comes from and what its terms allow.',
  fix: 'Use an approved model, or add this one to approved.models.',
  references: ['OWASP LLM03:2025'],
}
