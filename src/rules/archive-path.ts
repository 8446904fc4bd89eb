import type {SafetyRule} from '../inventory/file-safety.ts'

export const archivePath: SafetyRule = {
  id: 'AIB124',
  name: 'archive-path',
  severity: 'high',
  verdict: 'unsafe',
  title: 'A member of the archive has a path outside its folder',
  why: 'A program that unpacks the archive writes or reads files elsewhere on the machine.',
  fix: 'Do not unpack the file.',
  references: ['CWE-22', 'CWE-59'],
}
