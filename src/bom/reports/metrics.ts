import {type HeldReport, type Interval, judgedOf} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'

/** An entry of `performanceMetrics`. */
export interface PerformanceMetric {
  readonly type: string
  readonly value: string
  readonly slice?: string
  readonly confidenceInterval?: {readonly lowerBound: string; readonly upperBound: string}
}

/** What a complete report measured of its target; of a foreign one or an unfinished run nothing. */
export function performanceMetrics({binding, state, tool, probes, metrics}: HeldReport): PerformanceMetric[] {
  if (binding === 'foreign' || state !== 'complete') return []
  const rates = probes.flatMap(probe => {
    const judged = judgedOf(probe) ?? 0
    if (judged === 0) return []
    const slice = [tool, probe.name, probe.detector].filter(part => part !== undefined).join(' / ')
    return [toEntry('attack success rate', probe.failed / judged, slice, probe.interval)]
  })
  return [
    ...rates,
    ...metrics.map(({type, value, slice, interval}) =>
      toEntry(type, value, [tool, slice].filter(part => part !== undefined).join(' / '), interval),
    ),
  ]
}

function toEntry(type: string, value: number, slice: string, interval: Interval | undefined): PerformanceMetric {
  const confidenceInterval =
    interval === undefined ? undefined : {lowerBound: String(interval.lower), upperBound: String(interval.upper)}
  return compact({type, value: String(value), slice, confidenceInterval})
}

/** Equal for the same entry, whatever its interval. */
export function metricKey({
  type,
  value,
  slice = '',
}: {
  readonly type: string
  readonly value: string
  readonly slice?: string
}): string {
  return JSON.stringify([type, value, slice])
}
