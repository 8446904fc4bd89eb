import {posix} from 'node:path'
import type {Digest} from '../../inventory/evidence.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../../inventory/source.ts'
import {type ByteReader, memoryReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {makeTemporaryFolder, removeTemporaryFolder, unusable} from '../../lib/fs/temporary-folder.ts'
import {sortedBy} from '../../lib/sort.ts'
import {decodeText} from '../../lib/text/text.ts'
import {parseExcludes} from '../ignore/ignore-file.ts'
import {assertNotTooLarge, LocalFile, unreadable} from '../local-file.ts'
import type {SourceOptions} from '../opener.ts'
import type {Source} from '../source.ts'
import {makeBareRepository} from './bare.ts'
import {GitBlobs} from './blobs.ts'
import {FetchTooLarge, fetchWithin} from './fetch-within.ts'
import {GitFailure, type GitSetting, gitEnvironment, runGit} from './process.ts'
import {parseTree, type Tree, type TreeFile} from './tree.ts'
import {type GitAddress, repositoryName, withoutCredentials} from './url.ts'

/** Our own name for the commit: a remote's could collide with git's. */
const ref = 'refs/aibom/source'
/** Larger blobs are read from a temporary file. */
const memoryLimit = 8n * 1024n * 1024n
/** How large one commit of a repository may be when it is fetched, packed. */
const fetchLimitGiB = 8
/** A link's content is a path. */
const linkLimit = 4096n

/**
 * Fetches one commit, without history, into a bare temporary repository, which is removed on disposal. Nothing is
 * checked out and no program of the repository's choice is started; LFS pointers stay pointers.
 *
 * @throws {AibomError} `AIBOM_SOURCE_NOT_FOUND`, `AIBOM_SOURCE_UNREADABLE`, `AIBOM_SOURCE_TOO_LARGE`,
 *   `AIBOM_GIT_MISSING`
 */
export async function openGitRepository(address: GitAddress, options: SourceOptions): Promise<Source> {
  const folder = makeTemporaryFolder('aibom-git-')
  const setting: GitSetting = {folder, env: gitEnvironment(options.env), signal: options.signal}
  const blobs = new GitBlobs(setting)
  try {
    await fetchCommit(address, setting)
    const commit = await blobs.commitOf(ref)
    const listing = await runGit(setting, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit])
    return new GitSource(address, {commit, tree: parseTree(listing, parseExcludes(options.exclude))}, {setting, blobs})
  } catch (error) {
    await blobs.close()
    removeTemporaryFolder(folder)
    throw error instanceof GitFailure ? toSourceError(address, error) : error
  }
}

async function fetchCommit(address: GitAddress, setting: GitSetting): Promise<void> {
  makeBareRepository(setting.folder)
  const refspec = `+${address.revision ?? 'HEAD'}:${ref}`
  const flags = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head']
  await fetchWithin(setting, ['fetch', ...flags, '--', address.url, refspec], fetchLimitGiB * 1024 ** 3)
}

/** What git says when it cannot write to our repository. */
const unwritablePattern = /No space left on device|Disk quota exceeded|Read-only file system/

/** What hosts say that are asked too often, by HTTP and by ssh. */
const busyPattern = /returned error: (?:429|503)\b|\btoo many (?:requests|connections)\b|\brate limit/i

/** What git said of a remote, as an error of the user’s. */
export function toSourceError(address: GitAddress, failure: GitFailure): AibomError {
  const url = withoutCredentials(address.url)
  const at = address.revision === undefined ? url : `${url} at ${address.revision}`
  if (unwritablePattern.test(failure.message))
    return unusable(`${at} could not be written to the temporary folder: ${failure.message}`, failure)
  if (failure instanceof FetchTooLarge) {
    const hint = 'Clone it yourself and name the folder'
    return new AibomError(
      'AIBOM_SOURCE_TOO_LARGE',
      `${at} is larger than ${fetchLimitGiB} GiB, so it was not fetched whole`,
      {
        hint,
        exit: address.isLocal ? 2 : 3,
        cause: failure,
      },
    )
  }
  if (busyPattern.test(failure.message)) {
    return new AibomError('AIBOM_SOURCE_BUSY', `${at} is not given out now: ${failure.message}`, {
      hint: 'Its host receives too many requests: try again in some minutes',
      exit: 3,
      cause: failure,
    })
  }
  const isMissing = /couldn't find remote ref|does not appear to be a git repository|does not exist|not found/i.test(
    failure.message,
  )
  if (isMissing) {
    const hint = 'Check the address; a revision is a branch, a tag or a full commit'
    return new AibomError('AIBOM_SOURCE_NOT_FOUND', `${at} was not found: ${failure.message}`, {hint, cause: failure})
  }
  const hint = 'Clone it yourself and name the folder, or check your access'
  return new AibomError('AIBOM_SOURCE_UNREADABLE', `${at} could not be read: ${failure.message}`, {
    hint,
    exit: address.isLocal ? 2 : 3,
    cause: failure,
  })
}

