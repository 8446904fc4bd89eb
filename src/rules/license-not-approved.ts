import type {RuleMeta} from '../inventory/finding.ts'

export const licenseNotApproved: RuleMeta = {
  id: 'AIB283',
  name: 'license-not-approved',
  severity: 'high',
  title: 'A license that the policy does not approve',
  why: 'Its terms may forbid this use, or ask for something in return.',
  fix: 'Ask whoever decides on licenses, use something else, or add it to approved.licenses.',
  references: [],
}
