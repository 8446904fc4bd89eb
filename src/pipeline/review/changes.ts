import {compareSides} from '../../drift/compare.ts'
import {sentenceOf} from '../../drift/sentence.ts'
import type {ReviewResult} from '../../review/review-result.generated.ts'
import {type OpenedSide, openSide} from '../changes/open-side.ts'
import type {ReviewOptions} from './options.ts'

/** The other side's form, and what changed since. */
export interface ChangesAgainst {
  readonly form: OpenedSide['form']
  readonly result: NonNullable<ReviewResult['changes']>
}

/** What changed since an earlier BOM, or how another candidate differs. */
export async function changesAgainst(other: string, options: ReviewOptions): Promise<ChangesAgainst> {
  const [before, after] = [await openSide(other, options), await openSide(options.target, options)]
  const {changes, related} = compareSides(before.project('each'), after.project('each'))
  const told = changes.map(change => ({severity: change.severity, class: change.class, message: sentenceOf(change)}))
  return {form: before.form, result: {against: other, related, changes: told}}
}
