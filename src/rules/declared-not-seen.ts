import type {RuleMeta} from '../inventory/finding.ts'

export const declaredNotSeen: RuleMeta = {
  id: 'AIB411',
  name: 'declared-not-seen',
  severity: 'info',
  title: 'Something declared was not seen in the telemetry',
  why: 'It may be unused, or the telemetry does not cover it.',
  fix: 'Remove it if it is no longer used, or check that it is instrumented.',
  references: [],
}
