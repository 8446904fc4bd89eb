import type {RuleMeta} from '../inventory/finding.ts'

export const licenseNotApproved: RuleMeta = {
  id: 'AIB283',
  name: 'license-not-approved',
  severity: 'high',
  title: 'The policy does not approve this license',
  why: 'Its terms may forbid your use, or require something in return.',
  fix: 'Ask the people who decide on licenses, use something else, or add the license to approved.licenses.',
  references: [],
}
