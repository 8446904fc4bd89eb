import {posix} from 'node:path'
import type {Digest} from '../../inventory/evidence.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../../inventory/source.ts'
import {type ByteReader, memoryReader} from '../../lib/byte-reader.ts'
import {sortedBy} from '../../lib/sort.ts'
import {decodeText} from '../../lib/text/text.ts'
import {assertNotTooLarge, LocalFile, unreadable} from '../local-file.ts'
import type {Source} from '../source.ts'
import type {Tree, TreeFile} from './tree.ts'
import {type GitAddress, repositoryName, withoutCredentials} from './url.ts'

/** Larger blobs are read from a temporary file. */
export const memoryLimit = 8n * 1024n * 1024n
/** A link's content is a path. */
const linkLimit = 4096n

/** Contents of a repository's blobs. Both throw `AIBOM_FILE_UNREADABLE`. */
export interface Blobs {
  read(path: string, oid: string): Promise<Buffer>
  /** puts one that is larger than {@link memoryLimit} into a file: its absolute path */
  spool(path: string, oid: string, byteLength: bigint): Promise<string>
}

/** A commit, what it holds, and how that is read. */
export interface Commit {
  /** 40 or 64 hex digits */
  readonly id: string
  readonly tree: Tree
  readonly blobs: Blobs
  readonly close: () => Promise<void>
}

/** One commit of a repository. */
export class CommitSource implements Source {
  readonly #address: GitAddress
  readonly #commit: Commit
  readonly #held = new Set<LocalFile>()
  #gaps: readonly Gap[]

  constructor(address: GitAddress, commit: Commit) {
    this.#address = address
    this.#commit = commit
    this.#gaps = commit.tree.gaps
  }

  describe(): SourceDescription {
    const {url, isLocal} = this.#address
    const name = repositoryName(url) ?? 'repository'
    return {scheme: 'git', name, revision: this.#commit.id, ...(!isLocal && {url: withoutCredentials(url)})}
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    this.#gaps = [...this.#commit.tree.gaps, ...(await this.#linkGaps())]
    for (const {path, byteLength, oid, installed} of this.#commit.tree.files.values()) {
      signal.throwIfAborted()
      yield {path, byteLength, known: [blobDigest(oid)], ...(installed === true && {installed})}
    }
  }

  async open(path: string): Promise<OpenFile> {
    const file = this.#commit.tree.files.get(path)
    if (file === undefined) throw unreadable(path, 'the commit has no such file')
    return new GitFile(file, this.#commit.blobs, this.#held)
  }

  gaps(): readonly Gap[] {
    return sortedBy(this.#gaps, gap => gap.path)
  }

  notEntered(): readonly string[] {
    return this.#commit.tree.notEntered
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of [...this.#held]) file.close()
    await this.#commit.close()
  }

  /** Links are not followed: what they lead to is in the commit under its own name, or it is missing, which is said. */
  async #linkGaps(): Promise<Gap[]> {
    const {files, links} = this.#commit.tree
    const known = new Set(['.', ...[...files.keys()].flatMap(ancestorsOf), ...links.map(link => link.path)])
    const gaps: Gap[] = []
    for (const link of links) {
      const target =
        link.byteLength > linkLimit ? '' : (await this.#commit.blobs.read(link.path, link.oid)).toString('utf8')
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
  readonly #blobs: Blobs
  readonly #held: Set<LocalFile>
  #content: Promise<Buffer> | undefined
  #spooled: LocalFile | undefined

  constructor(file: TreeFile, blobs: Blobs, held: Set<LocalFile>) {
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
