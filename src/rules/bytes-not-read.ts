import type {SafetyRule} from '../inventory/file-safety.ts'

export const bytesNotRead: SafetyRule = {
  id: 'AIB106',
  name: 'bytes-not-read',
  severity: 'low',
  verdict: 'unknown',
  title: 'The content was not read',
  why: 'The content is elsewhere: aibom fetched only its listing or header, or inspected only a file that refers to it.',
  fix: 'Download it, then inspect the folder with the copy.',
  references: [],
}
