import type {SafetyRule} from '../inventory/file-safety.ts'

export const needsCode: SafetyRule = {
  id: 'AIB145',
  name: 'needs-code',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The model needs code that is not in the file',
  why: 'An operator or class of its own runs whatever code the loading program finds under that name.',
  fix: 'Look at that code, and load the model where it can do no harm.',
  references: ['CWE-829'],
}
