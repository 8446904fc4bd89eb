import type {Artifact, ReviewContext} from '../../context.ts'
import type {ReviewRuleName} from '../../rules.ts'
import type {Part} from '../../view.ts'

/** What the BOM states, and an artifact states otherwise. */
export interface Difference {
  readonly rule: ReviewRuleName
  readonly what: string
  readonly claimed: string
  readonly actual: string
  readonly pointer: string
}

/** Finds it, with both values as the conflict. */
export function tellDifference(
  {rule, what, claimed, actual, pointer}: Difference,
  part: Part,
  {shown, source}: Artifact,
  notes: ReviewContext['notes'],
): void {
  const conflict = [
    {value: claimed, source: 'the BOM'},
    {value: actual, source: shown},
  ]
  const evidence = [
    notes.cite(pointer, claimed),
    notes.citeElsewhere({source, place: shown, value: `${what}: ${actual}`}),
  ]
  notes.find(rule, {
    subject: part.name,
    message: `${what} of ${part.name}: the BOM says ${claimed}, ${shown} says ${actual}`,
    conflict,
    contradicts: true,
    evidence,
  })
}
