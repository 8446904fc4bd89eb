import type {ThreatMeta} from '../inventory/finding.ts'

export const modelDeprecated: ThreatMeta = {
  id: 'AIB252',
  name: 'model-deprecated',
  severity: 'medium',
  threat: 'drift',
  title: 'A hosted model will be retired on a day that its provider has named',
  why: 'After that day requests to it fail.',
  fix: 'Plan the move to the replacement that the provider names, with an evaluation run.',
  references: ['OWASP LLM03:2025', 'CWE-477'],
}
