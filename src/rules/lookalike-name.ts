import type {ThreatMeta} from '../inventory/finding.ts'

export const lookalikeName: ThreatMeta = {
  id: 'AIB245',
  name: 'lookalike-name',
  severity: 'high',
  threat: 'supply chain',
  title: 'The owner is called almost like a well-known one',
  why: 'Names that differ by one letter are how copies with a back door get installed.',
  fix: 'Compare the name letter by letter with the page of the model that you mean.',
  references: [
    'OWASP LLM03:2025',
    'OWASP MCP04:2025',
    'CWE-1007',
    'CWE-829',
    'https://atlas.mitre.org/techniques/AML.T0058',
  ],
}
