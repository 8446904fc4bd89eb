import type {RuleMeta} from '../inventory/finding.ts'

export const toolDefinitionDiffers: RuleMeta = {
  id: 'AIB413',
  name: 'tool-definition-differs',
  severity: 'high',
  title: 'The definition of a tool changed',
  why: 'The model reads the description and the parameters. A server that changes them after approval can make the model send other data.',
  fix: 'Compare the definitions with the approved ones, and pin the version of the server.',
  references: ['OWASP MCP03:2025', 'OWASP ASI02:2026', 'CWE-353'],
}
