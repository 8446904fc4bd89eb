import type {SafetyRule} from '../inventory/file-safety.ts'

export const readerFailed: SafetyRule = {
  id: 'AIB104',
  name: 'reader-failed',
  severity: 'medium',
  verdict: 'unknown',
  title: 'aibom could not finish reading this file',
  why: 'This is a bug in aibom. aibom does not call unread content safe.',
  fix: 'Please report it, with the file format and the version of the program that wrote the file.',
  references: [],
}
