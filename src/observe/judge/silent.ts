import {dayMs} from '../../lib/time/day.ts'
import {noTelemetry} from '../../rules/no-telemetry.ts'
import type {Observations} from '../observations.ts'
import {serviceText, type Verdict} from './verdict.ts'

/** After how many days without telemetry a service counts as silent. */
export interface SilenceOptions {
  readonly nowMs: number
  readonly days: number
}

/**
 * Services of which nothing came for so many days, and a run that found no telemetry of AI at all. Nothing seen is not
 * nothing wrong.
 */
export function silentVerdicts(now: Observations, before: Observations, {nowMs, days}: SilenceOptions): Verdict[] {
  const silent = [...before.values()].flatMap((service): Verdict[] => {
    const {lastMs} = service.sighting
    if (now.has(service.name) || nowMs - lastMs <= days * dayMs) return []
    const since = lastMs > 0 ? new Date(lastMs).toISOString() : 'an unknown time'
    const message = `no telemetry of AI came from ${serviceText(service.name)} for more than ${days} days: the last is of ${since}`
    return [{rule: noTelemetry, service: service.name, kind: 'service', name: service.name, message}]
  })
  if (silent.length > 0 || now.size > 0) return silent
  const isRecent = [...before.values()].some(({sighting}) => nowMs - sighting.lastMs <= days * dayMs)
  return isRecent
    ? []
    : [
        {
          rule: noTelemetry,
          service: '',
          kind: 'service',
          name: '',
          message: 'no AI telemetry was found, so nothing is known about what runs',
        },
      ]
}
