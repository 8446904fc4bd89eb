import type {SafetyRule} from '../inventory/file-safety.ts'

export const weightsTwice: SafetyRule = {
  id: 'AIB159',
  name: 'weights-twice',
  severity: 'low',
  verdict: 'safe',
  title: 'The same weights are there twice',
  why: 'Which one is loaded depends on the program. Programs still load the pickle if they are old, or if the other file is missing.',
  fix: 'Delete the pickle, or make your program load only safetensors.',
  references: ['CWE-502'],
}
