import type {SafetyRule} from '../inventory/file-safety.ts'

export const templateEscapes: SafetyRule = {
  id: 'AIB140',
  name: 'template-escapes',
  severity: 'critical',
  verdict: 'unsafe',
  title: 'The chat template reaches into the program that renders it',
  why: 'A chat template is code of a small language. This one asks for internals of Python, from which it can run any command where the template is rendered without a sandbox.',
  fix: 'Do not load the model. Ask the publisher for the template it was released with.',
  references: ['CWE-1336', 'CVE-2024-34359'],
}
