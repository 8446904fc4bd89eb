import type {ThreatMeta} from '../inventory/finding.ts'

export const credentialsPassed: ThreatMeta = {
  id: 'AIB265',
  name: 'credentials-passed',
  severity: 'medium',
  threat: 'over-permission',
  title: 'Credentials are passed to a server that can change at any time',
  why: 'The newest version of the server is fetched each time, or the connection is not encrypted. Whoever controls the server also gets the credentials.',
  fix: 'Name one version of the server, connect over https, and give it a separate credential with no more rights than it needs.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI03:2026',
    'OWASP MCP01:2025',
    'CWE-522',
    'CWE-200',
    'https://atlas.mitre.org/techniques/AML.T0055',
  ],
}
