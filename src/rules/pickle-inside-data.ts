import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleInsideData: SafetyRule = {
  id: 'AIB115',
  name: 'pickle-inside-data',
  severity: 'medium',
  verdict: 'unknown',
  title: 'Data in the file is a pickle that acts',
  why: 'Nothing in this file loads it, but a program that uses the model may.',
  fix: 'Ask the publisher what it is for.',
  references: ['CWE-502', 'CWE-506'],
}
