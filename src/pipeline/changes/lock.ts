import {join, resolve} from 'node:path'
import {type Change, compareSides} from '../../drift/compare.ts'
import type {Entry} from '../../drift/entry.ts'
import {formatLock, type LockedEntry, parseLock} from '../../drift/lock-file.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserFile} from '../../lib/fs/read-file.ts'
import {writeWhole} from '../../lib/fs/write-file.ts'
import {lockName} from './baseline.ts'
import {describeChange} from './diff.ts'
import type {LockResult} from './lock-result.generated.ts'
import {type OpenedSide, openSide, type SideOptions} from './open-side.ts'

/** What `aibom lock` is asked. */
export interface LockOptions extends SideOptions {
  readonly source: string
  /** the lock, as typed; by default beside what is locked, where `check` looks for it */
  readonly output: string | undefined
  /** identities, names or `all` whose changes are let in */
  readonly accept: readonly string[] | 'all'
  readonly reason: string | undefined
}

const limitBytes = 64 * 1024 * 1024
/** Ids that a hint lists. */
const idsShown = 10

/**
 * `aibom lock`: writes what the project may contain. A lock that is there is only changed by what is accepted, with a
 * reason.
 * @throws {AibomError} `AIBOM_LOCK_INVALID`, `AIBOM_ASSET_NOT_FOUND`, `AIBOM_USAGE`
 */
export async function lock(options: LockOptions): Promise<LockResult> {
  assertReason(options)
  const output = options.output ?? defaultOutput(options)
  const absolutePath = resolve(options.cwd, output)
  const old =
    kindOfPath(absolutePath) === undefined
      ? undefined
      : parseLock(readUserFile(absolutePath, output, limitBytes, ''), output)
  const side = (await openLockable(options)).project('digest')
  const write = (entries: readonly LockedEntry[]): void => writeWhole(absolutePath, formatLock(entries), output)
  const describe = (
    state: LockResult['state'],
    entries: readonly Entry[],
    accepted: readonly Change[],
    pending: readonly Change[],
  ): LockResult => ({
    schemaVersion: 1,
    lock: output,
    state,
    assets: entries.length,
    manifests: entries.filter(({kind}) => kind === 'dependency-manifest').length,
    accepted: accepted.map(describeChange),
    pending: pending.map(describeChange),
    gaps: side.unread.size,
    unlocked: side.unlocked?.size ?? 0,
  })
  options.signal.throwIfAborted()
  if (old === undefined) {
    write(side.entries)
    return describe('created', side.entries, [], [])
  }
  const {changes} = compareSides({entries: old, complete: true, unread: new Set()}, side)
  const accepts = acceptanceOf(options, changes)
  const [accepted, pending] = [changes.filter(accepts), changes.filter(change => !accepts(change))]
  const entries = joinEntries(old, side.entries, {accepted, pending, reason: options.reason})
  const changed = formatLock(entries) !== formatLock(old)
  if (changed) write(entries)
  return describe(changed ? 'updated' : pending.length > 0 ? 'kept' : 'unchanged', entries, accepted, pending)
}

function defaultOutput({cwd, source}: LockOptions): string {
  return source !== '.' && kindOfPath(resolve(cwd, source)) === 'folder' ? join(source, lockName) : lockName
}

/** @throws {AibomError} `AIBOM_USAGE` for a lock */
async function openLockable(options: LockOptions): Promise<OpenedSide> {
  const side = await openSide(options.source, options)
  if (side.form !== 'lock') return side
  throw new AibomError('AIBOM_USAGE', `${options.source} is a lock already`, {
    hint: 'Name a source or a BOM: aibom lock SOURCE -o LOCK',
  })
}

function assertReason({accept, reason}: LockOptions): void {
  if (accept.length === 0 || (reason !== undefined && reason.trim() !== '')) return
  throw new AibomError('AIBOM_USAGE', 'accepting a change needs a reason', {
    hint: 'Add: --reason "who approved it, and why"',
  })
}

/** @throws {AibomError} `AIBOM_ASSET_NOT_FOUND` for a name that no change has: a misspelt acceptance accepts nothing */
function acceptanceOf({accept}: LockOptions, changes: readonly Change[]): (change: Change) => boolean {
  if (accept === 'all') return () => true
  const accepted = new Set(accept.map(word => idOrName(word, changes)))
  return ({id, name}) => accepted.has(id) || accepted.has(name)
}

/** What was typed, if it is an id or a name, else the only id that it is a part of. */
function idOrName(word: string, changes: readonly Change[]): string {
  if (changes.some(({id, name}) => id === word || name === word)) return word
  const [id, ...others] = new Set(changes.map(change => change.id).filter(each => each.includes(word)))
  if (id !== undefined && others.length === 0) return id
  const ids = id === undefined ? changes.map(change => change.id) : [id, ...others]
  throw new AibomError(
    'AIBOM_ASSET_NOT_FOUND',
    id === undefined ? `no change concerns ${word}` : `${word} is part of ${ids.length} ids`,
    {
      hint:
        ids.length === 0
          ? 'Nothing differs from the lock'
          : `Changed: ${[...new Set(ids)].slice(0, idsShown).join(', ')}`,
    },
  )
}

interface Decision {
  readonly accepted: readonly Change[]
  readonly pending: readonly Change[]
  readonly reason: string | undefined
}

/** The old entry where a change is pending, else the new one; the reason stays with what it let in. */
function joinEntries(
  old: readonly LockedEntry[],
  now: readonly Entry[],
  {accepted, pending, reason}: Decision,
): LockedEntry[] {
  const open = new Set(pending.flatMap(({id, previousId}) => [id, previousId ?? id]))
  const letIn = new Set(accepted.map(({id}) => id))
  const reasons = new Map(old.map(({id, accepted: earlier}) => [id, earlier]))
  const kept = old.filter(({id}) => open.has(id))
  const taken = now.filter(({id}) => !open.has(id))
  return [...kept, ...taken.map(entry => ({...entry, accepted: letIn.has(entry.id) ? reason : reasons.get(entry.id)}))]
}
