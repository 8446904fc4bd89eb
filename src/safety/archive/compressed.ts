import {constants, inflateRawSync, inflateSync} from 'node:zlib'
import {unpackBzip2} from '../../formats/archives/bzip2.ts'
import {DamagedDataError, type Unpacked} from '../../formats/archives/damaged-data.ts'
import {beginsGzip, readHeader, unpackGzipMember} from '../../formats/archives/gzip.ts'
import {lz4Magic, unpackLz4} from '../../formats/archives/lz4.ts'
import {unpackBy} from '../../formats/archives/unpack-by.ts'
import {unpackLzma, unpackXz} from '../../formats/archives/xz.ts'
import {skippableEnd, unpackZstd, zstdMagic} from '../../formats/zstd.ts'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {LimitReached} from '../budget.ts'
import type {Examination, FormatReader} from '../reader.ts'

/** Of damaged data: it is unpacked anew for each step of the search for the damage. */
const beginningLimitBytes = 16 * 1024 * 1024
/** Of damaged data: programs that write many members put some 64 KiB in each. */
const memberLimit = 256
/** Method and window before the data of a stream of zlib. */
const zlibHeaderBytes = 2
/** Checksum and length behind the data of a member of gzip. */
const trailerBytes = 8

/** gzip, as people compress single files by. */
export const gzip: FormatReader = {
  format: 'gzip',
  matches: ({head}) => (beginsGzip(head) ? 'certain' : undefined),
  read: file => examineUnpacked(file, (packed, limit) => unpackGzip(file, packed, limit)),
}

/** A zlib stream alone in a file, as joblib writes it. */
export const zlib: FormatReader = {
  format: 'zlib',
  matches({head}) {
    const begin = lengthBytes(head)
    const [first = 0, second = 0] = head.subarray(begin)
    const hasHeader = first === 0x78 && ((first << 8) | second) % 31 === 0
    // two bytes are no proof: the length before a header of safetensors may begin with them
    return hasHeader && isDeflated(head.subarray(begin + zlibHeaderBytes)) ? 'certain' : undefined
  },
  read: file =>
    examineUnpacked(file, (packed, limit) => {
      const begin = lengthBytes(packed)
      const {bytes, end} = unpackBy(inflateSync, packed.subarray(begin), {maxOutputLength: limit})
      file.cover(0, begin + end)
      return bytes
    }),
}

/** Whether data unpack as far as they go. */
function isDeflated(data: Uint8Array): boolean {
  try {
    inflateRawSync(data, {finishFlush: constants.Z_SYNC_FLUSH})
    return true
  } catch {
    return false
  }
}

/** What joblib wrote before the stream until version 0.9: two letters, and how long the content is in hexadecimal. */
function lengthBytes(packed: Uint8Array): number {
  const head = Buffer.from(packed.subarray(0, 32)).toString('latin1')
  return /^ZF0x[\da-f]{1,17}L? {0,18}/.exec(head)?.[0].length ?? 0
}

/** xz, as joblib and tar pack by LZMA. */
export const xz: FormatReader = {
  format: 'xz',
  matches: ({head}) => (Buffer.from(head.subarray(0, 6)).toString('latin1') === '\xfd7zXZ\0' ? 'certain' : undefined),
  read: file => examineOwn(file, unpackXz),
}

/** The older file of LZMA: settings that every writer uses, and a dictionary of a power of two. */
export const lzma: FormatReader = {
  format: 'lzma',
  matches({head, byteLength}) {
    const [settings, ...dictionary] = head.subarray(0, 5)
    const size = dictionary.reduce((sum, byte, index) => sum + byte * 256 ** index, 0)
    return settings === 0x5d &&
      byteLength > 13 &&
      size >= 4096 &&
      (Math.log2(size) % 1 === 0 || Math.log2(size / 3) % 1 === 0)
      ? 'certain'
      : undefined
  },
  read: file => examineOwn(file, unpackLzma),
}

/** bzip2, as joblib and tar pack. */
export const bzip2: FormatReader = {
  format: 'bzip2',
  matches: ({head}) =>
    /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/.test(Buffer.from(head.subarray(0, 10)).toString('latin1'))
      ? 'certain'
      : undefined,
  read: file => examineOwn(file, unpackBzip2),
}

/** LZ4, as joblib packs where speed counts. */
export const lz4: FormatReader = {
  format: 'lz4',
  matches: ({head}) => (magicAt(head, afterSkippable(head)) === lz4Magic ? 'certain' : undefined),
  read: file => examineOwn(file, unpackLz4, afterSkippable(file.head)),
}

/** Zstandard, as people pack checkpoints and data. */
export const zstd: FormatReader = {
  format: 'zstd',
  matches: ({head}) => (magicAt(head, afterSkippable(head)) === zstdMagic ? 'certain' : undefined),
  read: file =>
    examineOwn(
      file,
      (input, limit) => ({bytes: unpackZstd(input, limit), end: input.length}),
      afterSkippable(file.head),
    ),
}

