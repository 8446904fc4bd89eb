import type {SafetyRule} from '../inventory/file-safety.ts'

export const twoFormats: SafetyRule = {
  id: 'AIB105',
  name: 'two-formats',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The file is of two formats at once',
  why: 'Different programs read different content from the same file, so what was checked may not be what is loaded.',
  fix: 'Ask for a file of one format.',
  references: ['CWE-436'],
}
