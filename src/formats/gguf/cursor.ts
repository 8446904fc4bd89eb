import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'

/**
 * First range asked for: most headers without a tokenizer fit. Each further one is twice as long, so that a remote
 * header costs few requests.
 */
const firstChunkBytes = 64 * 1024
const largestChunkBytes = 8 * 1024 * 1024
/** Headers with a vocabulary of 260,000 tokens have some 20 MB. */
const headerLimitBytes = 128n * 1024n * 1024n

/** How a header writes its numbers: both are told by its first 8 bytes. */
export interface GgufEncoding {
  readonly version: number
  readonly littleEndian: boolean
}

/**
 * Reads forward through a header of unknown length. Everything it gives is copied or decoded: nothing keeps a chunk
 * alive.
 * @throws {AibomError} `AIBOM_GGUF_TRUNCATED`, `AIBOM_GGUF_HEADER_TOO_LARGE`, `AIBOM_GGUF_INVALID` from every method
 */
export class GgufCursor {
  readonly littleEndian: boolean
  readonly #file: ByteReader
  readonly #version: number
  readonly #decoder = new TextDecoder()
  #chunk: DataView = new DataView(new ArrayBuffer(0))
  #chunkStart: bigint
  #offset = 0
  #nextLength = firstChunkBytes

  constructor(file: ByteReader, start: bigint, {version, littleEndian}: GgufEncoding) {
    this.#file = file
    this.#chunkStart = start
    this.#version = version
    this.littleEndian = littleEndian
  }

  get position(): bigint {
    return this.#chunkStart + BigInt(this.#offset)
  }

  /** What the file still has from here. */
  get remaining(): bigint {
    return this.#file.byteLength - this.position
  }

  /** The next bytes, valid until the next call. */
  view(byteLength: number): DataView {
    const at = this.#take(byteLength)
    return new DataView(this.#chunk.buffer, this.#chunk.byteOffset + at, byteLength)
  }

  u32(): number {
    const at = this.#take(4)
    return this.#chunk.getUint32(at, this.littleEndian)
  }

  u64(): bigint {
    const at = this.#take(8)
    return this.#chunk.getBigUint64(at, this.littleEndian)
  }

  /** UTF-8, bad sequences replaced. */
  text(byteLength: bigint): string {
    assertInFile(this.#file, this.position, byteLength)
    const at = this.#take(Number(byteLength))
    return this.#decoder.decode(new Uint8Array(this.#chunk.buffer, this.#chunk.byteOffset + at, Number(byteLength)))
  }

  skip(byteLength: bigint): void {
    assertInFile(this.#file, this.position, byteLength)
    if (BigInt(this.#offset) + byteLength <= BigInt(this.#chunk.byteLength)) this.#offset += Number(byteLength)
    else this.#jump(this.position + byteLength)
  }

  /** A count, length or dimension: version 1 writes 32 bits, later ones 64. */
  size(): bigint {
    return this.#version === 1 ? BigInt(this.u32()) : this.u64()
  }

  /** A text behind its length; `limit` in bytes. */
  sizedText(limit: bigint): string {
    const byteLength = this.size()
    if (byteLength > limit && byteLength <= this.remaining)
      throw invalidGguf(`text of ${byteLength} bytes, allowed are ${limit}`)
    return this.text(byteLength)
  }

  /** Index into the chunk of the next bytes, which are then passed. */
  #take(byteLength: number): number {
    if (this.#offset + byteLength > this.#chunk.byteLength) this.#fill(byteLength)
    const at = this.#offset
    this.#offset += byteLength
    return at
  }

  #fill(byteLength: number): void {
    const from = this.position
    assertInFile(this.#file, from, BigInt(byteLength))
    const remaining = this.#file.byteLength - from
    if (from + BigInt(byteLength) > headerLimitBytes)
      throw new AibomError('AIBOM_GGUF_HEADER_TOO_LARGE', `GGUF header goes on past ${headerLimitBytes} bytes`)
    const wanted = BigInt(Math.max(byteLength, this.#nextLength))
    const bytes = this.#file.read(from, Number(wanted < remaining ? wanted : remaining))
    this.#chunk = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#chunkStart = from
    this.#offset = 0
    this.#nextLength = Math.min(this.#nextLength * 2, largestChunkBytes)
  }

  #jump(to: bigint): void {
    this.#chunkStart = to
    this.#chunk = new DataView(new ArrayBuffer(0))
    this.#offset = 0
  }
}

/** `AIBOM_GGUF_INVALID`; `what` ends the sentence. */
export function invalidGguf(what: string): AibomError {
  return new AibomError('AIBOM_GGUF_INVALID', `GGUF header is not valid: ${what}`)
}

/** More than the whole file has is a lie; what it could have held if it were not cut may be none. */
function assertInFile(file: ByteReader, position: bigint, byteLength: bigint): void {
  if (byteLength > file.byteLength)
    throw new AibomError('AIBOM_GGUF_COUNT', `GGUF header claims ${byteLength} bytes in a file of ${file.byteLength}`)
  if (byteLength > file.byteLength - position) throw truncated(position, byteLength, file)
}

function truncated(position: bigint, byteLength: bigint, file: ByteReader): AibomError {
  return new AibomError(
    'AIBOM_GGUF_TRUNCATED',
    `GGUF file is cut or lies: ${byteLength} bytes are claimed at ${position}, the file has ${file.byteLength}`,
  )
}
