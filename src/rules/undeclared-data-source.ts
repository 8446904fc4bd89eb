import type {RuleMeta} from '../inventory/finding.ts'

export const undeclaredDataSource: RuleMeta = {
  id: 'AIB404',
  name: 'undeclared-data-source',
  severity: 'high',
  title: 'The BOM does not declare a data source that is read',
  why: 'What a model retrieves becomes part of its instructions. An unknown source may contain personal data or planted text.',
  fix: 'Find out who added the source. Review its content, then declare it.',
  references: ['OWASP LLM08:2025', 'OWASP LLM04:2025', 'CWE-1357'],
}
