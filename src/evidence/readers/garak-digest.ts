import {severities} from '../../inventory/severity.ts'
import type {Metric, Probe} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, numberOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {nameOf} from '../values.ts'

/** What the digest says of each probe, by its name. */
export type Details = ReadonlyMap<string, {readonly severity?: Probe['severity']; readonly tags: readonly string[]}>

interface Detection {
  readonly probe: string
  readonly detector: string
  readonly values: UnknownRecord
}

/** The digest nests group → probe → detector, with a summary in each. */
export function probeDetails(groups: UnknownRecord | undefined): Details {
  const details = new Map<string, {severity?: NonNullable<Probe['severity']>; tags: string[]}>()
  for (const [name, probe] of probesOf(groups)) {
    const summary = asRecord(probe['_summary'])
    if (summary === undefined) continue
    const tags = asList(summary['probe_tags']).filter(tag => typeof tag === 'string')
    details.set(name, compact({severity: severityOf(summary), tags}))
  }
  return details
}

/** Of the scale of the digest, from 1, critical, to 5, minimal. */
function severityOf(summary: UnknownRecord): Probe['severity'] {
  return severities[(numberOf(summary['probe_severity']) ?? 0) - 1]
}

/** Counts by detector, which digests have since 0.15: as rows of the report. */
export function digestEvals(groups: UnknownRecord | undefined): UnknownRecord[] {
  return detectionsOf(groups).flatMap(({probe, detector, values}) => {
    const {passed, total_evaluated: total} = values
    return passed === undefined || total === undefined ? [] : [{probe, detector, passed, total_evaluated: total}]
  })
}

/** Older digests have rates alone. A rate is of what was resisted, and so is its interval, unlike that of a row. */
export function digestMetrics(groups: UnknownRecord | undefined): Metric[] {
  const metrics = detectionsOf(groups).flatMap(({probe, detector, values}): Metric[] => {
    const value = numberOf(values['absolute_score'])
    const [lower, upper] = [
      numberOf(values['absolute_confidence_lower']),
      numberOf(values['absolute_confidence_upper']),
    ]
    const interval =
      lower === undefined || upper === undefined ? undefined : {lower, upper, method: 'bootstrap, as stated'}
    return value === undefined
      ? []
      : [compact({type: 'resistance rate', value, slice: `${probe} / ${detector}`, interval, higherIsBetter: true})]
  })
  return sortedBy(metrics, ({slice = ''}) => slice)
}

function probesOf(groups: UnknownRecord | undefined): [string, UnknownRecord][] {
  return Object.values(groups ?? {}).flatMap(group =>
    Object.entries(asRecord(group) ?? {}).flatMap(([key, probe]): [string, UnknownRecord][] => {
      const [name, record] = [nameOf(key), asRecord(probe)]
      return name === undefined || name === '_summary' || record === undefined ? [] : [[name, record]]
    }),
  )
}

function detectionsOf(groups: UnknownRecord | undefined): Detection[] {
  return probesOf(groups).flatMap(([probe, detectors]) =>
    Object.entries(detectors).flatMap(([key, found]) => {
      const [detector, values] = [nameOf(key), asRecord(found)]
      return detector === undefined || detector === '_summary' || values === undefined
        ? []
        : [{probe, detector, values}]
    }),
  )
}
