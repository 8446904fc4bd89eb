import type {SafetyRule} from '../inventory/file-safety.ts'

export const uncoveredBytes: SafetyRule = {
  id: 'AIB101',
  name: 'uncovered-bytes',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file contains bytes that belong to no part of its format',
  why: 'A program may read bytes that the format does not account for: a second file before or after the first one, or data that some programs see and others do not.',
  fix: 'Ask the publisher why they are there. They usually disappear when the file is saved again.',
  references: ['CWE-1286'],
}
