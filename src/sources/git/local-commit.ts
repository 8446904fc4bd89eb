import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {systemErrorCode} from '../../lib/errors.ts'
import {whyUnwritable} from '../../lib/fs/write-file.ts'
import {listCommit} from '../git-objects/list-commit.ts'
import {isObjectId} from '../git-objects/object.ts'
import {ObjectStore} from '../git-objects/object-store.ts'
import type {IgnoreRules} from '../ignore/ignore-file.ts'
import {unreadable} from '../local-file.ts'
import {type Blobs, type Commit, memoryLimit} from './commit-source.ts'
import {localGitFolder, readRevision} from './folder.ts'
import {type ListedEntry, toTree} from './tree.ts'
import type {GitAddress} from './url.ts'

/** Of one object: it stands in memory while it is unpacked. */
const objectLimit = 64 * 1024 * 1024
/** Of the files that are unpacked to the temporary folder, together: a repository of a megabyte may hold gigabytes. */
const spoolLimit = 1024n * 1024n * 1024n

/**
 * HEAD, or a commit that is named in full, of a repository on this machine, from its objects: no program is started.
 * @param folder for what is too large for memory; the caller removes it
 * @returns undefined where git must be asked: other names, objects that are kept elsewhere, files that are too large,
 *   and whatever git might refuse
 */
export function openLocalCommit(
  {url, isLocal, revision = 'HEAD'}: GitAddress,
  exclude: IgnoreRules | undefined,
  folder: string,
): Commit | undefined {
  const git = isLocal ? localGitFolder(url) : undefined
  const id =
    git !== undefined && (revision === 'HEAD' || isObjectId(revision)) ? readRevision(git, revision) : undefined
  if (git === undefined || id === undefined) return undefined
  const store = new ObjectStore(git, objectLimit)
  const entries = listCommit(store, id)
  if (entries !== undefined && fits(entries)) {
    const close = async (): Promise<void> => store[Symbol.dispose]()
    return {id, tree: toTree(entries, exclude), blobs: new LocalBlobs(store, folder), close}
  }
  store[Symbol.dispose]()
  return undefined
}

function fits(entries: readonly ListedEntry[]): boolean {
  const large = entries.map(({byteLength}) => byteLength).filter(length => length > memoryLimit)
  return large.every(length => length <= objectLimit) && large.reduce((sum, length) => sum + length, 0n) <= spoolLimit
}

class LocalBlobs implements Blobs {
  readonly #store: ObjectStore
  readonly #folder: string
  readonly #spooled = new Map<string, string>()

  constructor(store: ObjectStore, folder: string) {
    this.#store = store
    this.#folder = folder
  }

  async read(path: string, oid: string): Promise<Buffer> {
    const content = this.#store.read(oid, 'blob')
    if (content === undefined) throw unreadable(path, 'its object is missing or damaged')
    return content
  }

  async spool(path: string, oid: string): Promise<string> {
    const absolutePath = this.#spooled.get(oid) ?? this.#write(await this.read(path, oid), path, oid)
    this.#spooled.set(oid, absolutePath)
    return absolutePath
  }

  #write(content: Buffer, path: string, oid: string): string {
    const absolutePath = join(this.#folder, `blob-${oid}`)
    try {
      writeFileSync(absolutePath, content, {flag: 'wx'})
      return absolutePath
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error
      throw unreadable(path, `its content could not be written to the temporary folder: ${whyUnwritable(error)}`)
    }
  }
}
