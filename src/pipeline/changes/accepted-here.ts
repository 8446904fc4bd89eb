import {type Change, compareSides} from '../../drift/compare.ts'
import type {LockedEntry} from '../../drift/lock-file.ts'
import type {Baseline} from './baseline.ts'
import type {OpenedSide} from './open-side.ts'

/** Every change, in exactly one of the two. */
export interface Split {
  /** what nobody accepted */
  readonly open: readonly Change[]
  /** what the lock that the change itself brings accepts, with the reason that it gives */
  readonly accepted: readonly {readonly change: Change; readonly reason: string}[]
}

/**
 * Splits changes against the lock of the target branch by the lock of the change: what is no change against that one is
 * accepted there, where it says why. A lock that was written anew, without reasons, accepts nothing.
 */
export function acceptedHere(changes: readonly Change[], ownLock: Baseline | undefined, opened: OpenedSide): Split {
  if (ownLock === undefined) return {open: changes, accepted: []}
  const own = ownLock.side.project('digest')
  const pending = new Set(compareSides(own, opened.project('digest')).changes.map(keyOf))
  const reasons = new Map(own.entries.map((entry: LockedEntry) => [entry.id, entry.accepted]))
  const reasonOf = (change: Change): string | undefined => {
    if (pending.has(keyOf(change))) return undefined
    if (reasons.has(change.id)) return reasons.get(change.id)
    // what is gone from the source and from the lock has no entry that could give a reason
    return change.class === 'asset-removed' || change.class === 'package-removed'
      ? 'it is no longer in the lock'
      : undefined
  }
  const judged = changes.map(change => ({change, reason: reasonOf(change)}))
  return {
    open: judged.flatMap(({change, reason}) => (reason === undefined ? [change] : [])),
    accepted: judged.flatMap(({change, reason}) => (reason === undefined ? [] : [{change, reason}])),
  }
}

function keyOf({class: name, id, fact, after}: Change): string {
  return [name, id, fact ?? '', ...after].join('\n')
}
