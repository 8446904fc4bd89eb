import type {ThreatMeta} from '../inventory/finding.ts'

export const modelRetired: ThreatMeta = {
  id: 'AIB251',
  name: 'model-retired',
  severity: 'high',
  threat: 'drift',
  title: 'A hosted model has been retired by its provider',
  why: 'Requests to it fail, or a model that nobody tested answers them.',
  fix: 'Move to the replacement that the provider recommends, and run the evaluation again.',
  references: ['OWASP LLM03:2025', 'CWE-477'],
}
