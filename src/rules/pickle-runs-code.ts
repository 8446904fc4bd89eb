import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleRunsCode: SafetyRule = {
  id: 'AIB110',
  name: 'pickle-runs-code',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'Loading the file runs code',
  why: 'A pickle is a small program. This one calls a function that can act: start programs, run code, import, read, write or open connections.',
  fix: 'Do not load the file. Ask for safetensors or GGUF, which contain only data. If it was loaded, treat the machine as compromised.',
  references: [
    'CWE-502',
    'https://atlas.mitre.org/techniques/AML.T0011.000',
    'https://docs.python.org/3/library/pickle.html',
  ],
}
