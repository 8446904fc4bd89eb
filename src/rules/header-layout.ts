import type {SafetyRule} from '../inventory/file-safety.ts'

export const headerLayout: SafetyRule = {
  id: 'AIB130',
  name: 'header-layout',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The header does not fit the file',
  why: 'Sizes or offsets that overflow, overlap or point outside the file can make a reader read or write memory that does not belong to the model.',
  fix: 'Do not load the file. Download it again and compare its digest with the one that the publisher states.',
  references: ['CWE-130', 'CWE-190', 'CWE-125'],
}
