import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {objectInHeap} from './hdf5-heap.ts'

/** The head of an HDF5 file; `at` is where it begins, which need not be 0. */
export interface Hdf5Superblock {
  readonly at: number
  readonly version: number
  /** where the file says that it ends, from its beginning */
  readonly end: number
}

/** A place where the file has its reader open another file. */
export interface Hdf5External {
  readonly kind: 'link' | 'storage' | 'view'
  readonly offset: number
  readonly path: string
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
const superblockBytes = 64

/** Where the superblock may begin: at 0, 512, 1024 and on by doubling. */
export function findSuperblock(file: ByteReader): number | undefined {
  for (let at = 0; at + superblockBytes <= Number(file.byteLength); at = at === 0 ? 512 : at * 2) {
    const bytes = file.read(BigInt(at), signature.length)
    if (signature.every((byte, index) => bytes[index] === byte)) return at
  }
  return undefined
}

/** @throws {AibomError} `AIBOM_HDF5_INVALID` */
export function readSuperblock(file: ByteReader, at: number): Hdf5Superblock {
  const bytes = file.read(BigInt(at), superblockBytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, superblockBytes)
  const version = view.getUint8(8)
  const [offsetBytes, endAt] = version <= 1 ? [view.getUint8(13), version === 0 ? 40 : 44] : [view.getUint8(9), 28]
  if (version > 3 || offsetBytes !== 8)
    throw new AibomError('AIBOM_HDF5_INVALID', `HDF5 superblock ${version} with offsets of ${offsetBytes} bytes`)
  const end = view.getUint32(endAt, true) + view.getUint32(endAt + 4, true) * 0x100000000
  return {at, version, end}
}

/**
 * Links and datasets that lead to other files, by the messages that describe them.
 * @param offset of `bytes` in the file
 */
export function findExternals(bytes: Buffer, offset: number, file: ByteReader): Hdf5External[] {
  return [...findLinks(bytes, offset), ...findStorages(bytes, offset, file), ...findViews(bytes, offset, file)]
}

/**
 * Link message: version 1, flags, type 64; then order and character set where the flags say so, the name, and the
 * target.
 */
function findLinks(bytes: Buffer, offset: number): Hdf5External[] {
  const found: Hdf5External[] = []
  for (let at = bytes.indexOf(0x40); at !== -1; at = bytes.indexOf(0x40, at + 1)) {
    const flags = bytes[at - 1] ?? 0xff
    if (at < 2 || bytes[at - 2] !== 1 || (flags & 0x08) === 0 || flags > 0x1f) continue
    const path = targetOf(bytes, at + 1, flags)
    if (path !== undefined) found.push({kind: 'link', offset: offset + at - 2, path})
  }
  return found
}

function targetOf(bytes: Buffer, start: number, flags: number): string | undefined {
  const lengthBytes = 1 << (flags & 3)
  const lengthAt = start + ((flags & 4) === 0 ? 0 : 8) + ((flags & 16) === 0 ? 0 : 1)
  if (lengthBytes > 4 || lengthAt + lengthBytes > bytes.length) return undefined
  const nameBegin = lengthAt + lengthBytes
  const targetAt = nameBegin + bytes.readUIntLE(lengthAt, lengthBytes)
  if (targetAt + 3 > bytes.length || targetAt === nameBegin) return undefined
  const target = bytes.subarray(targetAt + 2, targetAt + 2 + bytes.readUInt16LE(targetAt))
  const [path = '', object = '', ...rest] = target.subarray(1).toString('latin1').split('\0')
  const isTarget =
    target[0] === 0 &&
    /^[\x20-\x7e\x80-\xff]{1,1024}$/.test(path) &&
    /^[\x20-\x7e\x80-\xff]+$/.test(object) &&
    rest.join('') === ''
  return isTarget ? path : undefined
}

/** External files message: version 1, slots, and the address of a heap that holds the names of the files. */
function findStorages(bytes: Buffer, offset: number, file: ByteReader): Hdf5External[] {
  const found: Hdf5External[] = []
  const begin = Buffer.from([1, 0, 0, 0])
  for (let at = bytes.indexOf(begin); at !== -1 && at + 40 <= bytes.length; at = bytes.indexOf(begin, at + 1)) {
    const [allocated, used] = [bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)]
    const heap = bytes.readUInt32LE(at + 8)
    if (used === 0 || used > allocated || allocated > 1024 || bytes.readUInt32LE(at + 12) !== 0 || heap === 0) continue
    const path = nameInHeap(file, heap, bytes.readUInt32LE(at + 16))
    if (path !== undefined) found.push({kind: 'storage', offset: offset + at, path})
  }
  return found
}

function nameInHeap(file: ByteReader, heap: number, nameOffset: number): string | undefined {
  if (heap + 32 > Number(file.byteLength)) return undefined
  const header = Buffer.from(file.read(BigInt(heap), 32))
  if (header.toString('latin1', 0, 4) !== 'HEAP') return undefined
  const at = header.readUInt32LE(24) + nameOffset
  const length = Math.min(1024, Number(file.byteLength) - at)
  if (length <= 0) return undefined
  const name = Buffer.from(file.read(BigInt(at), length)).toString('latin1')
  const path = name.slice(0, Math.max(0, name.indexOf('\0')))
  return /^[\x20-\x7e]+$/.test(path) ? path : undefined
}

const viewLayout = Buffer.from([4, 3])

/** Layout message of a virtual dataset: version 4, class 3, and where a global heap lists the files that it shows. */
function findViews(bytes: Buffer, offset: number, file: ByteReader): Hdf5External[] {
  const found: Hdf5External[] = []
  for (
    let at = bytes.indexOf(viewLayout);
    at !== -1 && at + 14 <= bytes.length;
    at = bytes.indexOf(viewLayout, at + 1)
  ) {
    if (bytes.readUInt32LE(at + 6) !== 0) continue
    const path = sourceOfView(file, bytes.readUInt32LE(at + 2), bytes.readUInt32LE(at + 10))
    // a point stands for the file itself
    if (path !== undefined && path !== '.') found.push({kind: 'view', offset: offset + at, path})
  }
  return found
}

/** The first source file in an object of a global heap. */
function sourceOfView(file: ByteReader, heap: number, wanted: number): string | undefined {
  const name = objectInHeap(file, {heap, wanted, limitBytes: 1024})?.toString('latin1', 9)
  return name?.slice(0, Math.max(0, name.indexOf('\0')))
}
