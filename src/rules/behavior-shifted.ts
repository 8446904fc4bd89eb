import type {RuleMeta} from '../inventory/finding.ts'

export const behaviorShifted: RuleMeta = {
  id: 'AIB420',
  name: 'behavior-shifted',
  severity: 'medium',
  title: 'The behavior of a model changed',
  why: 'More failures or refusals, longer answers or lower scores mean that the model, the prompts or the input changed.',
  fix: 'Compare versions and instructions at that time, and run the evaluation again.',
  references: ['OWASP LLM03:2025'],
}
