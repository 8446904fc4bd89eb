import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredMcpServer: RuleMeta = {
  id: 'AIB403',
  name: 'undeclared-mcp-server',
  severity: 'high',
  title: 'The BOM does not declare an MCP server that is used',
  why: 'Its tools and their descriptions come from another program, which can change them at any time.',
  fix: 'Find the configuration that adds it. Review and pin the server, then declare it.',
  references: ['OWASP MCP09:2025', 'OWASP LLM03:2025', 'CWE-1357'],
}
