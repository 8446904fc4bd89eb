import {brotliDecompressSync, inflateRawSync, constants as zlib} from 'node:zlib'
import {type ByteReader, memoryReader} from '../../lib/byte-reader.ts'
import {AibomError, messageOf} from '../../lib/errors.ts'
import {unpackZstd} from '../zstd.ts'
import {unpackBzip2} from './bzip2.ts'
import {decodeLzma2, LzmaDecoder, parseSettings} from './lzma.ts'

/** A file of the archive; it is unpacked when it is opened. */
export interface SevenZipFile {
  readonly name: string
  readonly byteLength: number
  /** @throws {AibomError} `AIBOM_SEVEN_ZIP_INVALID`, and what the unpackers of LZMA, bzip2 and Zstandard throw */
  open(): ByteReader
}

/** The files of an archive, and where it ends: bytes behind `end` are not its own. */
export interface SevenZip {
  readonly files: readonly SevenZipFile[]
  readonly end: number
}

interface Coder {
  readonly method: string
  readonly settings: Uint8Array
}

interface Folder {
  readonly coders: readonly Coder[]
  byteLength: number
}

interface Streams {
  packAt: number
  packSizes: number[]
  folders: Folder[]
  /** sizes of the files in each folder */
  sizes: number[][]
}

const headerBytes = 32
const countLimit = 100_000
const [
  endId,
  headerId,
  streamsId,
  filesId,
  packId,
  unpackId,
  substreamsId,
  sizeId,
  crcId,
  folderId,
  unpackSizeId,
  countId,
  emptyId,
  namesId,
  encodedId,
] = [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 23]

/**
 * Reads the list of files of a 7z archive.
 * @param limit bytes that any one folder may unpack to.
 * @throws {AibomError} `AIBOM_SEVEN_ZIP_INVALID`
 */
export function readSevenZip(file: ByteReader, limit: number): SevenZip {
  const start = Buffer.from(file.read(0n, headerBytes))
  const [offset, size] = [Number(start.readBigUInt64LE(12)), Number(start.readBigUInt64LE(20))]
  const at = headerBytes + offset
  if (at + size > Number(file.byteLength)) throw invalid('its list of files lies behind its end')
  if (size === 0) return {files: [], end: headerBytes}
  let header = new Cursor(file.read(BigInt(at), size).slice())
  let id = header.byte()
  while (id === encodedId) {
    const streams = readStreams(header)
    header = new Cursor(unpack(file, streams, 0, limit))
    id = header.byte()
  }
  if (id !== headerId) throw invalid('it has no list of files')
  return {files: readFiles(file, header, limit), end: at + size}
}

function readFiles(file: ByteReader, header: Cursor, limit: number): SevenZipFile[] {
  let streams: Streams = {packAt: 0, packSizes: [], folders: [], sizes: []}
  for (let id = header.byte(); id !== endId; id = header.byte()) {
    if (id === streamsId) streams = readStreams(header)
    else if (id === filesId) return listFiles(file, header, streams, limit)
    else throw invalid(`a part of the kind ${id}`)
  }
  return []
}

function listFiles(file: ByteReader, header: Cursor, streams: Streams, limit: number): SevenZipFile[] {
  const count = header.count()
  let names: string[] = []
  let empty: boolean[] = []
  for (let id = header.number(); id !== endId; id = header.number()) {
    const property = new Cursor(header.take(header.number()))
    if (id === emptyId) empty = property.bits(count)
    if (id === namesId) {
      if (property.byte() !== 0) throw invalid('names outside the list')
      names = Buffer.from(property.rest()).toString('utf16le').split('\0').slice(0, count)
    }
  }
  const places = streams.sizes.flatMap((sizes, folder) => {
    let end = 0
    return sizes.map(size => {
      end += size
      return {folder, begin: end - size, size}
    })
  })
  let next = 0
  return names.map((name, index) => {
    const place = empty[index] === true ? undefined : places[next++]
    return {name, byteLength: place?.size ?? 0, open: () => openFile(file, streams, place, limit)}
  })
}

