import type {ByteReader} from '../lib/byte-reader.ts'
import {sha256Hex} from '../lib/digest.ts'
import {AibomError, messageOf} from '../lib/errors.ts'
import {isJsonObject, type JsonObject, type JsonValue, parseStrictJson} from '../lib/parse/strict-json.ts'
import {sortedBy} from '../lib/sort.ts'
import {quote} from '../lib/text/quote.ts'

/** A tensor as the header describes it; nothing of its data. */
export interface SafetensorsTensor {
  readonly name: string
  readonly dtype: string
  /** elements, row-major; empty for a scalar */
  readonly shape: readonly bigint[]
  /** bytes, relative to the data part */
  readonly begin: bigint
  readonly end: bigint
}

/** What the JSON before the data says. */
export interface SafetensorsHeader {
  /** as the file lists them */
  readonly tensors: readonly SafetensorsTensor[]
  /** `__metadata__`, string → string */
  readonly metadata: ReadonlyMap<string, string>
  /** what the header says of tensors beyond the format, as `tensor.key`: readers ignore it */
  readonly extraKeys: readonly string[]
  /** of the JSON header */
  readonly headerLength: number
}

/** Largest header the format allows: real ones stay under 10 MB, a hostile length field may say 2^63. */
const headerLimitBytes = 100_000_000n
const prefixBytes = 8n
/** Nesting of a well-formed header: the object, a tensor, its shape. */
const headerDepth = 3
const tensorKeys: ReadonlySet<string> = new Set(['dtype', 'shape', 'data_offsets'])
/** The format counts in 64 bits; a product past it is a lie. */
const largestSize = 2n ** 64n - 1n
const bitsByDtype: ReadonlyMap<string, bigint> = new Map([
  ['F4', 4n],
  ['F6_E2M3', 6n],
  ['F6_E3M2', 6n],
  ['BOOL', 8n],
  ['U8', 8n],
  ['I8', 8n],
  ['F8_E4M3', 8n],
  ['F8_E4M3FNUZ', 8n],
  ['F8_E5M2', 8n],
  ['F8_E5M2FNUZ', 8n],
  ['F8_E8M0', 8n],
  ['U16', 16n],
  ['I16', 16n],
  ['F16', 16n],
  ['BF16', 16n],
  ['U32', 32n],
  ['I32', 32n],
  ['F32', 32n],
  ['U64', 64n],
  ['I64', 64n],
  ['F64', 64n],
  ['C64', 64n],
])

/**
 * Reads the JSON header of a safetensors file and proves that it describes the whole file: known dtypes, sizes that fit
 * their shapes, ranges that tile the data part without hole or overlap up to the end of the file.
 *
 * Layout: u64 little-endian header length N, then N bytes of UTF-8 JSON, then the tensor data, which is not touched.
 * @param file any size; two range reads are made, 8 + N bytes in all
 * @throws {AibomError} `AIBOM_SAFETENSORS_TRUNCATED`, `AIBOM_SAFETENSORS_HEADER_TOO_LARGE`,
 *   `AIBOM_SAFETENSORS_HEADER_INVALID`, `AIBOM_SAFETENSORS_LAYOUT`
 * @see safetensors README, "Format"
 */
export function readSafetensorsHeader(file: ByteReader): SafetensorsHeader {
  if (file.byteLength < prefixBytes) throw truncated(`${file.byteLength} bytes cannot hold a header`)
  const prefix = file.read(0n, Number(prefixBytes))
  const length = new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true)
  if (length > headerLimitBytes)
    throw new AibomError(
      'AIBOM_SAFETENSORS_HEADER_TOO_LARGE',
      `header of ${length} bytes, allowed are ${headerLimitBytes}`,
    )
  if (prefixBytes + length > file.byteLength)
    throw truncated(`header of ${length} bytes in a file of ${file.byteLength}`)
  const header = parseHeader(file.read(prefixBytes, Number(length)))
  assertTiled(header.tensors, file.byteLength - prefixBytes - length)
  return {...header, headerLength: Number(length)}
}

/** Elements of all tensors, as stored: packed quantised tensors count their containers. */
export function countParameters(header: SafetensorsHeader): bigint {
  return header.tensors.reduce((sum, tensor) => sum + elementsOf(tensor.shape), 0n)
}

/** dtype → elements of it, by dtype name. */
export function dtypeHistogram(header: SafetensorsHeader): ReadonlyMap<string, bigint> {
  const counts = new Map<string, bigint>()
  for (const {dtype, shape} of header.tensors) counts.set(dtype, (counts.get(dtype) ?? 0n) + elementsOf(shape))
  return new Map(sortedBy(counts, ([dtype]) => dtype))
}

/** A tensor as the fingerprint sees it. */
export interface NamedShape {
  readonly name: string
  readonly shape: readonly bigint[]
}

/**
 * Fingerprint of an architecture: SHA-256 over one line `name<TAB>d0,d1,…<LF>` a tensor, sorted by name (code units).
 * Equal for two files with equal tensor names and shapes, whatever their dtypes, values and metadata, so a fine-tune
 * has its base model's.
 */
export function tensorFingerprint(tensors: readonly NamedShape[]): string {
  const lines = tensors.map(({name, shape}) => `${name}\t${shape.join(',')}\n`)
  return sha256Hex(sortedBy(lines, line => line).join(''))
}

