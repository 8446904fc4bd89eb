import type {SafetyRule} from '../inventory/file-safety.ts'

export const weightsDiffer: SafetyRule = {
  id: 'AIB160',
  name: 'weights-differ',
  severity: 'medium',
  verdict: 'unknown',
  title: 'Two files of the same weights do not agree',
  why: 'One program may load a file other than the one that was tested.',
  fix: 'Ask the publisher which one is right, and delete the other.',
  references: ['CWE-436'],
}
