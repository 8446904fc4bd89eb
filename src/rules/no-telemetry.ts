import type {RuleMeta} from '../inventory/finding.ts'

export const noTelemetry: RuleMeta = {
  id: 'AIB417',
  name: 'no-telemetry',
  severity: 'high',
  title: 'There is no telemetry to judge',
  why: 'Missing telemetry says nothing about what runs, so a clean result would be wrong.',
  fix: 'Check that the application exports telemetry and that the collector writes it.',
  references: ['CWE-778'],
}