function parseHeader(bytes: Uint8Array): Omit<SafetensorsHeader, 'headerLength'> {
  if (bytes[0] !== 0x7b) throw invalid('it does not start with {')
  const root = parseRoot(bytes)
  const tensors: SafetensorsTensor[] = []
  const extraKeys: string[] = []
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const [name, value] of Object.entries(root)) {
    if (name === '__metadata__') metadata = toMetadata(value)
    else {
      tensors.push(toTensor(name, value))
      for (const key of extraKeysOf(name, value)) extraKeys.push(key)
    }
  }
  return {tensors, metadata, extraKeys}
}

function extraKeysOf(name: string, value: JsonValue): string[] {
  const keys = isJsonObject(value) ? Object.keys(value) : []
  return keys.filter(key => !tensorKeys.has(key)).map(key => `${name}.${key}`)
}

function parseRoot(bytes: Uint8Array): JsonObject {
  try {
    const {value, duplicates} = parseStrictJson(
      new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes),
      {
        maxDepth: headerDepth,
        integersOnly: true,
      },
    )
    if (duplicates.length > 0) throw invalid(`${quote(String(duplicates[0]))} stands there twice`)
    if (!isJsonObject(value)) throw invalid('it is not an object')
    return value
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_SAFETENSORS_HEADER_INVALID') throw error
    throw invalid(messageOf(error), error)
  }
}

function toMetadata(value: JsonValue): ReadonlyMap<string, string> {
  if (!isJsonObject(value)) throw invalid('__metadata__ is not an object')
  return new Map(
    Object.entries(value).map(([name, text]) => {
      if (typeof text !== 'string') throw invalid(`__metadata__ ${quote(name)} is not a string`)
      return [name, text]
    }),
  )
}

function toTensor(name: string, value: JsonValue): SafetensorsTensor {
  if (!isJsonObject(value)) throw invalid(`tensor ${quote(name)} is not an object`)
  const {dtype, shape: shapeValue, data_offsets: offsetsValue} = value
  if (typeof dtype !== 'string') throw invalid(`tensor ${quote(name)} has no dtype`)
  const shape = toSizes(shapeValue)
  const [begin, end, ...rest] = toSizes(offsetsValue) ?? []
  if (shape === undefined) throw invalid(`tensor ${quote(name)} has no shape`)
  if (begin === undefined || end === undefined || rest.length > 0)
    throw invalid(`tensor ${quote(name)} does not have two data_offsets`)
  if (begin > end) throw layout(`tensor ${quote(name)} ends at ${end}, before it begins at ${begin}`)
  const byteLength = byteLengthOf(name, dtype, shape)
  if (byteLength !== end - begin) throw layout(`tensor ${quote(name)} needs ${byteLength} bytes and has ${end - begin}`)
  return {name, dtype, shape, begin, end}
}

function toSizes(value: JsonValue | undefined): bigint[] | undefined {
  if (!Array.isArray(value)) return undefined
  const sizes: bigint[] = []
  for (const item of value) {
    if (typeof item !== 'bigint' && !Number.isSafeInteger(item)) return undefined
    const size = BigInt(item)
    if (size < 0n || size > largestSize) return undefined
    sizes.push(size)
  }
  return sizes
}

function byteLengthOf(name: string, dtype: string, shape: readonly bigint[]): bigint {
  const bits = bitsByDtype.get(dtype)
  if (bits === undefined) throw invalid(`tensor ${quote(name)} has the unknown dtype ${quote(dtype)}`)
  const total = elementsOf(shape) * bits
  if (total > largestSize) throw layout(`tensor ${quote(name)} has more elements than 64 bits can count`)
  if (total % 8n !== 0n) throw layout(`tensor ${quote(name)} does not fill whole bytes`)
  return total / 8n
}

/** Stops at the first product past 64 bits, so that a long shape costs no long number. */
function elementsOf(shape: readonly bigint[]): bigint {
  let product = 1n
  for (const size of shape) {
    product *= size
    if (product > largestSize)
      throw layout(`a shape of ${shape.length} dimensions has more elements than 64 bits can count`)
  }
  return product
}

function assertTiled(tensors: readonly SafetensorsTensor[], dataLength: bigint): void {
  const inOrder = [...tensors].sort((a, b) => compareSize(a.begin, b.begin) || compareSize(a.end, b.end))
  let position = 0n
  for (const {name, begin, end} of inOrder) {
    if (begin < position) throw layout(`tensor ${quote(name)} overlaps the one before it`)
    if (begin > position) throw layout(`${begin - position} bytes before tensor ${quote(name)} belong to no tensor`)
    position = end
  }
  if (position > dataLength) throw truncated(`tensors need ${position} bytes of data, the file has ${dataLength}`)
  if (position < dataLength) throw layout(`${dataLength - position} bytes after the last tensor belong to no tensor`)
}

function compareSize(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function truncated(what: string): AibomError {
  return new AibomError('AIBOM_SAFETENSORS_TRUNCATED', `safetensors file is cut: ${what}`)
}

function invalid(what: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_SAFETENSORS_HEADER_INVALID', `safetensors header is not valid: ${what}`, {cause})
}

function layout(what: string): AibomError {
  return new AibomError('AIBOM_SAFETENSORS_LAYOUT', `safetensors header does not fit the file: ${what}`)
}
