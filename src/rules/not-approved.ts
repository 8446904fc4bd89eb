import type {ThreatMeta} from '../inventory/finding.ts'

export const notApproved: ThreatMeta = {
  id: 'AIB230',
  name: 'not-approved',
  severity: 'high',
  threat: 'shadow AI',
  title: 'It is not on the approved list',
  why: 'Nobody has looked at who receives the data, under which terms, and what the model, agent or server may do.',
  fix: 'Ask for approval, and add it to the approved list of aibom.policy.yaml; or take it out.',
  references: ['OWASP LLM03:2025', 'OWASP ASI04:2026', 'OWASP MCP09:2025', 'CWE-1357'],
}
