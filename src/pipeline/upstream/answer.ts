import {type ChangeClass, severityOf} from '../../drift/change-class.ts'
import type {Change} from '../../drift/compare.ts'
import type {Entry, FactName} from '../../drift/entry.ts'

/** What a registry says of one asset today. */
export interface Answer {
  readonly changes: readonly Change[]
  /** what could not be asked: the registry did not answer, or not for us */
  readonly failures: readonly Failure[]
  /** the commit that a moving name stands for today */
  readonly head?: string
}

/** An asset that its registry could not be asked about, and why. */
export interface Failure {
  readonly id: string
  readonly message: string
}

/** The values of a change of what a registry holds. */
interface Values {
  readonly fact?: FactName
  readonly before?: readonly string[]
  readonly after?: readonly string[]
}

/** A change that a registry made, at the place of the entry; its severity is that of the class. */
export function upstreamChange(name: ChangeClass, entry: Entry, {fact, before = [], after = []}: Values = {}): Change {
  const {kind, id, name: asset, place} = entry
  return {
    class: name,
    severity: severityOf(name, kind),
    kind,
    id,
    name: asset,
    ...(fact !== undefined && {fact}),
    before,
    after,
    ...(place !== undefined && {place}),
  }
}
