import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateCondition: SafetyRule = {
  id: 'AIB142',
  name: 'template-condition',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The chat template reacts to words in a message',
  why: 'What it then does may be harmless or a back door; only a person who reads it can tell.',
  fix: 'Read the condition, and compare the template with the template of the base model.',
  references: ['https://arxiv.org/abs/2602.04653'],
}
