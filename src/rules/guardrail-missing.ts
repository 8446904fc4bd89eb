import type {RuleMeta} from '../inventory/finding.ts'

export const guardrailMissing: RuleMeta = {
  id: 'AIB436',
  name: 'guardrail-missing',
  severity: 'medium',
  title: 'No guardrail, where the policy asks for one',
  why: 'What users write reaches the model, and what it answers reaches them, with nothing in between.',
  fix: 'Add a guardrail, or waive the rule where the input is trusted.',
  references: ['OWASP LLM01:2025'],
}
