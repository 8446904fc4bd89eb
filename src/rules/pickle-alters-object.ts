import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleAltersObject: SafetyRule = {
  id: 'AIB114',
  name: 'pickle-alters-object',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'The file changes something outside the model',
  why: 'It changes attributes or items of a function, class, module or tensor, so that later calls do something else.',
  fix: 'Do not load the file. Ask for safetensors or GGUF, which contain only data.',
  references: ['CWE-502', 'CWE-915', 'CVE-2026-24747'],
}
