import type {SafetyRule} from '../inventory/file-safety.ts'

export const archivePath: SafetyRule = {
  id: 'AIB124',
  name: 'archive-path',
  severity: 'high',
  verdict: 'unsafe',
  title: 'A member of the archive leads out of its folder',
  why: 'A program that unpacks it writes or reads files elsewhere on the machine.',
  fix: 'Do not unpack the file.',
  references: ['CWE-22', 'CWE-59'],
}
