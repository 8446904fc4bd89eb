import type {GitFolder} from '../git/folder.ts'
import {readGitObject} from './read-object.ts'

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
  const segments = path.split('/')
  const name = segments.pop() ?? ''
  const tree = treeAt(git, commit, segments)
  for (const entry of tree === undefined ? [] : entriesOf(tree, commit.length / 2))
    if (entry.isFile && entry.name === name) return readGitObject(git, entry.oid, 'blob', objectLimit)
  return undefined
}

/**
 * The files of one folder as they are committed.
 * @param folder as the path of a file; empty for the root
 * @returns their names; none for a folder that is not there; undefined where the repository keeps it elsewhere
 */
export function committedNames(git: GitFolder, commit: string, folder: string): ReadonlySet<string> | undefined {
  const tree = treeAt(git, commit, folder === '' ? [] : folder.split('/'))
  if (tree === undefined) return treeAt(git, commit, []) === undefined ? undefined : new Set()
  const entries = [...entriesOf(tree, commit.length / 2)]
  return new Set(entries.flatMap(({name, isFile}) => (isFile ? [name] : [])))
}

function treeAt(git: GitFolder, commit: string, folders: readonly string[]): Buffer | undefined {
  const head = readGitObject(git, commit, 'commit', objectLimit)?.toString('latin1', 0, 80) ?? ''
  let oid = /^tree ([0-9a-f]{40,64})\n/.exec(head)?.[1]
  let tree = oid === undefined ? undefined : readGitObject(git, oid, 'tree', objectLimit)
  for (const folder of folders) {
    if (tree === undefined) return undefined
    oid = [...entriesOf(tree, commit.length / 2)].find(({isFolder, name}) => isFolder && name === folder)?.oid
    tree = oid === undefined ? undefined : readGitObject(git, oid, 'tree', objectLimit)
  }
  return tree
}

interface TreeEntry {
  readonly name: string
  readonly oid: string
  readonly isFile: boolean
  readonly isFolder: boolean
}

/** Entries are `<mode> <name>\0<oid>`, one after the other; what follows a broken one is left out. */
function* entriesOf(tree: Buffer, oidBytes: number): Generator<TreeEntry> {
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at)
    const next = end + 1 + oidBytes
    if (end === -1 || next > tree.length) return
    const [mode = '', ...name] = tree.toString('utf8', at, end).split(' ')
    yield {
      name: name.join(' '),
      oid: tree.toString('hex', end + 1, next),
      isFile: mode.startsWith('100'),
      isFolder: mode === '40000',
    }
    at = next
  }
}