function openFile(
  file: ByteReader,
  streams: Streams,
  place: {folder: number; begin: number; size: number} | undefined,
  limit: number,
): ByteReader {
  if (place === undefined) return memoryReader(new Uint8Array())
  return memoryReader(unpack(file, streams, place.folder, limit).subarray(place.begin, place.begin + place.size))
}

function readStreams(header: Cursor): Streams {
  const streams: Streams = {packAt: 0, packSizes: [], folders: [], sizes: []}
  for (let id = header.byte(); id !== endId; id = header.byte()) {
    if (id === packId) readPack(header, streams)
    else if (id === unpackId) readFolders(header, streams)
    else if (id === substreamsId) readSubstreams(header, streams)
    else throw invalid(`a part of the kind ${id}`)
  }
  if (streams.sizes.length === 0) streams.sizes = streams.folders.map(({byteLength}) => [byteLength])
  return streams
}

function readPack(header: Cursor, streams: Streams): void {
  streams.packAt = headerBytes + header.number()
  const count = header.count()
  for (let id = header.byte(); id !== endId; id = header.byte()) {
    if (id === sizeId) streams.packSizes = Array.from({length: count}, () => header.number())
    else if (id === crcId) header.digests(count)
    else throw invalid(`a part of the kind ${id}`)
  }
}

function readFolders(header: Cursor, streams: Streams): void {
  if (header.byte() !== folderId) throw invalid('no folders')
  const count = header.count()
  if (header.byte() !== 0) throw invalid('folders outside the list')
  streams.folders = Array.from({length: count}, () => readFolder(header))
  for (let id = header.byte(); id !== endId; id = header.byte()) {
    if (id === unpackSizeId)
      for (const folder of streams.folders) for (const _coder of folder.coders) folder.byteLength = header.number()
    else if (id === crcId) header.digests(count)
    else throw invalid(`a part of the kind ${id}`)
  }
}

function readFolder(header: Cursor): Folder {
  const count = header.number()
  if (count < 1 || count > 4) throw invalid(`${count} packers in a row`)
  const coders = Array.from({length: count}, (): Coder => {
    const flags = header.byte()
    const method = Buffer.from(header.take(flags & 15)).toString('hex')
    if ((flags & 16) !== 0) throw invalid('a packer of several streams')
    return {method, settings: (flags & 32) === 0 ? new Uint8Array() : header.take(header.number())}
  })
  for (let index = 1; index < count; index++)
    if (header.number() + header.number() > 8) throw invalid('packers in an unknown order')
  return {coders, byteLength: 0}
}

function readSubstreams(header: Cursor, streams: Streams): void {
  let counts = streams.folders.map(() => 1)
  for (let id = header.byte(); id !== endId; id = header.byte()) {
    if (id === countId) counts = streams.folders.map(() => header.count())
    else if (id === sizeId)
      streams.sizes = streams.folders.map(({byteLength}, index) => sizesOf(header, byteLength, counts[index] ?? 0))
    else if (id === crcId) header.digests(counts.reduce((sum, each) => sum + each, 0))
    else throw invalid(`a part of the kind ${id}`)
  }
  if (streams.sizes.length === 0)
    streams.sizes = streams.folders.map(({byteLength}, index) => (counts[index] === 0 ? [] : [byteLength]))
}

function sizesOf(header: Cursor, byteLength: number, count: number): number[] {
  const sizes = Array.from({length: Math.max(0, count - 1)}, () => header.number())
  return count === 0 ? [] : [...sizes, byteLength - sizes.reduce((sum, each) => sum + each, 0)]
}

