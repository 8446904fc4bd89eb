import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleOutsideHelp: SafetyRule = {
  id: 'AIB116',
  name: 'pickle-outside-help',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file needs objects that are not in it',
  why: 'It asks the program that loads it for an object by a number or a name. What it gets is not in the file.',
  fix: 'Ask for a file that holds all that it needs.',
  references: ['CWE-502'],
}
