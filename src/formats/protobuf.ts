import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

/** One field of a message, its payload left in the file. */
export interface WireField {
  readonly number: number
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes */
  readonly type: 0 | 1 | 2 | 5
  /** of a varint, as unsigned 64 bits */
  readonly value: bigint
  /** of the payload */
  readonly begin: number
  readonly end: number
}

/** Read at once: fields of names and numbers are small, and payloads are passed over. */
const windowBytes = 16 * 1024
const longestVarint = 10
/** Bytes of a varint whose value is an exact number. */
const exactVarint = 7
const largestNumber = 0x1fffffff
const fixedBytes: Readonly<Record<number, number>> = {1: 8, 5: 4}

/** The bytes of a message and of all messages inside it, one window of them at a time. */
export class WireSource {
  readonly #file: ByteReader
  readonly #end: number
  #window: Uint8Array = new Uint8Array()
  #windowStart = 0

  /** @param end of the outermost message: nothing behind it is read */
  constructor(file: ByteReader, end: number) {
    this.#file = file
    this.#end = end
  }

  byte(at: number): number {
    const index = at - this.#windowStart
    if (index >= 0 && index < this.#window.length) return this.#window[index] ?? 0
    this.#window = this.#file.read(BigInt(at), Math.min(windowBytes, this.#end - at)).slice()
    this.#windowStart = at
    return this.#window[0] ?? 0
  }
}

/**
 * Reads the fields of a protobuf message one after the other.
 * @param source of a message around this one, where one was read
 * @throws {AibomError} `AIBOM_PROTOBUF_INVALID` where the bytes are no message, or a field ends behind it
 */
export function* readFields(
  file: ByteReader,
  begin: number,
  end: number,
  source = new WireSource(file, end),
): Generator<WireField> {
  const cursor = new WireCursor(source, begin, end)
  while (cursor.position < end) yield readField(cursor)
}

function readField(cursor: WireCursor): WireField {
  const at = cursor.position
  const tag = cursor.number()
  const number = Math.floor(tag / 8)
  const type = tag % 8
  if (number === 0 || number > largestNumber) throw invalid(at, 'a field of an impossible number')
  const begun = cursor.position
  if (type === 0) return {number, type, value: cursor.varint(), begin: begun, end: cursor.position}
  if (type !== 1 && type !== 2 && type !== 5) throw invalid(at, `a field of the type ${type}`)
  const begin = cursor.skip(fixedBytes[type] ?? cursor.number())
  return {number, type, value: 0n, begin, end: cursor.position}
}

/** A field as text; at most `limit` bytes of it. */
export function fieldText(file: ByteReader, {begin, end}: WireField, limit = 64 * 1024): string {
  return Buffer.from(file.read(BigInt(begin), Math.min(end - begin, limit))).toString('utf8')
}

/** A varint as a signed number of 64 bits. */
export function signed({value}: WireField): number {
  return Number(BigInt.asIntN(64, value))
}

class WireCursor {
  position: number
  readonly #source: WireSource
  readonly #end: number

  constructor(source: WireSource, begin: number, end: number) {
    this.#source = source
    this.position = begin
    this.#end = end
  }

  /** A varint as a number, of which those past 2^53 are not exact. */
  number(): number {
    const at = this.position
    let value = 0
    for (let index = 0; index < exactVarint; index++) {
      const byte = this.#byte()
      value += (byte & 0x7f) * 2 ** (7 * index)
      if (byte < 0x80) return value
    }
    this.position = at
    return Number(this.#longVarint())
  }

  /** A varint as unsigned 64 bits. */
  varint(): bigint {
    const first = this.#byte()
    if (first < 0x80) return BigInt(first)
    this.position--
    return this.#longVarint()
  }

  /** @returns where the bytes passed over begin */
  skip(length: number): number {
    const begin = this.position
    if (length > this.#end - begin) throw invalid(begin, `a field of ${length} bytes ends behind its message`)
    this.position += length
    return begin
  }

  #longVarint(): bigint {
    const at = this.position
    let value = 0n
    for (let index = 0n; index < BigInt(longestVarint); index++) {
      const byte = this.#byte()
      value |= BigInt(byte & 0x7f) << (7n * index)
      if (byte < 0x80) return value & 0xffffffffffffffffn
    }
    throw invalid(at, 'a number without an end')
  }

  #byte(): number {
    if (this.position >= this.#end) throw invalid(this.position, 'the message is cut')
    return this.#source.byte(this.position++)
  }
}

function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_PROTOBUF_INVALID', `the protobuf message is cut or broken at byte ${at}: ${what}`)
}
