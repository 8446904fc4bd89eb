import {isSafePath} from '../../lib/fs/safe-path.ts'
import {remembering} from '../../lib/remember.ts'
import type {ListedEntry} from '../git/tree.ts'
import type {ObjectStore} from './object-store.ts'
import {parseTreeObject, type TreeEntry} from './tree-object.ts'

const folderMode = '40000'
const fileModes: ReadonlySet<string> = new Set(['100644', '100664', '100755', '120000'])
const submoduleMode = '160000'
/** A tree of some kilobytes may list itself as a thousand folders, and each of those likewise. */
const entryLimit = 500_000
const depthLimit = 256
const separator = Buffer.from('/')

interface Listing {
  /** undefined where git should judge */
  readonly treeAt: (oid: string) => readonly TreeEntry[] | undefined
  readonly lengthOf: (oid: string) => number | undefined
  readonly entries: ListedEntry[]
  /** of trees and of what they list */
  met: number
}

/**
 * All that a commit holds, in the order of `git ls-tree -r`.
 * @param commit 40 or 64 hex digits
 * @returns undefined where not every object is at hand, or where git itself should judge: names and modes that it
 *   never writes, too many entries
 */
export function listCommit(store: ObjectStore, commit: string): readonly ListedEntry[] | undefined {
  const root = treeOf(store, commit)
  if (root === undefined) return undefined
  const treeAt = remembering((oid: string) => {
    const tree = store.read(oid, 'tree')
    const entries = tree && parseTreeObject(tree, commit.length / 2)
    return entries?.every(({name}) => isUsual(name)) === true && isSorted(entries) ? entries : undefined
  })
  const listing: Listing = {treeAt, lengthOf: remembering(oid => store.lengthOf(oid)), entries: [], met: 0}
  return addTree(root, Buffer.alloc(0), 0, listing) ? listing.entries : undefined
}

/** The tree of a commit. */
export function treeOf(store: ObjectStore, commit: string): string | undefined {
  return /^tree ([0-9a-f]{40,64})\n/.exec(store.read(commit, 'commit')?.toString('latin1', 0, 80) ?? '')?.[1]
}

/** @returns false where git should judge */
function addTree(oid: string, folder: Buffer, depth: number, listing: Listing): boolean {
  const entries = depth > depthLimit ? undefined : listing.treeAt(oid)
  listing.met += 1 + (entries?.length ?? 0)
  if (entries === undefined || listing.met > entryLimit) return false
  return entries.every(entry => addEntry(entry, folder, depth, listing))
}

function addEntry({mode, name, oid}: TreeEntry, folder: Buffer, depth: number, listing: Listing): boolean {
  const path = folder.length === 0 ? name : Buffer.concat([folder, separator, name])
  if (mode === folderMode) return addTree(oid, path, depth + 1, listing)
  const length = mode === submoduleMode ? 0 : fileModes.has(mode) ? listing.lengthOf(oid) : undefined
  if (length === undefined) return false
  listing.entries.push({path, mode, oid, byteLength: BigInt(length)})
  return true
}

/** A name that a commit may have: git refuses some others when it fetches. */
function isUsual(name: Buffer): boolean {
  return name.length > 0 && !name.includes(separator) && isSafePath(name.toString('utf8'))
}

/** Folders sort as if their name ended with a slash; nothing stands twice. */
function isSorted(entries: readonly TreeEntry[]): boolean {
  const keys = entries.map(({mode, name}) => (mode === folderMode ? Buffer.concat([name, separator]) : name))
  return keys.every((key, index) => index === 0 || Buffer.compare(keys[index - 1] ?? key, key) < 0)
}
