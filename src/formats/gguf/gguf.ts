import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {quote} from '../../lib/text/quote.ts'
import {GgufCursor, type GgufEncoding, invalidGguf} from './cursor.ts'
import {assertTensorsFit, elementsOf, type GgufTensor, nameLimitBytes, readTensors} from './tensors.ts'

/** A value that is no list; a bigint for the types of 64 bits. */
export type GgufScalar = string | number | bigint | boolean
/** A short array is kept; of a long one (a vocabulary) the length alone. */
export type GgufValue = GgufScalar | readonly GgufScalar[] | {readonly length: bigint}

/** All that stands before the tensors' data. */
export interface GgufHeader extends GgufEncoding {
  readonly values: ReadonlyMap<string, GgufValue>
  readonly tensors: readonly GgufTensor[]
  /** where the data part starts */
  readonly dataOffset: bigint
  /** where the list of tensors ends; padding follows */
  readonly headerEnd: bigint
}

const magic = 0x47475546
/** Real files have fewer than 200 keys and 20,000 tensors. */
const keyLimit = 100_000n
const tensorLimit = 500_000n
/** Chat templates, the longest texts, stay under 100 KB. */
const textLimitBytes = 4n * 1024n * 1024n
const defaultAlignment = 32n
/** Longest array that is kept whole: tags, languages, data sets. */
const keptElements = 256n

/** Bytes of the value types of fixed size. */
const fixedBytes: ReadonlyMap<number, bigint> = new Map([
  [0, 1n],
  [1, 1n],
  [2, 2n],
  [3, 2n],
  [4, 4n],
  [5, 4n],
  [6, 4n],
  [7, 1n],
  [10, 8n],
  [11, 8n],
  [12, 8n],
])
const stringType = 8
const arrayType = 9
/** The least that a text or an array inside an array takes: a 32-bit length, in version 1. */
const smallestElementBytes = 4n
/** Arrays of arrays are legal and unknown in real files. */
const arrayDepth = 4

/**
 * Reads the header of a GGUF file, versions 1 to 3, little and big endian, in growing ranges, and proves that the
 * tensors it lists lie inside the file, aligned, without overlap. No tensor data is read.
 * @throws {AibomError} `AIBOM_GGUF_MAGIC`, `AIBOM_GGUF_VERSION`, `AIBOM_GGUF_TRUNCATED`,
 *   `AIBOM_GGUF_HEADER_TOO_LARGE`, `AIBOM_GGUF_COUNT`,
 * `AIBOM_GGUF_INVALID`, `AIBOM_GGUF_LAYOUT`
 * @see ggml docs/gguf.md, "File Structure"
 */
export function readGguf(file: ByteReader): GgufHeader {
  const encoding = readEncoding(file)
  const cursor = new GgufCursor(file, 8n, encoding)
  const smallest = smallestBytes(encoding.version)
  const tensorCount = readCount(cursor, tensorLimit, smallest.tensor, 'tensors')
  const keyCount = readCount(cursor, keyLimit, smallest.key, 'keys')
  const values = readValues(cursor, keyCount)
  const tensors = readTensors(cursor, tensorCount)
  const alignment = alignmentOf(values)
  const dataOffset = alignUp(cursor.position, alignment)
  assertTensorsFit(tensors, alignment, tensors.length === 0 ? 0n : file.byteLength - dataOffset)
  return {
    ...encoding,
    values,
    tensors: tensors.map(({tensor}) => tensor),
    dataOffset,
    headerEnd: cursor.position,
  }
}

/** Elements of all tensors. */
export function countGgufParameters(header: GgufHeader): bigint {
  return header.tensors.reduce((sum, tensor) => sum + elementsOf(tensor.dimensions), 0n)
}

function readEncoding(file: ByteReader): GgufEncoding {
  if (file.byteLength < 8n)
    throw new AibomError(
      'AIBOM_GGUF_TRUNCATED',
      `GGUF file is truncated: ${file.byteLength} bytes cannot hold a header`,
    )
  const bytes = file.read(0n, 8)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  if (view.getUint32(0) !== magic) throw new AibomError('AIBOM_GGUF_MAGIC', 'no GGUF file: it does not start with GGUF')
  const little = view.getUint32(4, true)
  const big = view.getUint32(4)
  for (const [version, littleEndian] of [[little, true] as const, [big, false] as const]) {
    if (version >= 1 && version <= 3) return {littleEndian, version}
  }
  throw new AibomError('AIBOM_GGUF_VERSION', `GGUF version ${little} is not known, 1 to 3 are`)
}

