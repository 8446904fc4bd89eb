import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceMissing: RuleMeta = {
  id: 'AIB430',
  name: 'evidence-missing',
  severity: 'high',
  title: 'No result of a test that counts, where the policy asks for one',
  why: 'Nobody knows how it withstands attacks or how well it does its work, as it is now.',
  fix: 'Run the test, and put its report into the BOM: aibom evidence add BOM REPORT.',
  references: ['OWASP LLM03:2025', 'CWE-1059'],
}
