import type {GitFolder} from '../git/folder.ts'
import {treeOf} from './list-commit.ts'
import {ObjectStore} from './object-store.ts'
import {parseTreeObject, type TreeEntry} from './tree-object.ts'

/** Of one object; a lock has some kilobytes, a tree some hundreds. */
const objectLimit = 64 * 1024 * 1024

/**
 * A file as it is committed. Git is not run.
 * @param commit 40 or 64 hex digits
 * @param path `/`-separated, relative to the working tree
 * @returns undefined where the commit has no such file, or the repository keeps it elsewhere (alternates, a partial
 *   clone)
 */
export function readCommittedFile(git: GitFolder, commit: string, path: string): Buffer | undefined {
  using store = new ObjectStore(git, objectLimit)
  const segments = path.split('/')
  const name = segments.pop() ?? ''
  const entry = entriesAt(store, commit, segments)?.find(each => isFile(each) && each.name.toString('utf8') === name)
  return entry === undefined ? undefined : store.read(entry.oid, 'blob')
}

/**
 * The files of one folder as they are committed.
 * @param folder as the path of a file; empty for the root
 * @returns their names; none for a folder that is not there; undefined where the repository keeps it elsewhere
 */
export function committedNames(git: GitFolder, commit: string, folder: string): ReadonlySet<string> | undefined {
  using store = new ObjectStore(git, objectLimit)
  const entries = entriesAt(store, commit, folder === '' ? [] : folder.split('/'))
  if (entries === undefined) return entriesAt(store, commit, []) === undefined ? undefined : new Set()
  return new Set(entries.filter(isFile).map(({name}) => name.toString('utf8')))
}

/** What a folder lists; undefined where it is not there or not at hand. */
function entriesAt(store: ObjectStore, commit: string, folders: readonly string[]): readonly TreeEntry[] | undefined {
  const entriesOf = (oid: string | undefined): readonly TreeEntry[] | undefined => {
    const tree = oid === undefined ? undefined : store.read(oid, 'tree')
    return tree && parseTreeObject(tree, commit.length / 2)
  }
  let entries = entriesOf(treeOf(store, commit))
  for (const folder of folders)
    entries = entriesOf(entries?.find(({mode, name}) => mode === '40000' && name.toString('utf8') === folder)?.oid)
  return entries
}

function isFile({mode}: TreeEntry): boolean {
  return mode.startsWith('100')
}
