import type {RuleMeta} from '../inventory/finding.ts'

export const datasetNotApproved: RuleMeta = {
  id: 'AIB282',
  name: 'dataset-not-approved',
  severity: 'high',
  title: 'The policy does not approve this data set',
  why: 'Nobody has reviewed what it contains, where it comes from and what its terms allow.',
  fix: 'Use an approved data set, or add this one to approved.datasets.',
  references: ['OWASP LLM04:2025'],
}
