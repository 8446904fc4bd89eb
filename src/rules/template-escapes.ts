import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateEscapes: SafetyRule = {
  id: 'AIB140',
  name: 'template-escapes',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'The chat template accesses internals of the program that renders it',
  why: 'A chat template is code in a small language. This one accesses internals of Python. If a program renders it without a sandbox, it can run any command.',
  fix: 'Do not load the model. Ask the publisher for the original template.',
  references: ['CWE-1336', 'CVE-2024-34359'],
}
