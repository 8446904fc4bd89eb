import type {SafetyRule} from '../inventory/file-safety.ts'

export const readerFailed: SafetyRule = {
  id: 'AIB104',
  name: 'reader-failed',
  severity: 'medium',
  verdict: 'unknown',
  title: 'aibom could not finish reading this file',
  why: 'This is a bug in aibom. What was not read is not called safe.',
  fix: 'Please report it, with the format and version of the program that wrote the file.',
  references: [],
}
