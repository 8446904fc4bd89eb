import {sortedBy} from '../../../lib/sort.ts'
import type {ReviewResult} from '../../../review/review-result.generated.ts'

/** Rows of one table or list: a browser shows so many at once, and nobody reads more. */
export const mostRows = 1000

/** What a page has room for. */
export interface BoundedReview {
  readonly result: ReviewResult
  /** rows left out, by the id of the section */
  readonly left: ReadonlyMap<string, number>
  /** numbers of the evidence that is shown, in order */
  readonly evidence: readonly number[]
}

/** The review as far as one page can show it; of files, those with something against them come first where some are left out. */
export function boundedReview(whole: ReviewResult): BoundedReview {
  const left = new Map<string, number>()
  const first = <T>(section: string, list: readonly T[]): T[] => {
    if (list.length > mostRows) left.set(section, (left.get(section) ?? 0) + list.length - mostRows)
    return list.slice(0, mostRows)
  }
  const files = whole.files.length > mostRows ? sortedBy(whole.files, file => String(rankOf(file))) : whole.files
  const result: ReviewResult = {
    ...whole,
    findings: whole.findings.map(finding =>
      finding.items === undefined ? finding : {...finding, items: first('findings', finding.items)},
    ),
    files: first('files', files),
    licences: first('licenses', licencesOf(whole)),
    services: first('services', whole.services),
    agents: first('agents', whole.agents),
    metrics: first('measures', whole.metrics),
    limits: first('limits', whole.limits),
    notChecked: first('not-looked-at', whole.notChecked),
    ...(whole.changes !== undefined && {
      changes: {...whole.changes, changes: first('changes', whole.changes.changes)},
    }),
  }
  return {result, left, evidence: shownEvidence(result)}
}

/** Those that allow all come last where some are left out. */
function licencesOf({licences}: ReviewResult): readonly ReviewResult['licences'][number][] {
  if (licences.length <= mostRows) return licences
  return sortedBy(licences, ({role, commercial}) => (role === 'code' && commercial === 'yes' ? '1' : '0'))
}

function rankOf({status, safety}: ReviewResult['files'][number]): 0 | 1 | 2 {
  if (status === 'contradicted' || safety === 'unsafe') return 0
  return status === 'missing' || status === 'no-digest' || status === 'not-stated' || safety === 'by-name' ? 1 : 2
}

/** All of it where it has room; of more, what the other sections lead to. */
function shownEvidence({evidence, ...rest}: ReviewResult): number[] {
  const numbers = evidence.map((_, index) => index)
  if (numbers.length <= mostRows) return numbers
  const cited = new Set(citedIn(rest))
  return numbers.filter(number => cited.has(number))
}

function citedIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === 'evidence' && Array.isArray(inner) ? inner : citedIn(inner),
  )
}
