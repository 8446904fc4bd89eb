import type {WireField} from '../../formats/protobuf.ts'
import type {Message} from '../message.ts'

interface TypedField {
  readonly number: number
  /** bytes of one value; undefined where each is a field of its own */
  readonly bytes: number | undefined
  readonly valuesPerItem: number
}

/**
 * Fields that hold values one by one, of a fixed size, by the type of the tensor. Those of varying size are not
 * counted.
 */
const fields: ReadonlyMap<number, TypedField> = new Map([
  [1, {number: 4, bytes: 4, valuesPerItem: 1}],
  [14, {number: 4, bytes: 4, valuesPerItem: 2}],
  [11, {number: 10, bytes: 8, valuesPerItem: 1}],
  [15, {number: 10, bytes: 8, valuesPerItem: 2}],
  [8, {number: 6, bytes: undefined, valuesPerItem: 1}],
])

/**
 * How many values a tensor has that does not keep them as raw bytes; undefined where it has none, or none that can be
 * counted.
 */
export function typedCount(tensor: Message): {readonly found: number; needed(items: number): number} | undefined {
  const field = fields.get(tensor.integer(2) ?? 0)
  const parts = field === undefined ? [] : tensor.all(field.number)
  if (field === undefined || parts.length === 0) return undefined
  return {
    found: parts.reduce((sum, part) => sum + valuesIn(part, field.bytes), 0),
    needed: items => items * field.valuesPerItem,
  }
}

function valuesIn({type, begin, end}: WireField, bytes: number | undefined): number {
  return type !== 2 || bytes === undefined ? 1 : (end - begin) / bytes
}
