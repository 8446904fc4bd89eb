import type {ThreatMeta} from '../inventory/finding.ts'

export const wholeDisk: ThreatMeta = {
  id: 'AIB262',
  name: 'whole-disk',
  severity: 'high',
  threat: 'over-permission',
  title: 'An agent or server may read or write far more than the project',
  why: 'The home folder and the root of the disk hold keys, mail and the work of other projects. One prompt in what it reads can carry them away.',
  fix: 'Give it the folder that it needs, and read-only where it only reads.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI03:2026',
    'OWASP MCP02:2025',
    'CWE-732',
    'https://atlas.mitre.org/techniques/AML.T0053',
  ],
}
