import {fieldText, readFields, signed, type WireField, WireSource} from '../formats/protobuf.ts'
import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'
import {type Budget, LimitReached} from './budget.ts'
import type {Examination} from './reader.ts'

/** Numbers of one packed field that are read. */
const packedLimit = 4096

/** A protobuf message whose fields are taken by number. Small parts of it are held, payloads stay in the file. */
export class Message {
  readonly begin: number
  readonly end: number
  readonly #file: ByteReader
  readonly #budget: Budget
  readonly #source: WireSource
  readonly #fields: readonly WireField[]

  /** @param source of the message around this one */
  constructor(
    file: ByteReader,
    {begin, end}: {readonly begin: number; readonly end: number},
    budget: Budget,
    source = new WireSource(file, end),
  ) {
    this.begin = begin
    this.end = end
    this.#file = file
    this.#budget = budget
    this.#source = source
    const fields: WireField[] = []
    for (const field of readFields(file, begin, end, source)) {
      budget.spend('items')
      fields.push(field)
    }
    this.#fields = fields
  }

  get numbers(): ReadonlySet<number> {
    return new Set(this.#fields.map(({number}) => number))
  }

  all(number: number): readonly WireField[] {
    return this.#fields.filter(field => field.number === number)
  }

  messages(number: number): Message[] {
    return [...this.each(number)]
  }

  /** Like {@link messages}, one at a time: a graph has a hundred thousand nodes. */
  *each(number: number): Generator<Message> {
    for (const field of this.#fields)
      if (field.number === number && field.type === 2) yield new Message(this.#file, field, this.#budget, this.#source)
  }

  /** Of a field that stands twice readers take the last. */
  text(number: number): string | undefined {
    const field = this.#fields.findLast(each => each.number === number && each.type === 2)
    return field === undefined ? undefined : fieldText(this.#file, field)
  }

  texts(number: number): string[] {
    return this.all(number).flatMap(field => (field.type === 2 ? [fieldText(this.#file, field)] : []))
  }

  /** @throws {LimitReached} where a field is longer than `limit` */
  payloads(number: number, limit: number): Uint8Array[] {
    return this.all(number).flatMap(({type, begin, end}) => {
      if (type !== 2) return []
      if (end - begin > limit) throw new LimitReached(`a field of more than ${limit} bytes`)
      return [this.#file.read(BigInt(begin), end - begin)]
    })
  }

  integer(number: number): number | undefined {
    const field = this.#fields.findLast(each => each.number === number && each.type === 0)
    return field === undefined ? undefined : signed(field)
  }

  /** Numbers of a repeated field, packed or not. */
  integers(number: number): number[] {
    return this.all(number).flatMap(field => (field.type === 0 ? [signed(field)] : packed(this.#file, field)))
  }
}

/** @throws {AibomError} `AIBOM_PROTOBUF_INVALID`; {@link LimitReached} */
export function readMessage(file: ByteReader, begin: number, end: number, budget: Budget): Message {
  return new Message(file, {begin, end}, budget)
}

/** The message of a whole file; undefined where its bytes are none. */
export function messageOf(file: ByteReader, budget: Budget): Message | undefined {
  try {
    return readMessage(file, 0, Number(file.byteLength), budget)
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_PROTOBUF_INVALID') return undefined
    throw error
  }
}

function packed(file: ByteReader, {begin, end}: WireField): number[] {
  const numbers: number[] = []
  const bytes = file.read(BigInt(begin), Math.min(end - begin, packedLimit * 10))
  let value = 0n
  let shift = 0n
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80 && shift < 70n) continue
    numbers.push(Number(BigInt.asIntN(64, value)))
    if (numbers.length === packedLimit) break
    value = 0n
    shift = 0n
  }
  return numbers
}

/** Whether every field has a number that the format defines. */
export function knowsAll(message: Message, known: ReadonlySet<number>): boolean {
  return [...message.numbers].every(number => known.has(number))
}

/** Accounts for the fields of a whole file that its format defines; the content of others belongs to nothing. */
export function coverFields(file: Examination, known: ReadonlySet<number>): void {
  let position = 0
  for (const {number, begin, end} of readFields(file.bytes, 0, file.byteLength)) {
    file.cover(position, known.has(number) ? end : begin)
    position = end
  }
}
