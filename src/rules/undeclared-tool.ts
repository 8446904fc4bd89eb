import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredTool: RuleMeta = {
  id: 'AIB402',
  name: 'undeclared-tool',
  severity: 'high',
  title: 'The BOM does not declare a tool that is offered or run',
  why: 'A tool acts for the model. If nobody reviewed it, it may read, write or send more than the application should.',
  fix: 'Find where the tool comes from. Review it, then declare it with a new BOM or lock.',
  references: ['OWASP LLM06:2025', 'OWASP ASI02:2026', 'CWE-1357'],
}
