import type {SafetyRule} from '../inventory/file-safety.ts'

export const kerasLoads: SafetyRule = {
  id: 'AIB156',
  name: 'keras-loads',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'A part of the model loads something else',
  why: 'It fetches or opens another file, or unpickles data in its own settings, despite the safe mode of Keras.',
  fix: 'Do not load the model.',
  references: ['CWE-502', 'CVE-2025-8747', 'CVE-2025-49655'],
}
