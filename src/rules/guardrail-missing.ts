import type {RuleMeta} from '../inventory/finding.ts'

export const guardrailMissing: RuleMeta = {
  id: 'AIB436',
  name: 'guardrail-missing',
  severity: 'medium',
  title: 'The policy asks for a guardrail, but there is none',
  why: 'User input reaches the model, and its answers reach users, without any filter in between.',
  fix: 'Add a guardrail, or waive the rule if the input is trusted.',
  references: ['OWASP LLM01:2025'],
}
