import type {ThreatMeta} from '../inventory/finding.ts'

export const secretInSource: ThreatMeta = {
  id: 'AIB220',
  name: 'secret-in-source',
  severity: 'critical',
  threat: 'model theft',
  title: 'A key of an AI provider, or a credential of an MCP server, stands in a file',
  why: 'Everybody who can read the repository, its forks and its history can use the account: models that were tuned, files that were uploaded, and the bill.',
  fix: 'Revoke the key now; deleting the line does not take it out of the history. Read it from the environment or a secret store.',
  references: [
    'OWASP LLM02:2025',
    'OWASP MCP01:2025',
    'CWE-798',
    'CWE-540',
    'https://atlas.mitre.org/techniques/AML.T0055',
  ],
}
