import type {ThreatMeta} from '../inventory/finding.ts'

export const runsAnything: ThreatMeta = {
  id: 'AIB260',
  name: 'runs-anything',
  severity: 'medium',
  threat: 'over-permission',
  title: 'An agent or server may run any command',
  why: 'Something it reads can tell it to: a page, an issue or a file with instructions. A person who is asked before each command gets used to saying yes.',
  fix: 'Allow individual commands by name: Bash(npm test:*), not Bash.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI05:2026',
    'OWASP MCP05:2025',
    'CWE-250',
    'https://atlas.mitre.org/techniques/AML.T0053',
  ],
}
