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

/**
 * Reads the fields of a protobuf message one after the other.
 * @throws {AibomError} `AIBOM_PROTOBUF_INVALID` where the bytes are no message, or a field ends behind it
 */
export function* readFields(file: ByteReader, begin: number, end: number): Generator<WireField> {
  const cursor = new WireCursor(file, begin, end)
  while (cursor.position < end) {
    const at = cursor.position
    const tag = cursor.varint()
    const number = Number(tag >> 3n)
    const type = Number(tag & 7n)
    if (number === 0 || number > 0x1fffffff) throw invalid(at, 'a field of an impossible number')
    if (type === 0) {
      const begun = cursor.position
      yield {number, type, value: cursor.varint(), begin: begun, end: cursor.position}
    } else if (type === 1 || type === 5) yield {number, type, value: 0n, ...cursor.skip(type === 1 ? 8 : 4)}
    else if (type === 2) yield {number, type, value: 0n, ...cursor.skip(Number(cursor.varint()))}
    else throw invalid(at, `a field of the type ${type}`)
  }
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
  readonly #file: ByteReader
  readonly #end: number
  #window: Uint8Array = new Uint8Array()
  #windowStart = 0

  constructor(file: ByteReader, begin: number, end: number) {
    this.#file = file
    this.position = begin
    this.#end = end
  }

  varint(): bigint {
    const at = this.position
    let low = 0
    for (let index = 0; index < longestVarint; index++) {
      const byte = this.#byte()
      if (index < 4) {
        low += (byte & 0x7f) * 2 ** (7 * index)
        if (byte < 0x80) return BigInt(low)
        continue
      }
      return this.#longVarint(at)
    }
    throw invalid(at, 'a number without an end')
  }

  skip(length: number): {readonly begin: number; readonly end: number} {
    const begin = this.position
    if (length > this.#end - begin) throw invalid(begin, `a field of ${length} bytes ends behind its message`)
    this.position += length
    return {begin, end: this.position}
  }

  #longVarint(at: number): bigint {
    this.position = at
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
    const index = this.position - this.#windowStart
    if (index < 0 || index >= this.#window.length) {
      this.#window = this.#file.read(BigInt(this.position), Math.min(windowBytes, this.#end - this.position)).slice()
      this.#windowStart = this.position
    }
    return this.#window[this.position++ - this.#windowStart] ?? 0
  }
}

function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_PROTOBUF_INVALID', `the protobuf message is cut or broken at byte ${at}: ${what}`)
}
