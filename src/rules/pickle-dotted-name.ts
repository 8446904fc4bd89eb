import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleDottedName: SafetyRule = {
  id: 'AIB112',
  name: 'pickle-dotted-name',
  severity: 'high',
  verdict: 'unsafe',
  title: 'A name leads through one module to another',
  why: 'A dotted name reaches what a module has itself imported. This way, a harmless module leads to a dangerous one.',
  fix: 'Do not load the file. Ask for safetensors or GGUF, which contain only data.',
  references: ['CWE-502', 'CVE-2025-10157'],
}
