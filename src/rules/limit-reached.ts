import type {SafetyRule} from '../inventory/file-safety.ts'

export const limitReached: SafetyRule = {
  id: 'AIB103',
  name: 'limit-reached',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The analysis stopped at a limit',
  why: 'The file is larger, deeper or more complex than real models. aibom does not call unread content safe.',
  fix: 'Find out how the file was made; ordinary models stay far below these limits.',
  references: ['CWE-400'],
}
