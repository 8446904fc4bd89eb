import type {ThreatMeta} from '../inventory/finding.ts'

export const credentialsPassed: ThreatMeta = {
  id: 'AIB265',
  name: 'credentials-passed',
  severity: 'medium',
  threat: 'over-permission',
  title: 'Credentials are handed to a server that may change at any time',
  why: 'The server is fetched in whatever version is newest, or is reached without encryption. Whoever controls it then holds the credentials too.',
  fix: 'Name one version of the server, reach it by https, and give it a credential of its own with no more rights than it needs.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI03:2026',
    'OWASP MCP01:2025',
    'CWE-522',
    'CWE-200',
    'https://atlas.mitre.org/techniques/AML.T0055',
  ],
}
