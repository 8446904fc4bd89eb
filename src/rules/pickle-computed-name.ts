import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleComputedName: SafetyRule = {
  id: 'AIB111',
  name: 'pickle-computed-name',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'The file computes which function it calls',
  why: 'The name of the function is put together while the file loads. Ordinary model files write it out; only files that hide it compute it.',
  fix: 'Do not load the file. Ask for safetensors or GGUF, which contain only data.',
  references: ['CWE-502', 'CWE-470'],
}
