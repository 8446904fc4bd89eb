import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateCondition: SafetyRule = {
  id: 'AIB142',
  name: 'template-condition',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The chat template decides by the words of a message',
  why: 'What it does then may be harmless or a back door; only a reader can tell.',
  fix: 'Read the condition, and compare the template with the one of the base model.',
  references: ['https://arxiv.org/abs/2602.04653'],
}
