import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredAgent: RuleMeta = {
  id: 'AIB405',
  name: 'undeclared-agent',
  severity: 'high',
  title: 'The BOM does not declare an agent that runs',
  why: 'It has instructions, tools and permissions that nobody reviewed.',
  fix: 'Find the code that creates the agent. Review it, then declare the agent with a new BOM or lock.',
  references: ['OWASP LLM06:2025', 'OWASP ASI10:2026', 'CWE-1357'],
}
