import type {SafetyRule} from '../inventory/file-safety.ts'

export const codeInside: SafetyRule = {
  id: 'AIB127',
  name: 'code-inside',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The model comes with its own code',
  why: 'That code runs when the model is loaded or used. aibom never calls code safe.',
  fix: 'Read the code, and load the model only in an isolated environment.',
  references: ['CWE-829'],
}
