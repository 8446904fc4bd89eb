import type {RuleMeta} from '../inventory/finding.ts'

export const waiverExpired: RuleMeta = {
  id: 'AIB288',
  name: 'waiver-expired',
  severity: 'medium',
  title: 'A waiver of the policy has expired',
  why: 'The findings that it covered are reported again, and nobody is responsible for them any longer.',
  fix: 'Fix what it waives and remove it, or ask its owner for a new date.',
  references: [],
}
