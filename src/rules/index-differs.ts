import type {SafetyRule} from '../inventory/file-safety.ts'

export const indexDiffers: SafetyRule = {
  id: 'AIB153',
  name: 'index-differs',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The index of the weights and the files do not agree',
  why: 'A shard is missing, or has other tensors than the index says.',
  fix: 'Fetch the model again, whole.',
  references: [],
}
