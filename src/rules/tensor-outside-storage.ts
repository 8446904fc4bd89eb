import type {SafetyRule} from '../inventory/file-safety.ts'

export const tensorOutsideStorage: SafetyRule = {
  id: 'AIB118',
  name: 'tensor-outside-storage',
  severity: 'high',
  verdict: 'unsafe',
  title: 'A tensor does not fit its storage',
  why: 'Sizes that do not match the bytes in the file can make a loader read or write memory that does not belong to the model.',
  fix: 'Do not load the file. Download it again and compare its digest with the one that the publisher states.',
  references: ['CWE-125', 'CWE-787', 'CVE-2026-24747'],
}
