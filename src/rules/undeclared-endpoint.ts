import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredEndpoint: RuleMeta = {
  id: 'AIB406',
  name: 'undeclared-endpoint',
  severity: 'high',
  title: 'Requests go to an address that the BOM does not declare',
  why: 'A relay or gateway at that address sees every prompt and can answer with any model.',
  fix: 'Find the setting that names the address. Declare it with a new BOM or lock, or remove it.',
  references: ['OWASP LLM03:2025', 'CWE-441'],
}
