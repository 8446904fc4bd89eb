import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceExpired: RuleMeta = {
  id: 'AIB433',
  name: 'evidence-expired',
  severity: 'medium',
  title: 'A test result has expired',
  why: 'Its owner set a last day on which it counts, and that day is over.',
  fix: 'Run the test again, and add its report with a new --expires.',
  references: ['CWE-1059'],
}
