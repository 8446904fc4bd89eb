import type {SafetyRule} from '../inventory/file-safety.ts'

export const statementDiffers: SafetyRule = {
  id: 'AIB161',
  name: 'statement-differs',
  severity: 'low',
  verdict: 'safe',
  title: 'A statement about the model is not what its files say',
  why: 'Licence, size and precision decide where a model may be used. Where card, configuration and header disagree, one of them is wrong.',
  fix: 'Ask the publisher; believe the header.',
  references: [],
}
