import type {SafetyRule} from '../inventory/file-safety.ts'

export const notRecognised: SafetyRule = {
  id: 'AIB100',
  name: 'not-recognised',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The format is not known',
  why: 'aibom does not know this content, so it cannot say what a program does when it loads it.',
  fix: 'Ask the publisher for the format, or for safetensors or GGUF, which contain only data.',
  references: [],
}
