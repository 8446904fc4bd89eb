import type {Metric} from '../../inventory/test-report.ts'
import {anchoredPattern} from '../../lib/names/anchored-pattern.ts'
import {evidenceThreshold} from '../../rules/evidence-threshold.ts'
import {evidenceTooThin} from '../../rules/evidence-too-thin.ts'
import type {Evidence, Metric as WantedMetric} from '../file/policy.generated.ts'
import type {EvidenceAnswer} from './answer.ts'
import {latestResults, type TestedPiece} from './counting.ts'

/** Holds the metrics of reports against the bounds of a policy: each that a line of it means has to be within. */
export function judgeMetrics(
  {metrics = []}: Evidence,
  label: string,
  pieces: readonly TestedPiece[],
): EvidenceAnswer[] {
  const latest = latestResults(
    pieces,
    report => report.metrics,
    ({type, slice}) => `${type}\0${slice ?? ''}`,
  )
  return metrics.flatMap(wanted => {
    const found = latest.filter(metric => isMeant(wanted, metric))
    const name = `${wanted.type}${wanted.slice === undefined ? '' : ` of ${wanted.slice}`}`
    if (found.length === 0)
      return [{meta: evidenceTooThin, message: `${label} has no result of ${name}`, isOpen: false}]
    return found.flatMap(metric => outside(wanted, metric, label))
  })
}

function isMeant({type, slice}: WantedMetric, metric: Metric): boolean {
  return metric.type === type && (slice === undefined || anchoredPattern(slice).test(metric.slice ?? ''))
}

function outside({min, max}: WantedMetric, {type, slice, value}: Metric, label: string): EvidenceAnswer[] {
  const name = `${type}${slice === undefined ? '' : ` of ${slice}`}`
  const said = `${name} of ${label} is ${value}`
  if (min !== undefined && !(value >= min))
    return [{meta: evidenceThreshold, message: `${said}, and ${min} is the least that is allowed`, isOpen: false}]
  if (max !== undefined && !(value <= max))
    return [{meta: evidenceThreshold, message: `${said}, and ${max} is the most that is allowed`, isOpen: false}]
  return []
}
