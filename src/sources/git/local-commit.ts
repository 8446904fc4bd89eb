import {listCommit} from '../git-objects/list-commit.ts'
import {ObjectStore} from '../git-objects/object-store.ts'
import type {IgnoreRules} from '../ignore/ignore-file.ts'
import {unreadable} from '../local-file.ts'
import {type Blobs, type Commit, memoryLimit} from './commit-source.ts'
import {localGitFolder, readRevision} from './folder.ts'
import {toTree} from './tree.ts'
import type {GitAddress} from './url.ts'

/** Of one object; a tree has some hundred kilobytes. */
const objectLimit = 64 * 1024 * 1024
const wholeOid = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * HEAD, or a commit that is named in full, of a repository on this machine, from its objects: no program is started.
 * @returns undefined where git must be asked: other names, objects that are kept elsewhere, files that do not fit
 *   into memory, and whatever git might refuse
 */
export function openLocalCommit(
  {url, isLocal, revision = 'HEAD'}: GitAddress,
  exclude: IgnoreRules | undefined,
): Commit | undefined {
  const git = isLocal ? localGitFolder(url) : undefined
  const id =
    git !== undefined && (revision === 'HEAD' || wholeOid.test(revision)) ? readRevision(git, revision) : undefined
  if (git === undefined || id === undefined) return undefined
  const store = new ObjectStore(git, objectLimit)
  const entries = listCommit(store, id)
  if (entries?.every(({byteLength}) => byteLength <= memoryLimit) === true) {
    const close = async (): Promise<void> => store[Symbol.dispose]()
    return {id, tree: toTree(entries, exclude), blobs: new LocalBlobs(store), close}
  }
  store[Symbol.dispose]()
  return undefined
}

class LocalBlobs implements Blobs {
  readonly #store: ObjectStore

  constructor(store: ObjectStore) {
    this.#store = store
  }

  async read(path: string, oid: string): Promise<Buffer> {
    const content = this.#store.read(oid, 'blob')
    if (content === undefined) throw unreadable(path, 'its object is missing or damaged')
    return content
  }

  async spool(path: string): Promise<string> {
    throw unreadable(path, 'it does not fit into memory')
  }
}
