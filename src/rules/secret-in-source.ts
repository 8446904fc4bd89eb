import type {ThreatMeta} from '../inventory/finding.ts'

export const secretInSource: ThreatMeta = {
  id: 'AIB220',
  name: 'secret-in-source',
  severity: 'critical',
  threat: 'model theft',
  title: 'A file contains a key of an AI provider, or a credential of an MCP server',
  why: 'Everybody who can read the repository, its forks or its history can use the account, with its fine-tuned models and uploaded files, at your expense.',
  fix: 'Revoke the key now; deleting the line does not remove it from the history. Read the new key from the environment or a secret store.',
  references: [
    'OWASP LLM02:2025',
    'OWASP MCP01:2025',
    'CWE-798',
    'CWE-540',
    'https://atlas.mitre.org/techniques/AML.T0055',
  ],
}
