import type {RuleMeta} from '../inventory/finding.ts'

export const otherModelAnswered: RuleMeta = {
  id: 'AIB415',
  name: 'other-model-answered',
  severity: 'medium',
  title: 'A model answered that is not the requested one',
  why: 'A gateway or router fell back to it. Quality, price and data location may differ, and the tests were made with the requested model.',
  fix: 'Check the fallbacks of the gateway. Test and declare every model that may answer.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
