import type {ByteReader} from '../../lib/byte-reader.ts'
import {objectInHeap} from './hdf5-heap.ts'

/** Bytes of an attribute message before its name, by version; the first of them is the version. */
const headBytes: ReadonlyMap<number, number> = new Map([
  [1, 8],
  [2, 8],
  [3, 9],
])
const fixedText = 3
const variableLength = 9
const longestText = 200
const printable = /^[\x20-\x7e]+$/

/**
 * A short text that an attribute of this name holds, in whatever object; undefined where none is among the bytes.
 * @see HDF5 File Format Specification, IV.A.2.m "The Attribute Message"
 */
export function findTextAttribute(bytes: Buffer, name: string, file: ByteReader): string | undefined {
  const written = Buffer.from(`${name}\0`)
  for (let at = bytes.indexOf(written); at !== -1; at = bytes.indexOf(written, at + 1)) {
    for (const [version, head] of headBytes) {
      if (at < head || bytes[at - head] !== version) continue
      const text = textOf(bytes, at, {version, begin: at - head, nameBytes: written.length}, file)
      if (text !== undefined) return text
    }
  }
  return undefined
}

function textOf(
  bytes: Buffer,
  nameAt: number,
  {version, begin, nameBytes}: {readonly version: number; readonly begin: number; readonly nameBytes: number},
  file: ByteReader,
): string | undefined {
  // the first version fills each part up to eight bytes
  const filled = (size: number): number => (version === 1 ? Math.ceil(size / 8) * 8 : size)
  const [nameSize, typeSize, spaceSize] = [2, 4, 6].map(at => bytes.readUInt16LE(begin + at))
  if (nameSize !== nameBytes || typeSize === undefined || spaceSize === undefined) return undefined
  const type = nameAt + filled(nameSize)
  const data = type + filled(typeSize) + filled(spaceSize)
  if (data > bytes.length || type + 8 > bytes.length) return undefined
  const kind = (bytes[type] ?? 0) & 0x0f
  const found =
    kind === fixedText
      ? bytes.subarray(data, data + Math.min(longestText, bytes.readUInt32LE(type + 4)))
      : kind === variableLength
        ? textInHeap(bytes, data, file)
        : undefined
  const [text] = found?.toString('latin1').split('\0', 1) ?? []
  return text !== undefined && printable.test(text) ? text : undefined
}

/** A length, the address of a collection and the number of an object in it. */
function textInHeap(bytes: Buffer, at: number, file: ByteReader): Buffer | undefined {
  if (at + 16 > bytes.length) return undefined
  const [heap, wanted] = [bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 12)]
  return objectInHeap(file, {heap, wanted, limitBytes: longestText})
}
