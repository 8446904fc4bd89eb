import type {ThreatMeta} from '../inventory/finding.ts'

export const autoApproved: ThreatMeta = {
  id: 'AIB261',
  name: 'auto-approved',
  severity: 'high',
  threat: 'over-permission',
  title: 'All tools or any command run without asking',
  why: 'A page, an issue or a file can tell the model to act, and nobody checks before it happens on the machine.',
  fix: 'Approve individual tools and commands by name, and let a person decide on everything else.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI02:2026',
    'OWASP MCP02:2025',
    'CWE-862',
    'https://atlas.mitre.org/techniques/AML.T0053',
  ],
}
