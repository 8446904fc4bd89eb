import {resolve} from 'node:path'
import {type Entry, factOf} from '../../drift/entry.ts'
import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserBytes} from '../../lib/fs/read-file.ts'
import {isSafePath} from '../../lib/fs/safe-path.ts'
import {replaceBytes} from '../../lib/fs/write-file.ts'
import {groupBy} from '../../lib/group.ts'
import {isCommit} from '../../lib/names/commit.ts'
import type {CheckResult} from '../changes/check-result.generated.ts'
import {findRevision, type Pin} from './pin-text.ts'

/** Lines that `--fix` shows or writes, as the result carries them. */
export type Fixes = NonNullable<CheckResult['fixes']>

/** Where the files lie that are fixed, and whether they are. */
export interface FixOptions {
  readonly cwd: string
  readonly source: string
  /** applies what is shown */
  readonly write: boolean
}

const fileLimitBytes = 8 * 1024 * 1024

/**
 * Pins moving revisions that are written in files of a folder to the commit that is known of them: the one of the
 * baseline, else the one that the hub named in this run. A commit that nobody knows is not made up; where it is not
 * clear which text is meant nothing is changed.
 * @param commits by identity
 */
export function fixRevisions({assets}: Inventory, commits: ReadonlyMap<string, string>, options: FixOptions): Fixes {
  const folder = resolve(options.cwd, options.source)
  if (kindOfPath(folder) !== 'folder') {
    throw new AibomError('AIBOM_USAGE', `--fix changes files of a folder, and ${options.source} is not a folder`, {
      hint: 'For example: aibom check . --fix',
    })
  }
  const named = assets.filter(isNamed)
  const moving = named.filter(({facts}) => facts.floating === true && facts.registry === 'huggingface')
  const places = moving.flatMap(asset => asset.evidence.map(({path, line}) => ({asset, path, line})))
  const fixes: Fixes = {written: options.write, pinned: [], notPinned: []}
  for (const [path, list] of groupBy(places, place => place.path))
    fixFile(path, list, {folder, named, commits, fixes, write: options.write})
  return fixes
}

type Named = AssetOf<'model' | 'dataset'>

function isNamed(asset: Asset): asset is Named {
  return asset.kind === 'model' || asset.kind === 'dataset'
}

interface Place {
  readonly asset: Named
  readonly path: string
  readonly line: number | undefined
}

interface Fixing {
  readonly folder: string
  readonly named: readonly Named[]
  readonly commits: ReadonlyMap<string, string>
  readonly fixes: Fixes
  readonly write: boolean
}

function fixFile(path: string, places: readonly Place[], {folder, named, commits, fixes, write}: Fixing): void {
  const absolutePath = resolve(folder, path)
  if (!isSafePath(path) || kindOfPath(absolutePath) !== 'file') return
  // every byte is one sign: what is not changed stays as it is, whatever its encoding
  const text = readUserBytes(absolutePath, path, fileLimitBytes, '').toString('latin1')
  const lines = named.flatMap(asset =>
    asset.evidence.flatMap(each => (each.path === path && each.line !== undefined ? {asset, line: each.line} : [])),
  )
  const pins: CommitPin[] = []
  for (const place of places) {
    const {asset, line} = place
    const {id} = asset
    const pin = findPin(text, place, commits.get(id), lines)
    if (typeof pin === 'string') fixes.notPinned.push({id, path, ...(line !== undefined && {line}), reason: pin})
    else {
      pins.push(pin)
      fixes.pinned.push({id, path, line: pin.line, ...linesOf(text, pin)})
    }
  }
  if (write && pins.length > 0) replaceBytes(absolutePath, Buffer.from(pinned(text, pins), 'latin1'), path)
}

interface CommitPin extends Pin {
  readonly commit: string
}

/**
 * @param lines of every name in the file
 * @returns why it cannot be pinned, where it cannot
 */
function findPin(
  text: string,
  {asset, line}: Place,
  commit: string | undefined,
  lines: readonly {readonly asset: Named; readonly line: number}[],
): CommitPin | string {
  if (commit === undefined) return 'no commit of it is known: use --online, or a baseline that has one'
  const {revision} = asset.facts
  if (revision === undefined || line === undefined) return `no revision is written; the commit is ${commit}`
  const otherLines = lines.flatMap(other => (other.asset === asset ? [] : other.line))
  const pin = findRevision(text, {nameLine: line, revision, otherLines})
  return typeof pin === 'string' ? `${pin}; the commit is ${commit}` : {...pin, commit}
}

function pinned(text: string, pins: readonly CommitPin[]): string {
  const unique = [...new Map(pins.map(pin => [pin.begin, pin])).values()].sort((a, b) => b.begin - a.begin)
  return unique.reduce((now, {begin, end, commit}) => now.slice(0, begin) + commit + now.slice(end), text)
}

function linesOf(text: string, {begin, end, commit}: CommitPin): {before: string; after: string} {
  const from = text.lastIndexOf('\n', begin) + 1
  const newline = text.indexOf('\n', end)
  const to = newline === -1 ? text.length : newline
  const utf8 = (line: string): string => Buffer.from(line, 'latin1').toString('utf8').replace(/\r$/, '')
  return {before: utf8(text.slice(from, to)), after: utf8(text.slice(from, begin) + commit + text.slice(end, to))}
}

/** Commits by identity: those of the baseline before those that the hub named. */
export function knownCommits(before: readonly Entry[], heads: ReadonlyMap<string, string>): Map<string, string> {
  const recorded = before.flatMap(entry => {
    const version = factOf(entry, 'version')
    return isCommit(version) ? [[entry.id, version] as const] : []
  })
  return new Map([...heads, ...recorded])
}
