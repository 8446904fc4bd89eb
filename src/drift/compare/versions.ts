import type {ChangeClass} from '../change-class.ts'
import {type Entry, factOf} from '../entry.ts'
import {compareVersions} from '../version-order.ts'

/** Versions on both sides, where they are not the same. */
export interface VersionDifference {
  readonly class: ChangeClass
  readonly fact: 'version'
  readonly old: readonly string[]
  readonly now: readonly string[]
}

const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * How the version differs. A name that moves, as a branch or a tag of a repository, is no pin: whether one was lost or
 * won decides before the order of the two, unless both say which version the name stands for.
 */
export function compareVersionFacts(before: Entry, after: Entry): VersionDifference | undefined {
  const [old, now] = [factOf(before, 'version'), factOf(after, 'version')]
  if (old === now) return undefined
  const values = {
    fact: 'version' as const,
    old: before.facts.get('version') ?? [],
    now: after.facts.get('version') ?? [],
  }
  const byPin = pinClass(before, after)
  if (byPin !== undefined) return {...values, class: byPin}
  return {...values, class: old === undefined || now === undefined ? 'version-changed' : orderClass(after, old, now)}
}

/** Whether a pin was lost or won; undefined where the two say nothing of it. */
function pinClass(before: Entry, after: Entry): ChangeClass | undefined {
  const [floated, floats] = [isFloating(before), isFloating(after)]
  if (!before.facts.has('version') && !floats) return 'pinned'
  if (!after.facts.has('version') && !floated) return 'pin-lost'
  if (floated === floats || (isResolved(before) && isResolved(after))) return undefined
  return floats ? 'pin-lost' : 'pinned'
}

function orderClass(after: Entry, old: string, now: string): ChangeClass {
  if (commitPattern.test(old) && commitPattern.test(now)) return 'revision-moved'
  const order = compareVersions(after, old, now)
  if (order === undefined || order === 0) return 'version-changed'
  return order > 0 ? 'version-up' : 'version-down'
}

function isFloating({facts}: Entry): boolean {
  return facts.has('floating')
}

/** It says which version a moving name stood for. */
function isResolved(entry: Entry): boolean {
  return (
    (!isFloating(entry) && entry.facts.has('version')) ||
    entry.facts.has('follows') ||
    commitPattern.test(factOf(entry, 'version') ?? '')
  )
}
