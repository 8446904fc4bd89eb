import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceStale: RuleMeta = {
  id: 'AIB431',
  name: 'evidence-stale',
  severity: 'high',
  title: 'Something changed after the test',
  why: 'The result is about a model, prompt, tool or guardrail that differs from the current one.',
  fix: 'Run the test again, and add its report.',
  references: ['OWASP LLM03:2025', 'CWE-1059'],
}
