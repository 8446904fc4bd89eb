import type {ThreatMeta} from '../inventory/finding.ts'

export const personalEndpoint: ThreatMeta = {
  id: 'AIB232',
  name: 'personal-endpoint',
  severity: 'medium',
  threat: 'shadow AI',
  title: 'Data goes to a tunnel or to the machine of one person',
  why: 'The address of a tunnel or demo space belongs to whoever opened it last. No contract covers it, and nobody monitors it.',
  fix: 'Serve it from a machine of your organization, under your own domain name.',
  references: ['OWASP LLM02:2025', 'OWASP MCP09:2025', 'CWE-441', 'CWE-350'],
}
