import {createHash} from 'node:crypto'
import type {Digest} from '../../inventory/evidence.ts'
import {assertInside, type ByteReader, NotFetchedError} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import type {ByteRange} from '../../lib/http/range.ts'
import type {HttpStream} from '../../lib/http/types.ts'

/** What is known of a file that lies elsewhere, and how a range of it is asked for. */
export interface RemoteFile {
  readonly path: string
  readonly byteLength: bigint
  readonly known: readonly Digest[]
  ask(range: ByteRange): Promise<HttpStream>
}

/** Small files come whole, of large ones as much as most headers have. */
const firstBytes = 256n * 1024n
/**
 * What a registry keeps in git has no declared SHA-256 and is hashed later: it comes whole at once, so that it is asked
 * for once.
 * Hubs want LFS for all that is larger.
 */
export const hashedBytes = 10n * 1024n * 1024n
/** No header of tensors is longer; a vocabulary of half a million words takes some 30 MB. */
export const headerLimitBytes = 64n * 1024n * 1024n
/** So often a body that breaks off is taken up again. */
const resumptions = 3
const startSize = 64 * 1024

/**
 * The beginning of a remote file, in one request that is read on as far as it is needed. Wholly fetched, it is compared
 * with its declared digests.
 */
export class RemoteBytes {
  readonly #file: RemoteFile
  #buffer = Buffer.alloc(startSize)
  #filled = 0
  #body: AsyncGenerator<Uint8Array> | undefined
  #working: Promise<void> = Promise.resolve()

  constructor(file: RemoteFile) {
    this.#file = file
  }

  /**
   * @throws {AibomError} `AIBOM_FILE_TOO_LARGE`, `AIBOM_REMOTE_SIZE`, `AIBOM_REMOTE_SHORT`, `AIBOM_DIGEST_MISMATCH`, or
   * of the request
   */
  async whole(limitBytes: bigint): Promise<Uint8Array> {
    const {path, byteLength} = this.#file
    if (byteLength > limitBytes) {
      throw new AibomError(
        'AIBOM_FILE_TOO_LARGE',
        `${path} has ${byteLength} bytes, more than the ${limitBytes} that are read of such a file`,
      )
    }
    await this.#fetchTo(byteLength)
    return this.#buffer.subarray(0, this.#filled)
  }

  async reader(): Promise<ByteReader> {
    const {byteLength} = this.#file
    await this.#fetchTo(byteLength < firstBytes || isHashedLater(this.#file) ? byteLength : firstBytes)
    return {
      byteLength,
      read: (offset, length) => {
        assertInside(byteLength, offset, length)
        const end = Number(offset) + length
        if (end > this.#filled) throw new NotFetchedError(BigInt(end))
        return this.#buffer.subarray(Number(offset), end)
      },
      fetchTo: end => this.#fetchTo(this.#furtherThan(end)),
    }
  }

  /** Ends a request that is not read further. */
  async close(): Promise<void> {
    const body = this.#body
    this.#body = undefined
    await body?.return(undefined)
  }

  #furtherThan(end: bigint): bigint {
    const doubled = BigInt(this.#filled) * 2n
    const wanted = end > doubled ? end : doubled
    const limit = this.#file.byteLength < headerLimitBytes ? this.#file.byteLength : headerLimitBytes
    if (end > limit) {
      throw new AibomError(
        'AIBOM_HEADER_TOO_LARGE',
        `${this.#file.path}: its header reaches beyond the ${limit} bytes that are fetched of it`,
      )
    }
    return wanted < limit ? wanted : limit
  }

  /** One after the other: several readers share the bytes. */
  #fetchTo(end: bigint): Promise<void> {
    const work = this.#working.then(() => this.#fill(Number(end)))
    this.#working = work.catch(() => undefined)
    return work
  }

