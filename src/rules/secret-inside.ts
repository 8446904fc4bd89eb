import type {SafetyRule} from '../inventory/file-safety.ts'

export const secretInside: SafetyRule = {
  id: 'AIB162',
  name: 'secret-inside',
  severity: 'high',
  verdict: 'unknown',
  title: 'A file of the model contains a secret',
  why: 'Everybody who has the model has the key. It is also a sign that files were published by mistake.',
  fix: 'Revoke the key where it was issued, and publish the file without it.',
  references: ['CWE-798', 'CWE-312'],
}
