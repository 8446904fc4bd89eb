import type {SafetyRule} from '../inventory/file-safety.ts'

export const twoFormats: SafetyRule = {
  id: 'AIB105',
  name: 'two-formats',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The file has two formats at once',
  why: 'Different programs read different content from the same file, so what is loaded may not be what was checked.',
  fix: 'Ask for a file with one format.',
  references: ['CWE-436'],
}
