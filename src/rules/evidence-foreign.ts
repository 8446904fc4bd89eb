import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceForeign: RuleMeta = {
  id: 'AIB432',
  name: 'evidence-foreign',
  severity: 'medium',
  title: 'The result of a test speaks of something else',
  why: 'A report of another model looks like proof, and proves nothing of this one.',
  fix: 'Test what the BOM has, or take the report out.',
  references: ['CWE-345'],
}
