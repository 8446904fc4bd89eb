import type {ThreatMeta} from '../inventory/finding.ts'

export const wholeDisk: ThreatMeta = {
  id: 'AIB262',
  name: 'whole-disk',
  severity: 'high',
  threat: 'over-permission',
  title: 'An agent or server may read or write far more than its project',
  why: 'A home folder, a folder of the system or a whole disk contains keys, settings and other projects. One instruction in something it reads can be enough to leak them.',
  fix: 'Give it only the folder that it needs, and read-only access if it only reads.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI03:2026',
    'OWASP MCP02:2025',
    'CWE-732',
    'https://atlas.mitre.org/techniques/AML.T0053',
  ],
}
