import type {RuleMeta} from '../inventory/finding.ts'

export const mcpServerNotApproved: RuleMeta = {
  id: 'AIB286',
  name: 'mcp-server-not-approved',
  severity: 'high',
  title: 'The policy does not approve this MCP server',
  why: 'It gives tools to a model, and runs with the rights of the user who starts it.',
  fix: 'Use an approved server, or add this one to approved.mcpServers.',
  references: ['OWASP LLM06:2025', 'OWASP LLM03:2025'],
}
