import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceTooThin: RuleMeta = {
  id: 'AIB434',
  name: 'evidence-too-thin',
  severity: 'medium',
  title: 'Fewer attacks or attempts than the policy asks for',
  why: 'A few attempts that failed do not show that an attack never works.',
  fix: 'Run the probes that are missing, or more attempts of each.',
  references: ['CWE-1059'],
}
