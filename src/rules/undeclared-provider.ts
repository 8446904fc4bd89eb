import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredProvider: RuleMeta = {
  id: 'AIB400',
  name: 'undeclared-provider',
  severity: 'high',
  title: 'The BOM does not declare a provider that is called',
  why: 'Data goes to a company or server that nobody reviewed: shadow AI.',
  fix: 'Find the code or the setting that calls it. Declare it with a new BOM or lock, or turn it off.',
  references: ['OWASP LLM03:2025', 'CWE-1357'],
}
