import type {ThreatMeta} from '../inventory/finding.ts'

export const containerSocket: ThreatMeta = {
  id: 'AIB263',
  name: 'container-socket',
  severity: 'critical',
  threat: 'over-permission',
  title: 'An agent or server has the socket of the container engine',
  why: 'Who can speak to the engine can start a container with the whole disk in it: that is root on the machine.',
  fix: 'Do not mount the socket. Use a rootless engine of its own, or a proxy that allows single calls.',
  references: ['OWASP LLM06:2025', 'OWASP ASI03:2026', 'OWASP MCP02:2025', 'CWE-250', 'CWE-269'],
}
