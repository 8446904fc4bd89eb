import type {ThreatMeta} from '../inventory/finding.ts'

export const containerSocket: ThreatMeta = {
  id: 'AIB263',
  name: 'container-socket',
  severity: 'critical',
  threat: 'over-permission',
  title: 'An agent or server can use the socket of the container engine',
  why: 'Anything that can talk to the engine can start a container with access to the whole disk. That is root access to the machine.',
  fix: 'Do not mount the socket. Use a separate rootless engine, or a proxy that allows only certain calls.',
  references: ['OWASP LLM06:2025', 'OWASP ASI03:2026', 'OWASP MCP02:2025', 'CWE-250', 'CWE-269'],
}
