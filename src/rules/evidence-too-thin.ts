import type {RuleMeta} from '../inventory/finding.ts'

export const evidenceTooThin: RuleMeta = {
  id: 'AIB434',
  name: 'evidence-too-thin',
  severity: 'medium',
  title: 'Fewer attacks or attempts than the policy asks for',
  why: 'A few failed attempts do not show that an attack never works.',
  fix: 'Run the missing probes, or more attempts of each.',
  references: ['CWE-1059'],
}
