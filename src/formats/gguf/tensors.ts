import {AibomError} from '../../lib/errors.ts'
import {quote} from '../../lib/text/quote.ts'
import {type GgufCursor, invalidGguf} from './cursor.ts'
import {type GgmlType, ggmlTypes} from './types.ts'

/** A tensor as the header describes it; nothing of its data. */
export interface GgufTensor {
  readonly name: string
  /** elements, as the file lists them: fastest dimension first */
  readonly dimensions: readonly bigint[]
  /** name of the ggml type, `type-<number>` where the number is not known */
  readonly type: string
  /** relative to the data part */
  readonly offset: bigint
}

/** GGUF specification: names are at most 2^16 - 1 bytes. */
export const nameLimitBytes = 65_535n
const dimensionLimit = 4
const largestSize = 2n ** 63n - 1n

/** A tensor with the bytes that its type and dimensions come to. */
export interface SizedTensor {
  readonly tensor: GgufTensor
  /** undefined where the type is not known */
  readonly byteLength: bigint | undefined
}

/**
 * The list of tensors, in the order of the file.
 * @throws {AibomError} `AIBOM_GGUF_INVALID` for a name that comes twice or too many dimensions
 */
export function readTensors(cursor: GgufCursor, count: bigint): SizedTensor[] {
  const names = new Set<string>()
  const tensors: SizedTensor[] = []
  for (let index = 0n; index < count; index += 1n) {
    const name = cursor.sizedText(nameLimitBytes)
    if (names.has(name)) throw invalidGguf(`tensor ${quote(name)} stands there twice`)
    names.add(name)
    const dimensionCount = cursor.u32()
    if (dimensionCount > dimensionLimit)
      throw invalidGguf(`tensor ${quote(name)} has ${dimensionCount} dimensions, allowed are ${dimensionLimit}`)
    const dimensions = Array.from({length: dimensionCount}, () => cursor.size())
    const number = cursor.u32()
    const type = ggmlTypes.get(number)
    const tensor = {
      name,
      dimensions,
      type: type?.name ?? `type-${number}`,
      offset: cursor.u64(),
    }
    tensors.push({
      tensor,
      byteLength: type === undefined ? undefined : byteLengthOf(tensor, type),
    })
  }
  return tensors
}

function byteLengthOf(tensor: GgufTensor, type: GgmlType): bigint {
  const elements = elementsOf(tensor.dimensions)
  if ((tensor.dimensions[0] ?? 1n) % type.blockElements !== 0n) {
    throw layoutError(
      `tensor ${quote(tensor.name)} has rows of ${tensor.dimensions[0]} elements, which are not whole blocks of ${type.name}`,
    )
  }
  return (elements / type.blockElements) * type.blockBytes
}

/** @throws {AibomError} `AIBOM_GGUF_LAYOUT` past 63 bits */
export function elementsOf(dimensions: readonly bigint[]): bigint {
  const product = dimensions.reduce((all, size) => all * size, 1n)
  if (product > largestSize) throw layoutError('a tensor has more elements than 63 bits can count')
  return product
}

/**
 * Proves that tensors lie inside the data part, aligned and without overlap; of a type that is not known the start
 * alone is checked.
 * @throws {AibomError} `AIBOM_GGUF_LAYOUT`, `AIBOM_GGUF_TRUNCATED`
 */
export function assertTensorsFit(tensors: readonly SizedTensor[], alignment: bigint, dataLength: bigint): void {
  const inOrder = [...tensors].sort((a, b) =>
    a.tensor.offset < b.tensor.offset ? -1 : Number(a.tensor.offset > b.tensor.offset),
  )
  let end = 0n
  for (const {tensor, byteLength} of inOrder) {
    if (tensor.offset % alignment !== 0n)
      throw layoutError(`tensor ${quote(tensor.name)} at ${tensor.offset} is not aligned to ${alignment}`)
    if (tensor.offset < end) throw layoutError(`tensor ${quote(tensor.name)} overlaps the one before it`)
    if (tensor.offset > dataLength)
      throw layoutError(
        `tensor ${quote(tensor.name)} begins at ${tensor.offset}, the data part has ${dataLength} bytes`,
      )
    end = tensor.offset + (byteLength ?? 0n)
    if (end > dataLength) {
      throw new AibomError(
        'AIBOM_GGUF_TRUNCATED',
        `GGUF file is cut or lies: tensor ${quote(tensor.name)} ends at ${end}, the data part has ${dataLength} bytes`,
      )
    }
  }
}

function layoutError(what: string): AibomError {
  return new AibomError('AIBOM_GGUF_LAYOUT', `GGUF header does not fit the file: ${what}`)
}
