import {type Change, type Comparison, compareSides, countOf, type EqualKinds} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import {permissionChanges} from '../../drift/permissions/changes.ts'
import {sentenceOf} from '../../drift/sentence.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {countBySeverity} from '../../inventory/severity.ts'
import type {DiffResult} from './diff-result.generated.ts'
import type {OpenedSide, SideOptions} from './open-side.ts'
import {openSides} from './open-sides.ts'

/** What `aibom diff` is asked. */
export interface DiffOptions extends SideOptions {
  /** a lock, a BOM or a source, as typed */
  readonly old: string
  readonly new: string
}

/**
 * `aibom diff`: every change between two locks, BOMs or sources that matters, classified.
 * @throws {AibomError} for a side that cannot be read
 */
export async function diff(options: DiffOptions): Promise<DiffResult> {
  const {before, after, equal} = await openSides(options.old, options.new, options)
  const packages = before.form === 'lock' || after.form === 'lock' ? 'digest' : 'each'
  const sides = [before.project(packages), after.project(packages)] as const
  return {
    schemaVersion: 1,
    old: describeSide(options.old, before, sides[0], equal),
    new: describeSide(options.new, after, sides[1], equal),
    ...toResult(compareSides(...sides, equal), sides[1], after),
  }
}

function describeSide(
  source: string,
  {form, revision}: OpenedSide,
  {entries, complete, unread, unlocked}: Side,
  equal: EqualKinds,
): DiffResult['old'] {
  const assets = entries.length + countOf(equal)
  const gaps = {unread: unread.size, unlocked: unlocked?.size ?? 0}
  return {source, form, ...(revision !== undefined && {revision}), assets, complete, ...gaps}
}

function toResult(
  {changes, unchanged, moved, notCompared, related}: Comparison,
  after: Side,
  {inventory}: OpenedSide,
): Omit<DiffResult, 'schemaVersion' | 'old' | 'new'> {
  return {
    counts: countBySeverity(changes),
    changes: changes.map(describeChange),
    permissions: describePermissions(changes, after, inventory),
    unchanged,
    moved: moved.map(pair => ({...pair})),
    notCompared: notCompared.map(item => ({...item})),
    related,
  }
}

/** What changed of what actors may do, as results carry it. */
export function describePermissions(
  changes: readonly Change[],
  after: Side,
  inventory: Inventory | undefined,
): DiffResult['permissions'] {
  return permissionChanges(changes, after, inventory).map(({models, permissions, ...rest}) => ({
    ...rest,
    models: [...models],
    permissions: permissions.map(({fact, values, through}) => ({fact, values: [...values], through: [...through]})),
  }))
}

/** A change as results carry it. */
export function describeChange(change: Change): DiffResult['changes'][number] {
  const {fact, before, after, place, ...rest} = change
  return {
    ...rest,
    ...(place !== undefined && {place: {...place}}),
    ...(fact !== undefined && {fact}),
    before: [...before],
    after: [...after],
    message: sentenceOf(change),
  }
}
