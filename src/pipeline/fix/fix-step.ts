import {resolve} from 'node:path'
import {type Entry, factOf} from '../../drift/entry.ts'
import type {Asset, AssetOf} from '../../inventory/asset.ts'
import {fullName} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {AibomError} from '../../lib/errors.ts'
import {kindOfPath, readUserBytes} from '../../lib/fs/read-file.ts'
import {isSafePath} from '../../lib/fs/safe-path.ts'
import {replaceBytes} from '../../lib/fs/write-file.ts'
import {groupBy} from '../../lib/group.ts'
import {isCommit} from '../../lib/names/commit.ts'
import type {CheckResult} from '../changes/check-result.generated.ts'
import {findMissingRevision, findRevision, type Pin} from './pin-text.ts'

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
 * Pins moving revisions that are written in files of a folder, and calls of Python that name none, to the commit that is known: the one of the
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
  /** what stands there then: the commit, or an argument with it */
  readonly text: string
}

/** Libraries of Python whose calls take a revision. */
const takesRevision: ReadonlySet<string> = new Set([
  ...['code/transformers', 'code/diffusers', 'code/datasets', 'code/peft', 'code/huggingface-hub'],
])

/**
 * @param lines of every name in the file
 * @returns why it cannot be pinned, where it cannot
 */
function findPin(
  text: string,
  {asset, path, line}: Place,
  commit: string | undefined,
  lines: readonly {readonly asset: Named; readonly line: number}[],
): CommitPin | string {
  if (commit === undefined) return 'no commit of it is known: use --online, or a baseline that has one'
  const {revision} = asset.facts
  if (line === undefined) return `no revision is written; the commit is ${commit}`
  if (revision === undefined) return missingPin(text, {asset, path, line}, commit)
  const otherLines = lines.flatMap(other => (other.asset === asset ? [] : other.line))
  const pin = findRevision(text, {nameLine: line, revision, otherLines})
  return typeof pin === 'string' ? `${pin}; the commit is ${commit}` : {...pin, text: commit}
}

function missingPin(text: string, {asset, path, line = 0}: Place, commit: string): CommitPin | string {
  const isKnown = asset.evidence.some(
    each => each.path === path && each.line === line && takesRevision.has(each.detector) && path.endsWith('.py'),
  )
  const pin = isKnown ? findMissingRevision(text, fullName(asset), line) : 'no revision is written'
  if (typeof pin === 'string') return `${pin}; the commit is ${commit}`
  return {...pin, text: `, revision=${pin.quote}${commit}${pin.quote}`}
}

function pinned(text: string, pins: readonly CommitPin[]): string {
  const unique = [...new Map(pins.map(pin => [pin.begin, pin])).values()].sort((a, b) => b.begin - a.begin)
  return unique.reduce((now, {begin, end, text: put}) => now.slice(0, begin) + put + now.slice(end), text)
}

function linesOf(text: string, {begin, end, text: put}: CommitPin): {before: string; after: string} {
  const from = text.lastIndexOf('\n', begin) + 1
  const newline = text.indexOf('\n', end)
  const to = newline === -1 ? text.length : newline
  const utf8 = (line: string): string => Buffer.from(line, 'latin1').toString('utf8').replace(/\r$/, '')
  return {before: utf8(text.slice(from, to)), after: utf8(text.slice(from, begin) + put + text.slice(end, to))}
}

/** Commits by identity: those of the baseline before those that the hub named. */
export function knownCommits(before: readonly Entry[], heads: ReadonlyMap<string, string>): Map<string, string> {
  const recorded = before.flatMap(entry => {
    const version = factOf(entry, 'version')
    return isCommit(version) ? [[entry.id, version] as const] : []
  })
  return new Map([...heads, ...recorded])
}
