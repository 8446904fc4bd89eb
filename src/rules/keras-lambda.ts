import type {SafetyRule} from '../inventory/file-safety.ts'

export const kerasLambda: SafetyRule = {
  id: 'AIB155',
  name: 'keras-lambda',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'A layer of the model is program code',
  why: 'A Lambda layer holds Python code in the file, which runs when the model is loaded or used.',
  fix: 'Do not load the model, or only with safe_mode on and in a place where it can do no harm.',
  references: ['CWE-502', 'CVE-2024-3660', 'CVE-2025-9905'],
}
