import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceForeign: RuleMeta = {
  id: 'AIB432',
  name: 'evidence-foreign',
  severity: 'medium',
  title: 'A test result is about something else',
  why: 'A report about another model looks like proof, but proves nothing about this one.',
  fix: 'Test what the BOM describes, or remove the report.',
  references: ['CWE-345'],
}
