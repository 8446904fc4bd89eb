import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceMissing: RuleMeta = {
  id: 'AIB430',
  name: 'evidence-missing',
  severity: 'high',
  title: 'The policy asks for a test result, but there is none that counts',
  why: 'Nobody knows how well it resists attacks or does its work in its current state.',
  fix: 'Run the test, and put its report into the BOM: aibom evidence add BOM REPORT.',
  references: ['OWASP LLM03:2025', 'CWE-1059'],
}