function unpack(file: ByteReader, {packAt, packSizes, folders}: Streams, index: number, limit: number): Uint8Array {
  const folder = folders[index]
  const size = packSizes[index]
  if (folder === undefined || size === undefined) throw invalid('data that is not there')
  const at = packAt + packSizes.slice(0, index).reduce((sum, each) => sum + each, 0)
  if (at + size > Number(file.byteLength)) throw invalid('data behind its end')
  const packed = file.read(BigInt(at), size)
  const branches = folder.coders.filter(({method}) => branchFilters.has(method))
  const deltas = folder.coders.filter(({method}) => method === deltaFilter)
  const [coder, ...more] = folder.coders.filter(coder => !branches.includes(coder) && !deltas.includes(coder))
  if (coder === undefined || more.length > 0) throw invalid('several packers in a row')
  const bytes = decode(coder, packed, folder.byteLength, limit)
  if (bytes.length < folder.byteLength) throw invalid('its data is shorter than it says')
  for (const {settings} of deltas) addDeltas(bytes, (settings[0] ?? 0) + 1)
  if (branches.length > 0 && bytes.some(byte => byte === 0xe8 || byte === 0xe9))
    throw invalid('it is packed as machine code')
  return bytes
}

/** Filters that rewrite the targets of calls in machine code: what holds no such instruction they leave as it is. */
const branchFilters: ReadonlySet<string> = new Set(['03030103', '04'])
const deltaFilter = '03'

function decode({method, settings}: Coder, packed: Uint8Array, byteLength: number, limit: number): Uint8Array {
  if (method === '00') return packed.slice()
  if (method === '21') return decodeLzma2(packed, 0, limit).bytes
  if (method === '040108') return unpackBy(() => inflateRawSync(packed, {maxOutputLength: limit}))
  // a packer may leave out the mark of the end, since the archive states the length
  if (method === '04f71102')
    return unpackBy(() =>
      brotliDecompressSync(packed, {maxOutputLength: limit, finishFlush: zlib.BROTLI_OPERATION_FLUSH}),
    )
  if (method === '040202') return unpackBzip2(packed, limit).bytes
  if (method === '04f71101') return unpackZstd(packed, limit)
  if (method !== '030101') throw invalid(`it is packed by the method ${method}`)
  const decoder = new LzmaDecoder(limit)
  decoder.reset(parseSettings(settings[0] ?? 0xff))
  decoder.decode(packed, 0, byteLength)
  return decoder.bytes()
}

function unpackBy(unpack: () => Uint8Array): Uint8Array {
  try {
    return unpack()
  } catch (error) {
    throw invalid(`its data: ${messageOf(error)}`)
  }
}

/** Each byte was packed as its difference from the one so many places before. */
function addDeltas(bytes: Uint8Array, distance: number): void {
  for (let at = distance; at < bytes.length; at++) bytes[at] = (bytes[at] ?? 0) + (bytes[at - distance] ?? 0)
}

class Cursor {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw invalid('its list of files is cut')
    return byte
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw invalid('its list of files is cut')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at)
  }

  /** The leading bits of the first byte tell how many bytes follow. */
  number(): number {
    const first = this.byte()
    let value = 0
    for (let index = 0, mask = 0x80; index < 8; index++, mask >>= 1) {
      if ((first & mask) === 0) return value + (first & (mask - 1)) * 256 ** index
      value += this.byte() * 256 ** index
    }
    return value
  }

  count(): number {
    const count = this.number()
    if (count > countLimit) throw invalid(`${count} entries`)
    return count
  }

  bits(count: number): boolean[] {
    const bytes = this.take(Math.ceil(count / 8))
    return Array.from({length: count}, (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0)
  }

  digests(count: number): void {
    const defined = this.byte() === 0 ? this.bits(count).filter(Boolean).length : count
    this.take(defined * 4)
  }
}

function invalid(what: string): AibomError {
  return new AibomError('AIBOM_SEVEN_ZIP_INVALID', `the 7z archive is cut, broken or packed in an unknown way: ${what}`)
}
