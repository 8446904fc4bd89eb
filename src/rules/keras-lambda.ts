import type {SafetyRule} from '../inventory/file-safety.ts'

export const kerasLambda: SafetyRule = {
  id: 'AIB155',
  name: 'keras-lambda',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'A layer of the model is program code',
  why: 'A Lambda layer stores Python code in the file. The code runs when the model is loaded or used.',
  fix: 'Do not load the model, or load it only with safe_mode on and in an isolated environment.',
  references: ['CWE-502', 'CVE-2024-3660', 'CVE-2025-9905'],
}
