import type {SafetyRule} from '../inventory/file-safety.ts'

export const limitReached: SafetyRule = {
  id: 'AIB103',
  name: 'limit-reached',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The analysis stopped at a limit',
  why: 'The file is larger, deeper or more intricate than real models are. What was not looked at is not called safe.',
  fix: 'Look at how the file was made; ordinary models stay far below these limits.',
  references: ['CWE-400'],
}
