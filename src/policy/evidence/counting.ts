import type {HeldReport} from '../../inventory/test-report.ts'
import {anchoredPattern} from '../../lib/names/anchored-pattern.ts'
import type {Evidence} from '../file/policy.generated.ts'

/** A result of tests, and whether it still fits. */
export interface TestedPiece {
  readonly report: HeldReport
  readonly status: 'bound' | 'named' | 'stale' | 'foreign'
  readonly isExpired: boolean
  /** whole days since the run; absent where the report does not say when that was */
  readonly ageDays?: number
}

/** Whether a requirement asks for reports of this kind and tool at all. */
export function isAskedFor({kind, tools}: Evidence, {report}: TestedPiece): boolean {
  if (kind !== undefined && report.kind !== kind) return false
  return tools === undefined || tools.some(tool => anchoredPattern(tool).test(report.tool))
}

/** Why a result does not count for a requirement, as the rest of a sentence; undefined where it does. */
export function reasonAgainst(
  {binding = 'bound', maxAgeDays}: Evidence,
  {report, status, isExpired, ageDays}: TestedPiece,
): string | undefined {
  if (report.state !== 'complete') return `is from a run that is ${report.state}`
  if (status === 'foreign') return 'speaks of something else'
  if (status === 'stale') return 'is stale: what was tested changed since'
  if (isExpired) return `ran out on ${report.expires ?? ''}`
  if (status === 'named' && binding === 'bound') return 'is only named: it states no revision or digest'
  if (maxAgeDays === undefined) return undefined
  if (ageDays === undefined) return 'does not say when it ran'
  return ageDays > maxAgeDays ? `is ${ageDays} days old, and ${maxAgeDays} are allowed` : undefined
}

/** Of what a tool reports under one key, the result of its last run. */
export function latestResults<Result>(
  pieces: readonly TestedPiece[],
  resultsOf: (report: HeldReport) => readonly Result[],
  keyOf: (result: Result) => string,
): Result[] {
  const all = byTime(pieces).flatMap(({report}) =>
    resultsOf(report).map((result): [string, Result] => [`${report.tool}\0${keyOf(result)}`, result]),
  )
  return [...new Map(all).values()]
}

/** The last run last; a run of unknown time comes first. */
function byTime(pieces: readonly TestedPiece[]): TestedPiece[] {
  return pieces.toSorted((a, b) => timeOf(a) - timeOf(b))
}

function timeOf({report: {ended, started}}: TestedPiece): number {
  return Date.parse(ended ?? started ?? '') || 0
}