/** The least that a key with its value and a tensor's description take. */
function smallestBytes(version: number): {key: bigint; tensor: bigint} {
  return version === 1 ? {key: 9n, tensor: 20n} : {key: 13n, tensor: 24n}
}

/** Compares a count with what the rest of the file could hold, before anything is allocated for it. */
function readCount(cursor: GgufCursor, limit: bigint, smallest: bigint, what: string): bigint {
  const count = cursor.size()
  if (count > limit || count * smallest > cursor.remaining) {
    throw new AibomError('AIBOM_GGUF_COUNT', `GGUF header claims ${count} ${what}, ${cursor.remaining} bytes follow`)
  }
  return count
}

function readValues(cursor: GgufCursor, count: bigint): ReadonlyMap<string, GgufValue> {
  const values = new Map<string, GgufValue>()
  for (let index = 0n; index < count; index += 1n) {
    const key = cursor.sizedText(nameLimitBytes)
    if (key === '') throw invalidGguf('a key is empty')
    if (values.has(key)) throw invalidGguf(`key ${quote(key)} stands there twice`)
    values.set(key, readValue(cursor, cursor.u32(), 0))
  }
  return values
}

function readValue(cursor: GgufCursor, type: number, depth: number): GgufValue {
  return type === arrayType ? readArray(cursor, depth) : readScalar(cursor, type)
}

type ScalarReader = (cursor: GgufCursor) => GgufScalar

/** Value types by number. */
const scalarReaders: ReadonlyMap<number, ScalarReader> = new Map<number, ScalarReader>([
  [0, cursor => cursor.view(1).getUint8(0)],
  [1, cursor => cursor.view(1).getInt8(0)],
  [2, cursor => cursor.view(2).getUint16(0, cursor.littleEndian)],
  [3, cursor => cursor.view(2).getInt16(0, cursor.littleEndian)],
  [4, cursor => cursor.u32()],
  [5, cursor => cursor.view(4).getInt32(0, cursor.littleEndian)],
  [6, cursor => cursor.view(4).getFloat32(0, cursor.littleEndian)],
  [7, cursor => cursor.view(1).getUint8(0) !== 0],
  [stringType, cursor => cursor.sizedText(textLimitBytes)],
  [10, cursor => cursor.u64()],
  [11, cursor => cursor.view(8).getBigInt64(0, cursor.littleEndian)],
  [12, cursor => cursor.view(8).getFloat64(0, cursor.littleEndian)],
])

function readScalar(cursor: GgufCursor, type: number): GgufScalar {
  const read = scalarReaders.get(type)
  if (read === undefined) throw invalidGguf(`value type ${type} is not known`)
  return read(cursor)
}

function readArray(cursor: GgufCursor, depth: number): GgufValue {
  const type = cursor.u32()
  const length = cursor.size()
  const fixed = fixedBytes.get(type)
  if (fixed === undefined && type !== stringType && type !== arrayType)
    throw invalidGguf(`array of the value type ${type}, which is not known`)
  if (depth >= arrayDepth) throw invalidGguf(`arrays nested deeper than ${arrayDepth}`)
  const smallest = fixed ?? smallestElementBytes
  if (length * smallest > cursor.remaining) {
    throw new AibomError(
      'AIBOM_GGUF_COUNT',
      `GGUF header claims an array of ${length}, ${cursor.remaining} bytes follow`,
    )
  }
  if (length <= keptElements && type !== arrayType)
    return Array.from({length: Number(length)}, () => readScalar(cursor, type))
  skipElements(cursor, type, length, depth)
  return {length}
}

function skipElements(cursor: GgufCursor, type: number, length: bigint, depth: number): void {
  const fixed = fixedBytes.get(type)
  if (fixed !== undefined) {
    cursor.skip(length * fixed)
    return
  }
  for (let index = 0n; index < length; index += 1n) {
    if (type === arrayType) readArray(cursor, depth + 1)
    else cursor.skip(cursor.size())
  }
}

function alignmentOf(values: ReadonlyMap<string, GgufValue>): bigint {
  const stated = values.get('general.alignment')
  if (stated === undefined) return defaultAlignment
  if (typeof stated !== 'number' || stated <= 0 || (stated & (stated - 1)) !== 0)
    throw invalidGguf(`general.alignment is not a power of two`)
  return BigInt(stated)
}

function alignUp(position: bigint, alignment: bigint): bigint {
  return ((position + alignment - 1n) / alignment) * alignment
}
