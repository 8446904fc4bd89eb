import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceThreshold: RuleMeta = {
  id: 'AIB435',
  name: 'evidence-threshold',
  severity: 'high',
  title: 'A result is worse than the policy allows',
  why: 'Attacks succeed too often, or the model does its work too badly.',
  fix: 'Use another model, prompt or guardrail, test again, and add the report.',
  references: ['OWASP LLM01:2025'],
}
