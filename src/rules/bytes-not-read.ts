import type {SafetyRule} from '../inventory/file-safety.ts'

export const bytesNotRead: SafetyRule = {
  id: 'AIB106',
  name: 'bytes-not-read',
  severity: 'low',
  verdict: 'unknown',
  title: 'The content was not read',
  why: 'The file lies elsewhere: only its listing or header was fetched, or only the file that names it was inspected.',
  fix: 'Fetch it, then inspect the folder that holds the copy.',
  references: [],
}
