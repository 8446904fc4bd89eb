import type {ThreatMeta} from '../inventory/finding.ts'

export const oneCredential: ThreatMeta = {
  id: 'AIB234',
  name: 'one-credential',
  severity: 'high',
  threat: 'shadow AI',
  title: 'Development and production use the same key',
  why: 'A key that leaks from a developer machine gives access to production, and the records of the provider do not show which of the two used it.',
  fix: 'Create a key for each environment, with only the rights and limits that it needs.',
  references: ['OWASP LLM02:2025', 'OWASP MCP01:2025', 'CWE-522', 'CWE-1188'],
}
