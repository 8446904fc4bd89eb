import type {SafetyRule} from '../inventory/file-safety.ts'

export const pickleUnlistedName: SafetyRule = {
  id: 'AIB113',
  name: 'pickle-unlisted-name',
  severity: 'medium',
  verdict: 'unknown',
  title: 'The file needs a class or function that is not on the list of safe ones',
  why: 'What it does when the file is loaded depends on code that is not in the file.',
  fix: 'Look at that class, and list it in your policy if you trust its package. Or ask for safetensors or GGUF.',
  references: ['CWE-502'],
}