/** One commit of a repository. */
class GitSource implements Source {
  readonly #address: GitAddress
  readonly #commit: string
  readonly #tree: Tree
  readonly #folder: string
  readonly #blobs: GitBlobs
  readonly #held = new Set<LocalFile>()
  #gaps: readonly Gap[]

  constructor(
    address: GitAddress,
    {commit, tree}: {readonly commit: string; readonly tree: Tree},
    {setting, blobs}: {readonly setting: GitSetting; readonly blobs: GitBlobs},
  ) {
    this.#address = address
    this.#commit = commit
    this.#tree = tree
    this.#folder = setting.folder
    this.#blobs = blobs
    this.#gaps = tree.gaps
  }

  describe(): SourceDescription {
    const {url, isLocal} = this.#address
    const name = repositoryName(url) ?? 'repository'
    return {scheme: 'git', name, revision: this.#commit, ...(!isLocal && {url: withoutCredentials(url)})}
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    this.#gaps = [...this.#tree.gaps, ...(await this.#linkGaps())]
    for (const {path, byteLength, oid, installed} of this.#tree.files.values()) {
      signal.throwIfAborted()
      yield {path, byteLength, known: [blobDigest(oid)], ...(installed === true && {installed})}
    }
  }

  async open(path: string): Promise<OpenFile> {
    const file = this.#tree.files.get(path)
    if (file === undefined) throw unreadable(path, 'the commit has no such file')
    return new GitFile(file, this.#blobs, this.#held)
  }

  gaps(): readonly Gap[] {
    return sortedBy(this.#gaps, gap => gap.path)
  }

  notEntered(): readonly string[] {
    return this.#tree.notEntered
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of [...this.#held]) file.close()
    await this.#blobs.close()
    removeTemporaryFolder(this.#folder)
  }

  /** Links are not followed: what they lead to is in the commit under its own name, or it is missing, which is said. */
  async #linkGaps(): Promise<Gap[]> {
    const {files, links} = this.#tree
    const known = new Set(['.', ...[...files.keys()].flatMap(ancestorsOf), ...links.map(link => link.path)])
    const gaps: Gap[] = []
    for (const link of links) {
      const target = link.byteLength > linkLimit ? '' : (await this.#blobs.read(link.path, link.oid)).toString('utf8')
      const path = posix.join(posix.dirname(link.path), target)
      const isOutside = path.startsWith('../') || path === '..' || target.startsWith('/')
      if (!isOutside && (files.has(path) || known.has(path))) continue
      const message = isOutside
        ? 'the link leads out of the source and was not followed'
        : 'the link leads to nothing that was read'
      gaps.push({path: link.path, stage: 'walk', code: isOutside ? 'link-outside' : 'link-broken', message})
    }
    return gaps
  }
}

class GitFile implements OpenFile {
  readonly path: string
  readonly byteLength: bigint
  readonly known: readonly Digest[]
  readonly #oid: string
  readonly #blobs: GitBlobs
  readonly #held: Set<LocalFile>
  #content: Promise<Buffer> | undefined
  #spooled: LocalFile | undefined

  constructor(file: TreeFile, blobs: GitBlobs, held: Set<LocalFile>) {
    this.path = file.path
    this.byteLength = file.byteLength
    this.known = [blobDigest(file.oid)]
    this.#oid = file.oid
    this.#blobs = blobs
    this.#held = held
  }

  async text(limitBytes: number): Promise<string> {
    assertNotTooLarge(this.path, this.byteLength, limitBytes)
    return this.byteLength > memoryLimit ? (await this.#spool()).text(limitBytes) : decodeText(await this.#read())
  }

  async bytes(): Promise<ByteReader> {
    return this.byteLength > memoryLimit ? (await this.#spool()).bytes() : memoryReader(await this.#read())
  }

  close(): void {
    this.#content = undefined
    this.#spooled?.close()
  }

  #read(): Promise<Buffer> {
    this.#content ??= this.#blobs.read(this.path, this.#oid)
    return this.#content
  }

  async #spool(): Promise<LocalFile> {
    this.#spooled ??= new LocalFile(
      this.path,
      await this.#blobs.spool(this.path, this.#oid, this.byteLength),
      this.#held,
    )
    return this.#spooled
  }
}

function blobDigest(oid: string): Digest {
  return {alg: oid.length === 64 ? 'sha256' : 'sha1', hex: oid, of: 'git-blob', from: 'declared'}
}

function ancestorsOf(path: string): string[] {
  const folders: string[] = []
  for (let at = path.lastIndexOf('/'); at !== -1; at = path.lastIndexOf('/', at - 1)) folders.push(path.slice(0, at))
  return folders
}
