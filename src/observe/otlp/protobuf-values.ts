import {fieldText, readFields, type WireField} from '../../formats/protobuf.ts'
import type {ByteReader} from '../../lib/byte-reader.ts'
import {type AttributeValue, attributeLimit, valueDepthLimit} from './record.ts'

const anyField = {text: 1, bool: 2, integer: 3, double: 4, list: 5, pairs: 6}
const pairField = {key: 1, value: 2}
const idBytes = 16

/** The attributes of a message: its fields of that number are pairs of a key and a value. */
export function readAttributes(
  file: ByteReader,
  {begin, end}: Pick<WireField, 'begin' | 'end'>,
  wanted: number,
): [string, AttributeValue][] {
  return pairs(file, begin, end, wanted, 0)
}

function pairs(
  file: ByteReader,
  begin: number,
  end: number,
  wanted: number,
  depth: number,
): [string, AttributeValue][] {
  const read: [string, AttributeValue][] = []
  for (const field of readFields(file, begin, end))
    if (field.number === wanted && field.type === 2) read.push(pairOf(file, field, depth))
  return read
}

function pairOf(file: ByteReader, at: WireField, depth: number): [string, AttributeValue] {
  let key = ''
  let value: AttributeValue
  for (const field of readFields(file, at.begin, at.end)) {
    if (field.type !== 2) continue
    if (field.number === pairField.key) key = fieldText(file, field)
    else if (field.number === pairField.value) value = readValue(file, field, depth)
  }
  return [key, value]
}

/** One value; undefined where it is too long, too deep or empty. */
export function readValue(file: ByteReader, at: WireField, depth: number): AttributeValue {
  if (depth > valueDepthLimit) return undefined
  for (const field of readFields(file, at.begin, at.end))
    return field.type === 2 ? readParts(file, field, depth) : readNumber(file, field)
  return undefined
}

function readNumber(file: ByteReader, field: WireField): AttributeValue {
  if (field.number === anyField.bool) return field.value !== 0n
  if (field.number === anyField.integer) return Number(BigInt.asIntN(64, field.value))
  return field.number === anyField.double && field.type === 1 ? viewOf(file, field).getFloat64(0, true) : undefined
}

function readParts(file: ByteReader, field: WireField, depth: number): AttributeValue {
  const {number, begin, end} = field
  if (number === anyField.text) return end - begin > attributeLimit ? undefined : fieldText(file, field, attributeLimit)
  if (number === anyField.pairs) return Object.fromEntries(pairs(file, begin, end, 1, depth + 1))
  if (number !== anyField.list) return undefined
  const items: AttributeValue[] = []
  for (const item of readFields(file, begin, end))
    if (item.number === 1 && item.type === 2) items.push(readValue(file, item, depth + 1))
  return items
}

/** Bytes of an id as hex. */
export function readHex(file: ByteReader, {begin, end}: WireField): string {
  return Buffer.from(file.read(BigInt(begin), Math.min(end - begin, idBytes))).toString('hex')
}

/** Nanoseconds since the epoch, a fixed number of 64 bits, as milliseconds. */
export function readTime(file: ByteReader, field: WireField): number {
  return Number(viewOf(file, field).getBigUint64(0, true)) / 1e6
}

function viewOf(file: ByteReader, {begin}: WireField): DataView {
  const bytes = file.read(BigInt(begin), 8)
  return new DataView(bytes.buffer, bytes.byteOffset, 8)
}
