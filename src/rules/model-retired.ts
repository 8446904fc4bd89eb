import type {ThreatMeta} from '../inventory/finding.ts'

export const modelRetired: ThreatMeta = {
  id: 'AIB251',
  name: 'model-retired',
  severity: 'high',
  threat: 'drift',
  title: 'A hosted model has been retired by its provider',
  why: 'Requests to it fail, or are answered by another model than the one that was tested.',
  fix: 'Move to the replacement that the provider names, and run the evaluation again.',
  references: ['OWASP LLM03:2025', 'CWE-477'],
}
