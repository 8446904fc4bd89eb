import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateBackdoor: SafetyRule = {
  id: 'AIB141',
  name: 'template-backdoor',
  severity: 'high',
  verdict: 'unsafe',
  title: 'The chat template secretly changes what the model is told',
  why: 'It adds or replaces text when certain words appear, or contains text that people cannot see. The model then obeys the template, not the user.',
  fix: 'Do not use the template. Compare it with the template of the base model.',
  references: ['CWE-506', 'https://atlas.mitre.org/techniques/AML.T0018', 'https://arxiv.org/abs/2602.04653'],
}
