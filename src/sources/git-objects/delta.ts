/**
 * Applies a delta of a pack: the sizes of base and result, then copies out of the base and bytes of its own.
 * @param limitBytes of the result
 * @returns undefined where the delta does not fit the base, or is damaged
 * @see https://git-scm.com/docs/pack-format#_deltified_representation
 */
export function applyDelta(base: Buffer, delta: Buffer, limitBytes: number): Buffer | undefined {
  const stated = sizeAt(delta, 0)
  const result = sizeAt(delta, stated.end)
  if (stated.size !== base.length || result.size > limitBytes) return undefined
  const target = Buffer.alloc(result.size)
  let filled = 0
  for (let at = result.end; at < delta.length; ) {
    const part = partAt(delta, at)
    const source = part.isCopy ? base : delta
    if (part.length === 0 || filled + part.length > target.length || part.start + part.length > source.length)
      return undefined
    source.copy(target, filled, part.start, part.start + part.length)
    filled += part.length
    at = part.end
  }
  return filled === target.length ? target : undefined
}

/** How many bytes the result of a delta has, as the delta says. */
export function resultLength(delta: Buffer): number {
  return sizeAt(delta, sizeAt(delta, 0).end).size
}

function sizeAt(delta: Buffer, start: number): {size: number; end: number} {
  let size = 0
  let end = start
  for (let factor = 1; end < delta.length && factor < 2 ** 42; factor *= 128) {
    const byte = delta[end++] ?? 0
    size += (byte & 127) * factor
    if (byte < 128) break
  }
  return {size, end}
}

interface Part {
  /** from the base; otherwise from the delta itself */
  readonly isCopy: boolean
  readonly start: number
  readonly length: number
  /** where the next part begins in the delta */
  readonly end: number
}

function partAt(delta: Buffer, at: number): Part {
  const byte = delta[at] ?? 0
  if (byte < 128) return {isCopy: false, start: at + 1, length: byte, end: at + 1 + byte}
  const {offset, length, used} = copyAt(delta, at + 1, byte)
  return {isCopy: true, start: offset, length, end: at + 1 + used}
}

/** The low bits say which bytes of the offset (four) and the length (three) are present. */
function copyAt(delta: Buffer, at: number, byte: number): {offset: number; length: number; used: number} {
  let used = 0
  const read = (bits: readonly number[]): number =>
    bits.reduce(
      (value, bit, index) => ((byte & bit) === 0 ? value : value + (delta[at + used++] ?? 0) * 256 ** index),
      0,
    )
  const offset = read([1, 2, 4, 8])
  const length = read([16, 32, 64])
  return {offset, length: length === 0 ? 0x10000 : length, used}
}
