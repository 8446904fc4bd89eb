import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveAmbiguousName: SafetyRule = {
  id: 'AIB125',
  name: 'archive-ambiguous-name',
  severity: 'medium',
  verdict: 'unknown',
  title: 'Two members of the archive have the same name',
  why: 'Which of them is loaded depends on the program and, if the names differ only in case, on the machine.',
  fix: 'Ask the publisher for an archive without duplicate names.',
  references: ['CWE-436', 'CWE-178'],
}
