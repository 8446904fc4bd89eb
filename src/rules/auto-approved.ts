import type {ThreatMeta} from '../inventory/finding.ts'

export const autoApproved: ThreatMeta = {
  id: 'AIB261',
  name: 'auto-approved',
  severity: 'high',
  threat: 'over-permission',
  title: 'All tools or any command run without asking',
  why: 'Nobody stands between what the model was told by a page, an issue or a file and what happens on the machine.',
  fix: 'Approve single tools and single commands by name, and let a person decide on the rest.',
  references: [
    'OWASP LLM06:2025',
    'OWASP ASI02:2026',
    'OWASP MCP02:2025',
    'CWE-862',
    'https://atlas.mitre.org/techniques/AML.T0053',
  ],
}
