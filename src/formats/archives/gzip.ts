import {crc32, inflateRawSync} from 'node:zlib'
import {AibomError} from '../../lib/errors.ts'
import {unpackBy} from './unpack-by.ts'

/** One member of a gzip file: its header, its deflated data, then checksum and length. */
export interface GzipMember {
  readonly bytes: Uint8Array
  /** of the member in the file */
  readonly begin: number
  readonly end: number
  /** bytes of the header that no program reads, or that are no text where people read text */
  readonly stray: readonly {readonly begin: number; readonly end: number}[]
}

const fixedBytes = 10
const trailerBytes = 8
const flag = {checksum: 2, extra: 4, name: 8, comment: 16} as const
const subfieldHead = 4
/** Subfields that programs read, and their lengths: of bgzip, mgzip and pigz-like writers. */
const lengthsBySubfield: ReadonlyMap<string, number> = new Map([
  ['BC', 2],
  ['IG', 4],
  ['MZ', 8],
])
/** Of dictzip: a version, the length of a chunk, the count of chunks, and a length for each. */
const randomAccess = 'RA'
const randomAccessHead = 6

/** Whether a member begins here: its magic, and deflate, the one method that there is. */
export function beginsGzip(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8
}

/**
 * Unpacks the member that begins at `begin`.
 * @throws {AibomError} `AIBOM_COMPRESSED_INVALID`, and the errors of zlib
 * @see RFC 1952
 */
export function unpackGzipMember(packed: Uint8Array, begin: number, maxOutputLength: number): GzipMember {
  const {dataBegin, stray} = readHeader(packed, begin)
  const {bytes, end: dataBytes} = unpackBy(inflateRawSync, packed.subarray(dataBegin), {maxOutputLength})
  const dataEnd = dataBegin + dataBytes
  const end = dataEnd + trailerBytes
  if (end > packed.length) throw invalid('the gzip member is cut')
  const trailer = new DataView(packed.buffer, packed.byteOffset + dataEnd, trailerBytes)
  if (trailer.getUint32(0, true) !== crc32(bytes) || trailer.getUint32(4, true) !== bytes.length % 2 ** 32)
    throw invalid('the gzip member does not match its checksum')
  return {bytes, begin, end, stray}
}

/** Where the deflated data of a member begins, and what of its header is stray; fields that are cut end with the bytes. */
export function readHeader(
  packed: Uint8Array,
  begin: number,
): {readonly dataBegin: number; readonly stray: GzipMember['stray']} {
  const flags = packed[begin + 3] ?? 0
  const stray: {begin: number; end: number}[] = []
  let at = begin + fixedBytes
  if ((flags & flag.extra) !== 0) {
    const end = at + 2 + (packed[at] ?? 0) + 256 * (packed[at + 1] ?? 0)
    stray.push(...strayFields(packed, at + 2, end))
    at = end
  }
  for (const text of [flag.name, flag.comment]) {
    if ((flags & text) === 0) continue
    const end = packed.indexOf(0, at)
    if (end === -1) return {dataBegin: packed.length, stray}
    if (!packed.subarray(at, end).every(byte => byte >= 0x20)) stray.push({begin: at, end})
    at = end + 1
  }
  return {dataBegin: at + ((flags & flag.checksum) === 0 ? 0 : 2), stray}
}

function strayFields(packed: Uint8Array, begin: number, end: number): {begin: number; end: number}[] {
  const stray: {begin: number; end: number}[] = []
  for (let at = begin; at < end; ) {
    const length = (packed[at + 2] ?? 0) + 256 * (packed[at + 3] ?? 0)
    const next = at + subfieldHead + length
    if (at + subfieldHead > end || next > end) return [...stray, {begin: at, end}]
    const name = String.fromCharCode(packed[at] ?? 0, packed[at + 1] ?? 0)
    if (lengthsBySubfield.get(name) !== length && !(name === randomAccess && isRandomAccess(packed, at, length)))
      stray.push({begin: at + subfieldHead, end: next})
    at = next
  }
  return stray
}

function isRandomAccess(packed: Uint8Array, at: number, length: number): boolean {
  const chunks = (packed[at + subfieldHead + 4] ?? 0) + 256 * (packed[at + subfieldHead + 5] ?? 0)
  return length === randomAccessHead + 2 * chunks
}

function invalid(what: string): AibomError {
  return new AibomError('AIBOM_COMPRESSED_INVALID', what)
}
