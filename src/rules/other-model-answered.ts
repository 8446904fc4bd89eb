import type {RuleMeta} from '../inventory/finding.ts'

export const otherModelAnswered: RuleMeta = {
  id: 'AIB415',
  name: 'other-model-answered',
  severity: 'medium',
  title: 'Another model answered than the one asked for',
  why: 'A gateway or router fell back to it. Quality, price and the place of the data may differ, and tests were made with the other model.',
  fix: 'Check the fallbacks of the gateway. Test and declare each model that may answer.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
