import type {Digest} from '../../inventory/evidence.ts'
import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {decodeText} from '../../lib/text/text.ts'
import {isHashedLater, RemoteBytes, type RemoteFile} from './remote-bytes.ts'
import type {HubTrouble} from './trouble.ts'

/** Larger ones are given back when they are closed, and fetched again by who asks again. */
const keptBytes = 256n * 1024n

/**
 * A file of a hub repository; one request, read as far as it is needed. What cannot be read is told to the source, and
 * not asked for again.
 */
export class HubFile implements OpenFile {
  readonly path: string
  readonly byteLength: bigint
  readonly known: readonly Digest[]
  readonly remote = true
  readonly #ask: RemoteFile['ask']
  readonly #trouble: HubTrouble
  #bytes: RemoteBytes | undefined
  #isAsked = false
  #failure: unknown

  constructor(entry: FileEntry, ask: RemoteFile['ask'], trouble: HubTrouble) {
    this.path = entry.path
    this.byteLength = entry.byteLength
    this.known = entry.known
    this.#ask = ask
    this.#trouble = trouble
  }

  async text(limitBytes: number): Promise<string> {
    return decodeText(await this.#noted(() => this.#remote().whole(BigInt(limitBytes))))
  }

  async bytes(): Promise<ByteReader> {
    const reader = await this.#noted(() => this.#remote().reader())
    return {...reader, fetchTo: end => this.#noted(async () => reader.fetchTo?.(end))}
  }

  close(): void {
    void this.end()
  }

  /** Ends a request under way. */
  async end(): Promise<void> {
    const bytes = this.#bytes
    if (this.byteLength > keptBytes && !isHashedLater(this)) this.#bytes = undefined
    await bytes?.close()
  }

  #remote(): RemoteBytes {
    const {path, byteLength, known} = this
    this.#bytes ??= new RemoteBytes({path, byteLength, known, ask: this.#ask})
    return this.#bytes
  }

  async #noted<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isAsked) this.#failure = this.#trouble.refusalOf(this.path)
    this.#isAsked = true
    if (this.#failure !== undefined) {
      this.#note(this.#failure)
      throw this.#failure
    }
    try {
      return await work()
    } catch (error) {
      this.#note(error)
      throw error
    }
  }

  /** What a limit of ours refuses is told by who set it. */
  #note(error: unknown): void {
    if (!(error instanceof AibomError) || error.code.endsWith('_TOO_LARGE')) return
    this.#failure = error
    this.#trouble.file(this.path, error)
  }
}
