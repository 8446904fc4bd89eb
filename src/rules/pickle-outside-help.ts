import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleOutsideHelp: SafetyRule = {
  id: 'AIB116',
  name: 'pickle-outside-help',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file needs objects that are not in it',
  why: 'It asks the program that loads it for an object, by number or name. That object is not in the file.',
  fix: 'Ask for a file that contains everything it needs.',
  references: ['CWE-502'],
}
