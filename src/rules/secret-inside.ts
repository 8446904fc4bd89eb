import type {SafetyRule} from '../inventory/file-safety.ts'

export const secretInside: SafetyRule = {
  id: 'AIB162',
  name: 'secret-inside',
  severity: 'high',
  verdict: 'unknown',
  title: 'A file of the model holds a secret',
  why: 'Whoever has the model has the key. It is also a sign that files were published that were not meant to be.',
  fix: 'Take the key back where it was issued, and publish the file without it.',
  references: ['CWE-798', 'CWE-312'],
}
