import type {SafetyRule} from '../inventory/file-safety.ts'

export const statementDiffers: SafetyRule = {
  id: 'AIB161',
  name: 'statement-differs',
  severity: 'low',
  verdict: 'safe',
  title: 'A statement about the model contradicts its files',
  why: 'License, size and precision decide where a model may be used. If card, configuration and header disagree, one of them is wrong.',
  fix: 'Ask the publisher. Until then, trust the header.',
  references: [],
}
