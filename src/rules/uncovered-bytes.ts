import type {SafetyRule} from '../inventory/file-safety.ts'

export const uncoveredBytes: SafetyRule = {
  id: 'AIB101',
  name: 'uncovered-bytes',
  severity: 'medium',
  verdict: 'unknown',
  title: 'Bytes that belong to no part of the format',
  why: 'A program may read bytes that the format does not account for: a second file behind or before the first one, or data that one reader sees and another does not.',
  fix: 'Ask the publisher why they are there; a file that was saved again has none.',
  references: ['CWE-1286'],
}
