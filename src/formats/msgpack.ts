import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

/** A value of msgpack, payloads left in the file. Items of lists and maps follow it, each as a value of its own. */
export interface MsgpackValue {
  readonly kind: 'nil' | 'bool' | 'number' | 'text' | 'bytes' | 'list' | 'map' | 'extension'
  readonly depth: number
  /** of the whole value, or of the head of a list or map */
  readonly at: number
  /** of the payload */
  readonly begin: number
  readonly end: number
  /** of a number; of a list its items, of a map its pairs; of an extension its type */
  readonly value: number
}

const depthLimit = 128
const windowBytes = 64 * 1024

/** Bytes of the length, and the kind, by the first byte of the value. */
const sized: ReadonlyMap<number, readonly [kind: MsgpackValue['kind'], lengthBytes: 1 | 2 | 4]> = new Map([
  [0xc4, ['bytes', 1]],
  [0xc5, ['bytes', 2]],
  [0xc6, ['bytes', 4]],
  [0xc7, ['extension', 1]],
  [0xc8, ['extension', 2]],
  [0xc9, ['extension', 4]],
  [0xd9, ['text', 1]],
  [0xda, ['text', 2]],
  [0xdb, ['text', 4]],
  [0xdc, ['list', 2]],
  [0xdd, ['list', 4]],
  [0xde, ['map', 2]],
  [0xdf, ['map', 4]],
])
const numberBytes: ReadonlyMap<number, number> = new Map([
  [0xca, 4],
  [0xcb, 8],
  [0xcc, 1],
  [0xcd, 2],
  [0xce, 4],
  [0xcf, 8],
  [0xd0, 1],
  [0xd1, 2],
  [0xd2, 4],
  [0xd3, 8],
])

/**
 * Reads one msgpack value and all that is in it, in file order.
 * @throws {AibomError} `AIBOM_MSGPACK_INVALID`
 */
export function* readMsgpack(file: ByteReader, begin: number, end: number): Generator<MsgpackValue> {
  const cursor = new MsgpackCursor(file, begin, end)
  /** values that are still to come at each depth */
  const open = [1]
  while (open.length > 0) {
    const depth = open.length - 1
    const left = open[depth] ?? 0
    if (left === 0) {
      open.pop()
      continue
    }
    open[depth] = left - 1
    const value = cursor.next(depth)
    if (value.kind === 'list' || value.kind === 'map') {
      if (open.length > depthLimit) throw invalid(value.at, `values are nested deeper than ${depthLimit}`)
      open.push(value.kind === 'map' ? value.value * 2 : value.value)
    }
    yield value
  }
}

class MsgpackCursor {
  #position: number
  readonly #file: ByteReader
  readonly #end: number
  #window = Buffer.alloc(0)
  #windowStart = 0

  constructor(file: ByteReader, begin: number, end: number) {
    this.#file = file
    this.#position = begin
    this.#end = end
  }

  next(depth: number): MsgpackValue {
    const at = this.#position
    const first = this.#uint(1)
    const width = numberBytes.get(first)
    if (width !== undefined) return this.#number(first, depth, at, width)
    if (first >= 0xd4 && first <= 0xd8) return this.#payload('extension', depth, at, 1 << (first - 0xd4), this.#uint(1))
    const shape = sized.get(first)
    if (shape === undefined) return this.#short(first, depth, at)
    const [kind, lengthBytes] = shape
    const length = this.#uint(lengthBytes)
    if (kind === 'list' || kind === 'map') return this.#container(kind, depth, at, length)
    return this.#payload(kind, depth, at, length, kind === 'extension' ? this.#uint(1) : 0)
  }

  /** Values whose first byte says all, or their length too. */
  #short(first: number, depth: number, at: number): MsgpackValue {
    if (first <= 0x7f || first >= 0xe0)
      return {kind: 'number', depth, at, begin: at, end: at + 1, value: first <= 0x7f ? first : first - 256}
    if (first <= 0x8f) return this.#container('map', depth, at, first & 0x0f)
    if (first <= 0x9f) return this.#container('list', depth, at, first & 0x0f)
    if (first <= 0xbf) return this.#payload('text', depth, at, first & 0x1f, 0)
    if (first === 0xc1) throw invalid(at, 'a value of a type that msgpack does not have')
    return {kind: first === 0xc0 ? 'nil' : 'bool', depth, at, begin: at, end: at + 1, value: first & 1}
  }

  #container(kind: 'list' | 'map', depth: number, at: number, count: number): MsgpackValue {
    // every item takes a byte at least
    if (count > this.#end - this.#position) throw invalid(at, `a ${kind} of ${count} items is longer than the file`)
    return {kind, depth, at, begin: this.#position, end: this.#position, value: count}
  }

  #payload(kind: MsgpackValue['kind'], depth: number, at: number, length: number, value: number): MsgpackValue {
    const begin = this.#position
    if (length > this.#end - begin) throw invalid(at, `${length} bytes end behind the file`)
    this.#position += length
    return {kind, depth, at, begin, end: this.#position, value}
  }

  #number(first: number, depth: number, at: number, width: number): MsgpackValue {
    const begin = this.#position
    const bytes = this.#take(width)
    const isSigned = first >= 0xd0
    const integer =
      width === 8
        ? Number(isSigned ? bytes.readBigInt64BE() : bytes.readBigUInt64BE())
        : isSigned
          ? bytes.readIntBE(0, width)
          : bytes.readUIntBE(0, width)
    const value = first === 0xca ? bytes.readFloatBE() : first === 0xcb ? bytes.readDoubleBE() : integer
    return {kind: 'number', depth, at, begin, end: this.#position, value}
  }

  #uint(width: 1 | 2 | 4): number {
    return this.#take(width).readUIntBE(0, width)
  }

  #take(length: number): Buffer {
    if (this.#position + length > this.#end) throw invalid(this.#position, 'the file is cut')
    const index = this.#position - this.#windowStart
    if (index < 0 || index + length > this.#window.length) {
      this.#window = Buffer.from(
        this.#file.read(BigInt(this.#position), Math.min(windowBytes, this.#end - this.#position)),
      )
      this.#windowStart = this.#position
    }
    const start = this.#position - this.#windowStart
    this.#position += length
    return this.#window.subarray(start, start + length)
  }
}

function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_MSGPACK_INVALID', `the msgpack is cut or broken at byte ${at}: ${what}`)
}
