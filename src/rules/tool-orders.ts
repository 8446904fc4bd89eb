import type {ThreatMeta} from '../inventory/finding.ts'

export const toolOrders: ThreatMeta = {
  id: 'AIB203',
  name: 'tool-orders',
  severity: 'high',
  threat: 'prompt injection',
  title: 'The description of a tool gives orders to the model',
  why: 'A description should say what a tool does. If it tells the model to read other files, to hide something from the user or to ignore its instructions, it takes control of every client that lists the tool.',
  fix: 'Do not use the server. Compare the descriptions with the release that was reviewed.',
  references: [
    'OWASP LLM01:2025',
    'OWASP ASI01:2026',
    'OWASP MCP03:2025',
    'CWE-506',
    'https://atlas.mitre.org/techniques/AML.T0051',
  ],
}
