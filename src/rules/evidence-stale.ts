import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceStale: RuleMeta = {
  id: 'AIB431',
  name: 'evidence-stale',
  severity: 'high',
  title: 'What was tested changed since',
  why: 'The result speaks of another model, prompt, tool or guardrail than the one that runs.',
  fix: 'Run the test again, and add its report.',
  references: ['OWASP LLM03:2025', 'CWE-1059'],
}
