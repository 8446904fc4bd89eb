import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

/** A value of UBJSON as JSON has it; lists of fractions are passed over and stand as their length. */
export type UbjsonValue =
  | null
  | boolean
  | number
  | string
  | readonly UbjsonValue[]
  | ReadonlyMap<string, UbjsonValue>
  | {readonly length: number}

const depthLimit = 128
const widths: ReadonlyMap<string, number> = new Map([
  ['i', 1],
  ['U', 1],
  ['I', 2],
  ['l', 4],
  ['L', 8],
  ['d', 4],
  ['D', 8],
])
const textLimit = 1024 * 1024

/**
 * Reads UBJSON (draft 12) as XGBoost writes it.
 * @param onItem called for each value; throws to stop
 * @returns the value, and where it ends
 * @throws {AibomError} `AIBOM_UBJSON_INVALID`
 */
export function readUbjson(file: ByteReader, onItem: () => void): {readonly value: UbjsonValue; readonly end: number} {
  const cursor = new UbjsonCursor(file, onItem)
  return {value: cursor.value(cursor.mark(), 0), end: cursor.position}
}

class UbjsonCursor {
  position = 0
  readonly #file: ByteReader
  readonly #end: number
  readonly #onItem: () => void

  constructor(file: ByteReader, onItem: () => void) {
    this.#file = file
    this.#end = Number(file.byteLength)
    this.#onItem = onItem
  }

  mark(): string {
    for (;;) {
      const mark = String.fromCharCode(this.#take(1)[0] ?? 0)
      if (mark !== 'N') return mark
    }
  }

  value(mark: string, depth: number): UbjsonValue {
    this.#onItem()
    if (depth > depthLimit) throw this.#invalid(`values are nested deeper than ${depthLimit}`)
    if (mark === 'Z') return null
    if (mark === 'T' || mark === 'F') return mark === 'T'
    if (mark === 'S' || mark === 'H') return this.#text()
    if (mark === 'C') return String.fromCharCode(this.#take(1)[0] ?? 0)
    if (widths.has(mark)) return this.#number(mark)
    if (mark === '[') return this.#list(depth)
    if (mark === '{') return this.#map(depth)
    throw this.#invalid(`a value of the type ${JSON.stringify(mark)}`)
  }

  #list(depth: number): UbjsonValue {
    const {type, count, next} = this.#head()
    const width = type === undefined ? undefined : widths.get(type)
    if (width !== undefined && count !== undefined) {
      const begin = this.position
      this.#skip(count * width)
      return type === 'd' || type === 'D' ? {length: count} : this.#integers(type ?? '', begin, count)
    }
    const items: UbjsonValue[] = []
    let mark = next
    while (count === undefined || items.length < count) {
      const begun = type ?? mark ?? this.mark()
      mark = undefined
      if (count === undefined && begun === ']') break
      items.push(this.value(begun, depth + 1))
    }
    return items
  }

  #integers(type: string, begin: number, count: number): number[] {
    const width = widths.get(type) ?? 1
    const bytes = Buffer.from(this.#file.read(BigInt(begin), count * width))
    return Array.from({length: count}, (_, index) => integerAt(bytes, type, index * width))
  }

  #map(depth: number): UbjsonValue {
    const {type, count, next} = this.#head()
    const members = new Map<string, UbjsonValue>()
    let mark = next
    for (let read = 0; count === undefined || read < count; read++) {
      const begun = mark ?? this.mark()
      mark = undefined
      if (count === undefined && begun === '}') break
      const name = this.#text(begun)
      if (members.has(name)) throw this.#invalid(`the name ${JSON.stringify(name)} a second time`)
      members.set(name, this.value(type ?? this.mark(), depth + 1))
    }
    return members
  }

  /** `$` type and `#` count, where they stand; else the mark that was read in looking for them. */
  #head(): {readonly type: string | undefined; readonly count: number | undefined; readonly next: string | undefined} {
    let mark = this.mark()
    let type: string | undefined
    if (mark === '$') {
      type = this.mark()
      mark = this.mark()
    }
    if (mark !== '#') {
      if (type !== undefined) throw this.#invalid('a type without a count')
      return {type, count: undefined, next: mark}
    }
    const count = this.#length(this.mark())
    return {type, count, next: undefined}
  }

  #text(mark = this.mark()): string {
    const length = this.#length(mark)
    const begin = this.position
    this.#skip(length)
    return Buffer.from(this.#file.read(BigInt(begin), Math.min(length, textLimit))).toString('utf8')
  }

  #length(mark: string): number {
    const length = widths.has(mark) ? this.#number(mark) : Number.NaN
    if (!Number.isSafeInteger(length) || length < 0 || length > this.#end) throw this.#invalid(`the length ${length}`)
    return length
  }

  #number(mark: string): number {
    const width = widths.get(mark) ?? 0
    const bytes = Buffer.from(this.#take(width))
    if (mark === 'd') return bytes.readFloatBE()
    if (mark === 'D') return bytes.readDoubleBE()
    return integerAt(bytes, mark, 0)
  }

  #take(length: number): Uint8Array {
    const begin = this.position
    this.#skip(length)
    return this.#file.read(BigInt(begin), length)
  }

  #skip(length: number): void {
    if (length > this.#end - this.position) throw this.#invalid('the file is cut')
    this.position += length
  }

  #invalid(what: string): AibomError {
    return new AibomError('AIBOM_UBJSON_INVALID', `the UBJSON is cut or broken at byte ${this.position}: ${what}`)
  }
}

function integerAt(bytes: Buffer, type: string, at: number): number {
  if (type === 'L') return Number(bytes.readBigInt64BE(at))
  return type === 'U' ? bytes.readUInt8(at) : bytes.readIntBE(at, widths.get(type) ?? 1)
}
