import type {SafetyRule} from '../inventory/file-safety.ts'

export const archiveBomb: SafetyRule = {
  id: 'AIB126',
  name: 'archive-bomb',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The file grows to far more data than a model has',
  why: 'It is designed to fill the memory or disk of the machine that opens it.',
  fix: 'Do not unpack or load the file.',
  references: ['CWE-409'],
}
