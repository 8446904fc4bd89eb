import type {SafetyRule} from '../inventory/file-safety.ts'

export const needsCode: SafetyRule = {
  id: 'AIB145',
  name: 'needs-code',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The model needs code that is not in the file',
  why: 'A custom operator or class runs the code that the loading program finds under that name.',
  fix: 'Look at that code, and load the model only in an isolated environment.',
  references: ['CWE-829'],
}
