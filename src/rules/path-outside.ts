import type {SafetyRule} from '../inventory/file-safety.ts'

export const pathOutside: SafetyRule = {
  id: 'AIB147',
  name: 'path-outside',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The model refers to a file outside its folder',
  why: 'A program that loads the model reads a file of the machine, and may then leak it.',
  fix: 'Do not load the model.',
  references: ['CWE-22', 'CVE-2022-25882', 'CVE-2024-27318'],
}