/**
 * Behind frames that programs for LZ4 and Zstandard pass over. What is in them is no part of the data, and is examined
 * as bytes before it.
 */
function afterSkippable(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  let at = 0
  for (let end = skippableEnd(view, at); end !== undefined; end = skippableEnd(view, at)) at = end
  return at
}

function magicAt(head: Uint8Array, at: number): number | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  return at + 4 <= head.length ? view.getUint32(at, true) : undefined
}

/** What Node does not unpack. */
async function examineOwn(
  file: Examination,
  unpack: (input: Uint8Array, limit: number) => Unpacked,
  begin = 0,
): Promise<void> {
  const packed = file.bytes.read(BigInt(begin), file.byteLength - begin)
  const limit = Math.max(1, file.budget.left('inflatedBytes'))
  const {bytes, end, damage} = unpackAsFar(() => unpack(packed, limit))
  file.cover(begin, begin + end)
  if (damage === undefined || bytes.length > 0) await examineContent(file, bytes)
  if (damage !== undefined) throw damage
}

function unpackAsFar(unpack: () => Unpacked): Unpacked & {readonly damage?: DamagedDataError} {
  try {
    return unpack()
  } catch (error) {
    if (!(error instanceof DamagedDataError)) throw error
    return {bytes: error.beginning, end: 0, damage: error}
  }
}

/** Member after member, as programs read them; accounts for all but what is stray in their headers. */
function unpackGzip(file: Examination, packed: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = []
  let left = limit
  let at = 0
  do {
    file.budget.spend('members')
    const {bytes, begin, end, stray} = unpackGzipMember(packed, at, Math.max(1, left))
    parts.push(bytes)
    left -= bytes.length
    let covered = begin
    for (const {begin: from, end: to} of stray) {
      file.cover(covered, from)
      covered = to
    }
    file.cover(covered, end)
    at = end
  } while (beginsGzip(packed, at))
  // tapes and blocks of disks are filled up so
  if (packed.subarray(at).every(byte => byte === 0)) file.cover(at, packed.length)
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}

/** Examines what the stream holds as if it were the file. */
async function examineUnpacked(
  file: Examination,
  unpack: (packed: Uint8Array, limit: number) => Uint8Array,
): Promise<void> {
  const limit = Math.max(1, file.budget.left('inflatedBytes'))
  const packed = file.bytes.read(0n, file.byteLength)
  let bytes: Uint8Array
  try {
    bytes = unpack(packed, limit)
  } catch (error) {
    if (error instanceof LimitReached) throw error
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') file.budget.spend('inflatedBytes', limit + 1)
    const beginning = unpackBeginning(packed)
    if (beginning.length > 0) await examineContent(file, beginning)
    throw new AibomError('AIBOM_COMPRESSED_INVALID', 'the compressed data is cut or damaged', {cause: error})
  }
  await examineContent(file, bytes)
}

/** Where the deflated data begins: behind the header of zlib, or of gzip with its optional fields. */
function dataBegin(packed: Uint8Array): number {
  return beginsGzip(packed) ? readHeader(packed, 0).dataBegin : lengthBytes(packed) + zlibHeaderBytes
}

/**
 * What can be unpacked of damaged data, member after member of gzip: Python's loaders take it as it comes, and have run
 * it before they meet the damage.
 */
function unpackBeginning(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let member = packed
  let left = beginningLimitBytes
  do {
    const data = member.subarray(dataBegin(member))
    const {bytes, end} = inflateBeginning(data, left)
    parts.push(bytes)
    left -= bytes.length
    member = data.subarray(end + trailerBytes)
  } while (beginsGzip(member) && left > 0 && parts.length < memberLimit)
  return Buffer.concat(parts)
}

function inflateBeginning(packed: Uint8Array, limit: number): Unpacked {
  let found: Unpacked = {bytes: new Uint8Array(), end: 0}
  let [whole, broken] = [0, packed.length + 1]
  for (let length = packed.length; length > whole; length = Math.floor((whole + broken) / 2)) {
    const inflated = inflateAsFar(packed.subarray(0, length), limit)
    if (inflated === undefined) broken = length
    else [found, whole] = [inflated, length]
  }
  return found
}

function inflateAsFar(packed: Uint8Array, limit: number): Unpacked | undefined {
  try {
    return unpackBy(inflateRawSync, packed, {finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: limit})
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}

async function examineContent(file: Examination, bytes: Uint8Array): Promise<void> {
  file.budget.spend('inflatedBytes', bytes.length)
  const {format} = await file.inside(
    file.name.replace(/^.*\//, '').replace(/\.(?:gz|z|zlib|xz|lzma|bz2|zst|zstd|lz4)$/i, ''),
    bytes,
    {keepFacts: true},
  )
  if (format !== undefined) file.isOf(format)
}
