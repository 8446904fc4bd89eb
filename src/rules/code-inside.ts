import type {SafetyRule} from '../inventory/file-safety.ts'

export const codeInside: SafetyRule = {
  id: 'AIB127',
  name: 'code-inside',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The model brings code of its own',
  why: 'That code runs when the model is loaded or used. aibom never calls code safe.',
  fix: 'Read the code, and load the model where it can do no harm.',
  references: ['CWE-829'],
}
