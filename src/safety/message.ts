import {fieldText, readFields, signed, type WireField} from '../formats/protobuf.ts'
import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'
import type {Budget} from './budget.ts'
import type {Examination} from './reader.ts'

/** A protobuf message whose fields are taken by number. Small parts of it are held, payloads stay in the file. */
export interface Message {
  all(number: number): readonly WireField[]
  messages(number: number): Message[]
  text(number: number): string | undefined
  texts(number: number): string[]
  integer(number: number): number | undefined
  /** numbers of a repeated field, packed or not */
  integers(number: number): number[]
  readonly numbers: ReadonlySet<number>
  readonly begin: number
  readonly end: number
}

/** Numbers of one packed field that are read. */
const packedLimit = 4096

/** @throws {AibomError} `AIBOM_PROTOBUF_INVALID`; {@link LimitReached} */
export function readMessage(file: ByteReader, begin: number, end: number, budget: Budget): Message {
  const byNumber = new Map<number, WireField[]>()
  for (const field of readFields(file, begin, end)) {
    budget.spend('items')
    const fields = byNumber.get(field.number)
    if (fields === undefined) byNumber.set(field.number, [field])
    else fields.push(field)
  }
  const all = (number: number): readonly WireField[] => byNumber.get(number) ?? []
  const payloads = (number: number): readonly WireField[] => all(number).filter(({type}) => type === 2)
  return {
    all,
    messages: number => payloads(number).map(field => readMessage(file, field.begin, field.end, budget)),
    // of a field that stands twice readers take the last
    text(number) {
      const field = payloads(number).at(-1)
      return field === undefined ? undefined : fieldText(file, field)
    },
    texts: number => payloads(number).map(field => fieldText(file, field)),
    integer(number) {
      const field = all(number)
        .filter(({type}) => type === 0)
        .at(-1)
      return field === undefined ? undefined : signed(field)
    },
    integers: number => all(number).flatMap(field => (field.type === 0 ? [signed(field)] : packed(file, field))),
    numbers: new Set(byNumber.keys()),
    begin,
    end,
  }
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
