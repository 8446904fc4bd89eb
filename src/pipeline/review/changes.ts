import {compareSides} from '../../drift/compare.ts'
import {sentenceOf} from '../../drift/sentence.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {openSide} from '../changes/open-side.ts'
import type {ReviewOptions} from './options.ts'

/** What changed since an earlier BOM, or how another candidate differs. */
export async function changesAgainst(other: string, options: ReviewOptions): Promise<NonNullable<ReviewResult['changes']>> {
  const [before, after] = [await openSide(other, options), await openSide(options.target, options)]
  const {changes, related} = compareSides(before.project('each'), after.project('each'))
  return {against: other, related, changes: changes.map(change => ({severity: change.severity, class: change.class, message: sentenceOf(change)}))}
}
