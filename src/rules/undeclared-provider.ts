import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredProvider: RuleMeta = {
  id: 'AIB400',
  name: 'undeclared-provider',
  severity: 'high',
  title: 'A provider is called that the BOM does not declare',
  why: 'Data goes to a company or server that nobody reviewed: shadow AI.',
  fix: 'Find the code or the setting that calls it. Declare it with a new BOM or lock, or turn it off.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
