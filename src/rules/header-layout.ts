import type {SafetyRule} from '../inventory/file-safety.ts'

export const headerLayout: SafetyRule = {
  id: 'AIB130',
  name: 'header-layout',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The header does not fit the file',
  why: "Sizes or offsets that overflow, overlap or lead out of the file are how a reader is made to read or write memory that is not the model's.",
  fix: 'Do not load the file. Fetch it again and compare its digest with the one that the publisher states.',
  references: ['CWE-130', 'CWE-190', 'CWE-125'],
}
