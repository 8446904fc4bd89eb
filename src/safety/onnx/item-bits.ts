/** Bits of an item, by the type of the tensor. */
export const itemBits: ReadonlyMap<number, number> = new Map([
  ...[2, 3, 9, 17, 18, 19, 20, 24].map(type => [type, 8] as const),
  ...[4, 5, 10, 16].map(type => [type, 16] as const),
  ...[1, 6, 12].map(type => [type, 32] as const),
  ...[7, 11, 13, 14].map(type => [type, 64] as const),
  [15, 128] as const,
  ...[21, 22, 23].map(type => [type, 4] as const),
])

/** Items of a tensor of this shape; undefined where no tensor can have it. */
export function itemsOf(dims: readonly number[]): number | undefined {
  const count = dims.reduce((product, side) => product * side, 1)
  return dims.some(side => side < 0) || !Number.isSafeInteger(count) ? undefined : count
}
