import type {SafetyRule} from '../inventory/file-safety.ts'

export const weightsTwice: SafetyRule = {
  id: 'AIB159',
  name: 'weights-twice',
  severity: 'low',
  verdict: 'safe',
  title: 'The same weights lie there twice',
  why: 'Which of the two is loaded depends on the program. A pickle beside data alone is loaded where the program is old, or where the other file is missing.',
  fix: 'Delete the pickle, or have your program load safetensors only.',
  references: ['CWE-502'],
}
