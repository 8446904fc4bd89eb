import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleReadsFile: SafetyRule = {
  id: 'AIB117',
  name: 'pickle-reads-file',
  severity: 'high',
  verdict: 'unsafe',
  title: 'Loading the file reads another file by its path',
  why: 'The path leads outside the folder of the model, or to a file that may itself run code.',
  fix: 'Do not load the file.',
  references: ['CWE-22', 'CWE-502'],
}
