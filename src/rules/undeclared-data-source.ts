import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredDataSource: RuleMeta = {
  id: 'AIB404',
  name: 'undeclared-data-source',
  severity: 'high',
  title: 'A data source is read that the BOM does not declare',
  why: 'What a model retrieves becomes part of its instructions. An unknown source may hold personal data, or text that was planted.',
  fix: 'Find who added the source. Review what it holds, then declare it.',
  references: ['OWASP LLM08:2025', 'OWASP LLM04:2025', 'CWE-1357'],
}
