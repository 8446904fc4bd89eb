import type {RuleMeta} from '../inventory/finding.ts'

export const serviceNotDescribed: RuleMeta = {
  id: 'AIB416',
  name: 'service-not-described',
  severity: 'medium',
  title: 'A service or version runs that no BOM describes',
  why: 'What it may contain is not known, so nothing that it does can be compared with what was reviewed.',
  fix: 'Write a BOM of what is deployed with each release, and name it with --against.',
  references: ['CWE-1357'],
}
