import type {ThreatMeta} from '../inventory/finding.ts'

export const mcpUnpinned: ThreatMeta = {
  id: 'AIB264',
  name: 'mcp-unpinned',
  severity: 'medium',
  threat: 'over-permission',
  title: 'An MCP server is not pinned to a version',
  why: 'Each start may run code that nobody reviewed, with the rights of the user who starts it. One stolen publisher account is enough.',
  fix: 'Name one version: npx -y NAME@1.2.3, uvx NAME==1.2.3, an image by its digest, a repository by its commit.',
  references: [
    'OWASP LLM03:2025',
    'OWASP ASI04:2026',
    'OWASP MCP04:2025',
    'CWE-494',
    'CWE-829',
    'https://atlas.mitre.org/techniques/AML.T0010',
  ],
}
