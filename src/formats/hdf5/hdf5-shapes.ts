/** A shape that a dataset of an HDF5 file states, whether or not the file has so much data. */
export interface Hdf5Shape {
  readonly offset: number
  readonly dimensions: readonly bigint[]
}

const rankLimit = 32
/** message type and size, flags; then three bytes that are reserved, or the version of what follows */
const firstHeaderBytes = 8
const laterHeaderBytes = 4

/**
 * Dataspace messages of object headers, of both versions. Their length follows from the rank, so that weights are not
 * taken for one.
 * @param offset of `bytes` in the file
 * @see HDF5 File Format Specification, IV.A.2.b "The Dataspace Message"
 */
export function findShapes(bytes: Buffer, offset: number): Hdf5Shape[] {
  const found: Hdf5Shape[] = []
  for (let at = bytes.indexOf(1); at !== -1 && at + firstHeaderBytes < bytes.length; at = bytes.indexOf(1, at + 1)) {
    const dimensions = firstShape(bytes, at) ?? laterShape(bytes, at)
    if (dimensions !== undefined) found.push({offset: offset + at, dimensions})
  }
  return found
}

/**
 * Version 1 in an object header of version 1: type and size of 16 bit, flags, 3 reserved; version, rank, flags, 5
 * reserved.
 */
function firstShape(bytes: Buffer, at: number): readonly bigint[] | undefined {
  const body = at + firstHeaderBytes
  if (bytes[at + 1] !== 0 || body + 8 > bytes.length || bytes[body] !== 1) return undefined
  if (bytes.readUIntLE(at + 5, 3) !== 0 || bytes.readUIntLE(body + 3, 5) !== 0) return undefined
  const [rank = 0, flags = 0xff] = [bytes[body + 1], bytes[body + 2]]
  const lists = listsOf(flags)
  return bytes.readUInt16LE(at + 2) === 8 + rank * 8 * lists ? dimensionsAt(bytes, body + 8, rank) : undefined
}

/** Version 2: type of 8 bit, size of 16, flags, the order of creation if kept; version, rank, flags, simple. */
function laterShape(bytes: Buffer, at: number): readonly bigint[] | undefined {
  const size = bytes.readUInt16LE(at + 1)
  for (const body of [at + laterHeaderBytes, at + laterHeaderBytes + 2]) {
    const [version, rank = 0, flags = 0xff, kind] = bytes.subarray(body, body + 4)
    if (version === 2 && kind === 1 && size === 4 + rank * 8 * listsOf(flags))
      return dimensionsAt(bytes, body + 4, rank)
  }
  return undefined
}

/** The sizes, and the greatest sizes where the first bit says so. */
function listsOf(flags: number): number {
  return flags > 1 ? Number.NaN : 1 + flags
}

function dimensionsAt(bytes: Buffer, at: number, rank: number): readonly bigint[] | undefined {
  if (rank === 0 || rank > rankLimit || at + rank * 8 > bytes.length) return undefined
  return Array.from({length: rank}, (_, index) => bytes.readBigUInt64LE(at + index * 8))
}
