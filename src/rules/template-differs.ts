import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateDiffers: SafetyRule = {
  id: 'AIB144',
  name: 'template-differs',
  severity: 'medium',
  verdict: 'unknown',
  title: 'Files of the model have different chat templates',
  why: 'Which one is used depends on the program, so the one that runs may not be the one that was reviewed.',
  fix: 'Ask the publisher which one is right.',
  references: ['CWE-436'],
}
