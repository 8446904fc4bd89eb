import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'

/** First range asked for: most headers without a tokenizer fit. Each further one is twice as long, so that a remote header costs few requests. */
const firstChunkBytes = 64 * 1024
const largestChunkBytes = 8 * 1024 * 1024
/** Headers with a vocabulary of 260,000 tokens have some 20 MB. */
const headerLimitBytes = 128n * 1024n * 1024n

/** Reads forward through a header of unknown length. Everything it gives is copied or decoded: nothing keeps a chunk alive. */
export interface GgufCursor {
  readonly position: bigint
  /** what the file still has from here */
  readonly remaining: bigint
  readonly littleEndian: boolean
  /** the next bytes, valid until the next call */
  view(byteLength: number): DataView
  u32(): number
  u64(): bigint
  /** UTF-8, bad sequences replaced */
  text(byteLength: bigint): string
  skip(byteLength: bigint): void
  /** a count, length or dimension: version 1 writes 32 bits, later ones 64 */
  size(): bigint
  /** a text behind its length; `limit` in bytes */
  sizedText(limit: bigint): string
}

/** How a header writes its numbers: both are told by its first 8 bytes. */
export interface GgufEncoding {
  readonly version: number
  readonly littleEndian: boolean
}

/** @throws {AibomError} `AIBOM_GGUF_TRUNCATED`, `AIBOM_GGUF_HEADER_TOO_LARGE`, `AIBOM_GGUF_INVALID` from every method */
export function ggufCursor(file: ByteReader, start: bigint, {version, littleEndian}: GgufEncoding): GgufCursor {
  const decoder = new TextDecoder()
  let chunk: DataView = new DataView(new ArrayBuffer(0))
  let chunkStart = start
  let offset = 0
  let nextLength = firstChunkBytes

  function position(): bigint {
    return chunkStart + BigInt(offset)
  }

  const assertRemaining = (byteLength: bigint): void => assertInFile(file, position(), byteLength)

  function fill(byteLength: number): void {
    assertRemaining(BigInt(byteLength))
    const from = position()
    const remaining = file.byteLength - from
    if (from + BigInt(byteLength) > headerLimitBytes)
      throw new AibomError('AIBOM_GGUF_HEADER_TOO_LARGE', `GGUF header goes on past ${headerLimitBytes} bytes`)
    const wanted = BigInt(Math.max(byteLength, nextLength))
    const bytes = file.read(from, Number(wanted < remaining ? wanted : remaining))
    chunk = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    chunkStart = from
    offset = 0
    nextLength = Math.min(nextLength * 2, largestChunkBytes)
  }

  function jump(to: bigint): void {
    chunkStart = to
    chunk = new DataView(new ArrayBuffer(0))
    offset = 0
  }

  /** Index into the chunk of the next bytes, which are then passed. */
  function take(byteLength: number): number {
    if (offset + byteLength > chunk.byteLength) fill(byteLength)
    const at = offset
    offset += byteLength
    return at
  }

  const cursor: GgufCursor = {
    get position() {
      return position()
    },
    get remaining() {
      return file.byteLength - position()
    },
    littleEndian,
    view(byteLength) {
      const at = take(byteLength)
      return new DataView(chunk.buffer, chunk.byteOffset + at, byteLength)
    },
    u32() {
      const at = take(4)
      return chunk.getUint32(at, littleEndian)
    },
    u64() {
      const at = take(8)
      return chunk.getBigUint64(at, littleEndian)
    },
    text(byteLength) {
      assertRemaining(byteLength)
      const at = take(Number(byteLength))
      return decoder.decode(new Uint8Array(chunk.buffer, chunk.byteOffset + at, Number(byteLength)))
    },
    skip(byteLength) {
      assertRemaining(byteLength)
      if (BigInt(offset) + byteLength <= BigInt(chunk.byteLength)) offset += Number(byteLength)
      else jump(position() + byteLength)
    },
    size: () => (version === 1 ? BigInt(cursor.u32()) : cursor.u64()),
    sizedText(limit) {
      const byteLength = cursor.size()
      if (byteLength > limit && byteLength <= cursor.remaining) throw invalidGguf(`text of ${byteLength} bytes, allowed are ${limit}`)
      return cursor.text(byteLength)
    },
  }
  return cursor
}

/** `AIBOM_GGUF_INVALID`; `what` ends the sentence. */
export function invalidGguf(what: string): AibomError {
  return new AibomError('AIBOM_GGUF_INVALID', `GGUF header is not valid: ${what}`)
}

/** More than the whole file has is a lie; what it could have held if it were not cut may be none. */
function assertInFile(file: ByteReader, position: bigint, byteLength: bigint): void {
  if (byteLength > file.byteLength) throw new AibomError('AIBOM_GGUF_COUNT', `GGUF header claims ${byteLength} bytes in a file of ${file.byteLength}`)
  if (byteLength > file.byteLength - position) throw truncated(position, byteLength, file)
}

function truncated(position: bigint, byteLength: bigint, file: ByteReader): AibomError {
  return new AibomError(
    'AIBOM_GGUF_TRUNCATED',
    `GGUF file is cut or lies: ${byteLength} bytes are claimed at ${position}, the file has ${file.byteLength}`,
  )
}
