import type {RuleMeta} from '../inventory/finding.ts'

export const serviceNotDescribed: RuleMeta = {
  id: 'AIB416',
  name: 'service-not-described',
  severity: 'medium',
  title: 'A service or version runs that no BOM describes',
  why: 'Nobody knows what it may contain, so nothing it does can be compared with what was reviewed.',
  fix: 'Write a BOM of each release that you deploy, and name it with --against.',
  references: ['CWE-1357'],
}
