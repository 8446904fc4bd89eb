import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredEndpoint: RuleMeta = {
  id: 'AIB406',
  name: 'undeclared-endpoint',
  severity: 'high',
  title: 'The BOM does not declare an address that receives requests',
  why: 'A relay or gateway at that address sees every prompt and can answer with any model.',
  fix: 'Find the setting that contains the address. Declare it with a new BOM or lock, or remove it.',
  references: ['OWASP LLM03:2025', 'CWE-441'],
}
