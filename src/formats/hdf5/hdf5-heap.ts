import type {ByteReader} from '../../lib/byte-reader.ts'

const collectionHeaderBytes = 16
const objectHeaderBytes = 16

/**
 * The beginning of an object in a collection of the global heap; undefined where there is none.
 * @see HDF5 File Format Specification, III.E "Disk Format: Level 1E - Global Heap"
 */
export function objectInHeap(
  file: ByteReader,
  {heap, wanted, limitBytes}: {readonly heap: number; readonly wanted: number; readonly limitBytes: number},
): Buffer | undefined {
  const byteLength = Number(file.byteLength)
  if (heap + collectionHeaderBytes > byteLength) return undefined
  const header = Buffer.from(file.read(BigInt(heap), collectionHeaderBytes))
  if (header.toString('latin1', 0, 4) !== 'GCOL') return undefined
  const end = Math.min(byteLength, heap + header.readUInt32LE(8))
  for (let at = heap + collectionHeaderBytes; at + objectHeaderBytes <= end; ) {
    const object = Buffer.from(file.read(BigInt(at), objectHeaderBytes))
    const size = object.readUInt32LE(8)
    const begin = at + objectHeaderBytes
    if (object.readUInt16LE(0) === wanted)
      return Buffer.from(file.read(BigInt(begin), Math.min(size, limitBytes, byteLength - begin)))
    at = begin + Math.ceil(Math.max(1, size) / 8) * 8
  }
  return undefined
}
