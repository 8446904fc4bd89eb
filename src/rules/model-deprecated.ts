import type {ThreatMeta} from '../inventory/finding.ts'

export const modelDeprecated: ThreatMeta = {
  id: 'AIB252',
  name: 'model-deprecated',
  severity: 'medium',
  threat: 'drift',
  title: 'The provider has announced when it will retire a hosted model',
  why: 'After that day, requests to it fail.',
  fix: 'Plan the move to the replacement that the provider recommends, and run an evaluation.',
  references: ['OWASP LLM03:2025', 'CWE-477'],
}
