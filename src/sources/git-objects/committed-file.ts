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
  const head = readGitObject(git, commit, 'commit', objectLimit)?.toString('latin1', 0, 80) ?? ''
  let oid = /^tree ([0-9a-f]{40,64})\n/.exec(head)?.[1]
  const segments = path.split('/')
  for (const [depth, name] of segments.entries()) {
    const tree = oid === undefined ? undefined : readGitObject(git, oid, 'tree', objectLimit)
    oid = tree === undefined ? undefined : entryOf(tree, name, commit.length / 2, depth === segments.length - 1)
  }
  return oid === undefined ? undefined : readGitObject(git, oid, 'blob', objectLimit)
}

/** Entries are `<mode> <name>\0<oid>`, one after the other. */
function entryOf(tree: Buffer, wanted: string, oidBytes: number, isFile: boolean): string | undefined {
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at)
    if (end === -1 || end + oidBytes >= tree.length) return undefined
    const [mode = '', ...name] = tree.toString('utf8', at, end).split(' ')
    if (name.join(' ') === wanted && (isFile ? mode.startsWith('100') : mode === '40000'))
      return tree.toString('hex', end + 1, end + 1 + oidBytes)
    at = end + 1 + oidBytes
  }
  return undefined
}