  async #fill(end: number): Promise<void> {
    for (let resumed = 0; this.#filled < end; resumed++) {
      try {
        await this.#readOn(end)
      } catch (error) {
        await this.close()
        if (resumed >= resumptions || !(error instanceof AibomError) || error.code !== 'AIBOM_HTTP_NETWORK') throw error
        continue
      }
      if (this.#filled < end && resumed >= resumptions) throw this.#short()
    }
    if (BigInt(this.#filled) !== this.#file.byteLength) return
    await this.close()
    assertDigests(this.#file, this.#buffer.subarray(0, this.#filled))
  }

  async #readOn(end: number): Promise<void> {
    this.#body ??= await this.#open(end)
    while (this.#filled < end) {
      const {done, value} = await this.#body.next()
      if (done === true) {
        this.#body = undefined
        return
      }
      this.#append(value)
    }
  }

  async #open(end: number): Promise<AsyncGenerator<Uint8Array>> {
    const {byteLength, path} = this.#file
    const start = BigInt(this.#filled)
    const wanted = BigInt(end) < headerLimitBytes ? headerLimitBytes : BigInt(end)
    const last = wanted < byteLength ? wanted : byteLength
    const stream = await this.#file.ask({start, end: last})
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(stream.headers.get('content-range') ?? '') ?? []
    const length = stream.headers.get('content-length')
    const stated = stream.status === 206 ? total : stream.headers.has('content-encoding') ? null : length
    if (stated !== undefined && stated !== null && BigInt(stated) !== byteLength) {
      await stream.body.return(undefined)
      throw new AibomError(
        'AIBOM_REMOTE_SIZE',
        `${path}: the registry declares ${byteLength} bytes and serves ${stated}`,
        {exit: 3},
      )
    }
    const skip = stream.status === 206 && from !== undefined ? this.#filled - Number(from) : this.#filled
    if (skip < 0)
      throw new AibomError('AIBOM_REMOTE_SIZE', `${path}: the registry serves another range than asked for`, {exit: 3})
    return skip === 0 ? stream.body : withoutFirst(stream.body, skip)
  }

  #append(chunk: Uint8Array): void {
    const filled = this.#filled + chunk.byteLength
    if (BigInt(filled) > this.#file.byteLength) {
      throw new AibomError(
        'AIBOM_REMOTE_SIZE',
        `${this.#file.path}: the registry declares ${this.#file.byteLength} bytes and serves more`,
        {exit: 3},
      )
    }
    if (filled > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(filled, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, this.#filled)
      this.#buffer = larger
    }
    this.#buffer.set(chunk, this.#filled)
    this.#filled = filled
  }

  #short(): AibomError {
    const {path, byteLength} = this.#file
    return new AibomError('AIBOM_REMOTE_SHORT', `${path} ended after ${this.#filled} of its ${byteLength} bytes`, {
      exit: 3,
    })
  }
}

/** Small enough to be kept until it is hashed. */
export function isHashedLater({known, byteLength}: Pick<RemoteFile, 'known' | 'byteLength'>): boolean {
  return byteLength <= hashedBytes && known.some(({of}) => of === 'git-blob') && !isPointed(known)
}

/** A server that ignores ranges sends from the start. */
async function* withoutFirst(body: AsyncGenerator<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count
  for await (const chunk of body) {
    if (chunk.byteLength > left) yield left === 0 ? chunk : chunk.subarray(left)
    left = Math.max(0, left - chunk.byteLength)
  }
}

/** @throws {AibomError} `AIBOM_DIGEST_MISMATCH` when the content is not what the listing declares */
function assertDigests({path, known}: RemoteFile, content: Uint8Array): void {
  for (const {alg, hex, of} of known) {
    if (of === 'content' && alg === 'sha256' && createHash(alg).update(content).digest('hex') !== hex)
      throw mismatch(path, alg, hex)
    if (of === 'git-blob' && !isPointed(known) && gitBlobOid(content) !== hex) throw mismatch(path, 'git blob', hex)
  }
}

/** The blob of a file that LFS keeps is its pointer. */
function isPointed(known: readonly Digest[]): boolean {
  return known.some(({of}) => of === 'content')
}

/** @see git documentation, gitformat-pack and "Git Objects": `blob <length>\0<content>` */
export function gitBlobOid(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex')
}

function mismatch(path: string, what: string, hex: string): AibomError {
  return new AibomError(
    'AIBOM_DIGEST_MISMATCH',
    `${path}: the bytes that were served are not those of the declared ${what} ${hex}`,
    {exit: 1},
  )
}
