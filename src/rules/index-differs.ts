import type {SafetyRule} from '../inventory/file-safety.ts'

export const indexDiffers: SafetyRule = {
  id: 'AIB153',
  name: 'index-differs',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The index of the weights does not match the files',
  why: 'A shard is missing, or its tensors differ from the index.',
  fix: 'Download the complete model again.',
  references: [],
}
