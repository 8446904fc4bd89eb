import type {ThreatMeta} from '../inventory/finding.ts'

export const oneCredential: ThreatMeta = {
  id: 'AIB234',
  name: 'one-credential',
  severity: 'high',
  threat: 'shadow AI',
  title: 'Development and production use the same key',
  why: 'What leaks from the machine of a developer opens production, and nobody can tell the two apart in the records of the provider.',
  fix: 'Make a key for each environment, with the rights and limits that it needs.',
  references: ['OWASP LLM02:2025', 'OWASP MCP01:2025', 'CWE-522', 'CWE-1188'],
}
