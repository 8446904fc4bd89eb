import type {RuleMeta} from '../inventory/finding.ts'

export const datasetNotApproved: RuleMeta = {
  id: 'AIB282',
  name: 'dataset-not-approved',
  severity: 'high',
  title: 'A data set that the policy does not approve',
  why: 'Nobody has looked at what is in it, where it comes from and what its terms allow.',
  fix: 'Use an approved data set, or add this one to approved.datasets.',
  references: ['OWASP LLM04:2025'],
}
