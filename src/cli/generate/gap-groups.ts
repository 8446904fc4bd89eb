import {groupBy} from '../../lib/group.ts'
import type {GenerateResult} from '../../pipeline/generate/result.generated.ts'
import {formatCount} from '../amounts.ts'

/** Gaps of one code. */
export interface GapGroup {
  readonly code: string
  readonly count: number
  /** of the first */
  readonly message: string
  /** where, the first few and how many more */
  readonly places: string
}

const placesShown = 3

/** Gaps by code, the most frequent first. */
export function gapGroups(gaps: GenerateResult['gaps']): GapGroup[] {
  const groups = [...groupBy(gaps, ({code}) => code)].sort(([, a], [, b]) => b.length - a.length)
  return groups.map(([code, own]) => ({code, count: own.length, message: own[0]?.message ?? '', places: placesOf(own)}))
}

function placesOf(gaps: GenerateResult['gaps']): string {
  const places = [
    ...new Set(
      gaps.map(({path, line}) => (line === undefined ? path : `${path}:${line}`)).filter(place => place !== ''),
    ),
  ]
  const rest = places.length - placesShown
  return `${places.slice(0, placesShown).join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}`
}
