import type {ThreatMeta} from '../inventory/finding.ts'

export const personalEndpoint: ThreatMeta = {
  id: 'AIB232',
  name: 'personal-endpoint',
  severity: 'medium',
  threat: 'shadow AI',
  title: 'Data goes to a tunnel or to the machine of a single person',
  why: 'Addresses of tunnels and demo spaces belong to whoever opened them last. No contract covers them, and nobody watches them.',
  fix: 'Serve it from a machine of the organisation, under a name of its own.',
  references: ['OWASP LLM02:2025', 'OWASP MCP09:2025', 'CWE-441', 'CWE-350'],
}
