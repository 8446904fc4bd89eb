import type {SafetyRule} from '../inventory/file-safety.ts'

export const weightsDiffer: SafetyRule = {
  id: 'AIB160',
  name: 'weights-differ',
  severity: 'medium',
  verdict: 'unknown',
  title: 'Two files of the same weights do not agree',
  why: 'What was tested with one file is not what another program loads.',
  fix: 'Ask the publisher which one is meant, and delete the other.',
  references: ['CWE-436'],
}
