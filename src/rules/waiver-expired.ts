import type {RuleMeta} from '../inventory/finding.ts'

export const waiverExpired: RuleMeta = {
  id: 'AIB288',
  name: 'waiver-expired',
  severity: 'medium',
  title: 'A waiver of the policy has expired',
  why: 'What it covered is reported again, and nobody answers for it any more.',
  fix: 'Mend what it waives, then take it out; or have its owner set a new day.',
  references: [],
}
