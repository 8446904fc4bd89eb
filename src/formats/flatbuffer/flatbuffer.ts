import {AibomError} from '../../lib/errors.ts'

/** Lengths of the vtable itself and of its table. */
const vtableHeadBytes = 4

/** A table of a flatbuffer. Every offset is checked against the buffer before it is followed. */
export class FlatTable {
  readonly #buffer: FlatBuffer
  /** where it is in the buffer: two places may lead to one table */
  readonly at: number
  readonly #vtable: number
  readonly #vtableBytes: number

  constructor(buffer: FlatBuffer, at: number) {
    this.#buffer = buffer
    this.at = at
    this.#vtable = at - buffer.i32(at)
    this.#vtableBytes = buffer.u16(this.#vtable)
    if (this.#vtableBytes < vtableHeadBytes) throw invalid(`the table at ${at} does not say what it has`)
    buffer.touch(this.#vtable, this.#vtableBytes)
    buffer.touch(at, buffer.u16(this.#vtable + 2))
  }

  i8(field: number): number {
    const at = this.#field(field)
    return at === undefined ? 0 : (this.#buffer.u8(at) << 24) >> 24
  }

  i32(field: number): number {
    const at = this.#field(field)
    return at === undefined ? 0 : this.#buffer.i32(at)
  }

  u32(field: number): number {
    return this.i32(field) >>> 0
  }

  u64(field: number): bigint {
    const at = this.#field(field)
    return at === undefined ? 0n : this.#buffer.u64(at)
  }

  text(field: number): string | undefined {
    const at = this.#target(field)
    return at === undefined ? undefined : this.#buffer.text(at)
  }

  /** The numbers of a vector. */
  integers(field: number): number[] {
    return this.items(field, 4).map(at => this.#buffer.i32(at))
  }

  /** The numbers of a vector of longs; those past 2^53 are not exact. */
  longs(field: number): number[] {
    return this.items(field, 8).map(at => Number(BigInt.asIntN(64, this.#buffer.u64(at))))
  }

  /** The texts of a vector. */
  texts(field: number): string[] {
    return this.items(field, 4).map(at => this.#buffer.text(at + this.#buffer.u32(at)))
  }

  /** Whether it has a field of a number that a format of `count` fields does not have. */
  hasMoreThan(count: number): boolean {
    const fields = Math.floor((this.#vtableBytes - 4) / 2)
    return Array.from({length: Math.max(0, fields - count)}).some(
      (_, index) => this.#field(count + index) !== undefined,
    )
  }

  table(field: number): FlatTable | undefined {
    const at = this.#target(field)
    return at === undefined ? undefined : new FlatTable(this.#buffer, at)
  }

  /** A vector of tables. */
  tables(field: number): FlatTable[] {
    const at = this.#target(field)
    if (at === undefined) return []
    return this.#buffer.vector(at, 4).map(place => new FlatTable(this.#buffer, place + this.#buffer.u32(place)))
  }

  /** Places of the items of a vector of scalars. */
  items(field: number, itemBytes: number): number[] {
    const at = this.#target(field)
    return at === undefined ? [] : this.#buffer.vector(at, itemBytes)
  }

  /** Accounts for a vector without listing it; @returns bytes */
  span(field: number, itemBytes: number): number {
    const at = this.#target(field)
    return at === undefined ? 0 : this.#buffer.spanOf(at, itemBytes)
  }

  #field(field: number): number | undefined {
    const entry = 4 + field * 2
    if (entry + 2 > this.#vtableBytes) return undefined
    const offset = this.#buffer.u16(this.#vtable + entry)
    return offset === 0 ? undefined : this.at + offset
  }

  #target(field: number): number | undefined {
    const at = this.#field(field)
    return at === undefined ? undefined : at + this.#buffer.u32(at)
  }
}

/**
 * A buffer that lost its end has offsets to what was there; those of a lie lead further than a file of this size had.
 */
const cutRatio = 64
const cutBytes = 4096
/** Items of one vector that are listed. */
const vectorLimit = 1_000_000
/** Bytes of a text that cost as much as an item of a vector. */
const bytesAnItem = 64

/** The bytes of a flatbuffer, and how far into them anything reaches. */
export class FlatBuffer {
  /** behind the last byte that something was found in */
  end = 8
  readonly #view: DataView
  readonly #spend: (items: number) => void

  /**
   * @param spend is told of the items of each vector that is listed, and of the length of each text: any number of
   * tables may lead to one of them
   */
  constructor(bytes: Uint8Array, spend: (items: number) => void) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#spend = spend
  }

  root(): FlatTable {
    return new FlatTable(this, this.u32(0))
  }

  u8(at: number): number {
    return this.#view.getUint8(this.#checked(at, 1))
  }

  u16(at: number): number {
    return this.#view.getUint16(this.#checked(at, 2), true)
  }

  i32(at: number): number {
    return this.#view.getInt32(this.#checked(at, 4), true)
  }

  u32(at: number): number {
    return this.#view.getUint32(this.#checked(at, 4), true)
  }

  u64(at: number): bigint {
    return this.#view.getBigUint64(this.#checked(at, 8), true)
  }

  text(at: number): string {
    const length = this.u32(at)
    this.#checked(at + 4, length)
    this.touch(at, 5 + length)
    this.#spend(1 + Math.floor(length / bytesAnItem))
    return Buffer.from(this.#view.buffer, this.#view.byteOffset + at + 4, length).toString('utf8')
  }

  vector(at: number, itemBytes: number): number[] {
    const count = this.u32(at)
    this.#checked(at + 4, count * itemBytes)
    if (count > vectorLimit) throw invalid(`a vector of ${count} items`)
    this.touch(at, 4 + count * itemBytes)
    this.#spend(count)
    return Array.from({length: count}, (_, index) => at + 4 + index * itemBytes)
  }

  spanOf(at: number, itemBytes: number): number {
    const byteLength = this.u32(at) * itemBytes
    this.#checked(at + 4, byteLength)
    this.touch(at, 4 + byteLength)
    return byteLength
  }

  touch(at: number, length: number): void {
    this.end = Math.max(this.end, at + length)
  }

  #checked(at: number, length: number): number {
    const end = at + length
    if (at < 0 || end > this.#view.byteLength * cutRatio + cutBytes)
      throw invalid(`an offset leads to byte ${at < 0 ? at : end}, the buffer has ${this.#view.byteLength}`)
    if (end > this.#view.byteLength)
      throw new AibomError(
        'AIBOM_FLATBUFFER_CUT',
        `the flatbuffer is cut: byte ${end} of ${this.#view.byteLength} is missing`,
      )
    return at
  }
}

function invalid(what: string): AibomError {
  return new AibomError('AIBOM_FLATBUFFER_INVALID', `the flatbuffer is broken: ${what}`)
}
