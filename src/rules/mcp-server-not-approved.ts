import type {RuleMeta} from '../inventory/finding.ts'

export const mcpServerNotApproved: RuleMeta = {
  id: 'AIB286',
  name: 'mcp-server-not-approved',
  severity: 'high',
  title: 'An MCP server that the policy does not approve',
  why: 'It gives a model tools, and runs with the rights of whoever starts it.',
  fix: 'Use an approved server, or add this one to approved.mcpServers.',
  references: ['OWASP LLM06:2025', 'OWASP LLM03:2025'],
}
