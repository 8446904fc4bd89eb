import type {ReadRange} from '../local-file.ts'

const indexMagic = 0xff744f63
const fanoutStart = 8
const namesStart = fanoutStart + 256 * 4

/**
 * Where an object begins in the pack of an index of version 2. Only the pages that the search touches are read.
 * @returns undefined where the index does not list the object, or is damaged
 * @see https://git-scm.com/docs/pack-format#_pack_idx_files_have_the_following_format
 */
export function findInPackIndex(read: ReadRange, oid: Buffer): bigint | undefined {
  const head = read(0n, namesStart)
  if (head.length < namesStart || head.readUInt32BE(0) !== indexMagic || head.readUInt32BE(4) !== 2) return undefined
  const first = oid[0] ?? 0
  const count = head.readUInt32BE(fanoutStart + 255 * 4)
  const offsetsStart = namesStart + count * (oid.length + 4)
  let low = first === 0 ? 0 : head.readUInt32BE(fanoutStart + (first - 1) * 4)
  let high = Math.min(count, head.readUInt32BE(fanoutStart + first * 4))
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = Buffer.compare(read(BigInt(namesStart + middle * oid.length), oid.length), oid)
    if (order === 0) return offsetAt(read, offsetsStart + middle * 4, offsetsStart + count * 4)
    if (order < 0) low = middle + 1
    else high = middle
  }
  return undefined
}

/** The highest bit says that the offset is in the table of long ones, which packs past 2 GiB have. */
function offsetAt(read: ReadRange, at: number, longTable: number): bigint | undefined {
  const bytes = read(BigInt(at), 4)
  if (bytes.length < 4) return undefined
  const offset = bytes.readUInt32BE(0)
  if (offset < 0x80000000) return BigInt(offset)
  const long = read(BigInt(longTable) + BigInt(offset - 0x80000000) * 8n, 8)
  return long.length < 8 ? undefined : long.readBigUInt64BE(0)
}
