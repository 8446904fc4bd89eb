import type {ThreatMeta} from '../inventory/finding.ts'

export const lookalikeName: ThreatMeta = {
  id: 'AIB245',
  name: 'lookalike-name',
  severity: 'high',
  threat: 'supply chain',
  title: 'The name of the owner is almost the same as a well-known one',
  why: 'Attackers use names that differ by one letter to get people to install copies with a back door.',
  fix: 'Compare the name letter by letter with the page of the model that you want.',
  references: [
    'OWASP LLM03:2025',
    'OWASP MCP04:2025',
    'CWE-1007',
    'CWE-829',
    'https://atlas.mitre.org/techniques/AML.T0058',
  ],
}
