import {crc32, inflateRawSync} from 'node:zlib'
import {unpackBzip2} from '../../formats/archives/bzip2.ts'
import type {Unpacked} from '../../formats/archives/damaged-data.ts'
import {LzmaDecoder, parseSettings} from '../../formats/archives/lzma.ts'
import {unpackBy} from '../../formats/archives/unpack-by.ts'
import type {ZipMember} from '../../formats/zip/archive.ts'
import type {ZipRecord} from '../../formats/zip/record.ts'
import {type ByteReader, memoryReader} from '../../lib/byte-reader.ts'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {type Budget, LimitReached} from '../budget.ts'
import {sliceReader} from '../probe.ts'

const stored = 0
const deflated = 8
const bzip2 = 12
const lzma = 14
/** Version and size of the settings, and the settings themselves, before the data. */
const lzmaHeaderBytes = 9
/** The end of the stream may be marked, behind the last byte. */
const lzmaMarkerBytes = 8
/** Weights hardly compress; what grows so much was made to. */
const bombRatio = 100
/** Checked at once; larger members are checked in such pieces. */
const chunkBytes = 1024 * 1024
/** Beyond this a stored member is tensor data, whose checksum guards against nothing but wear. */
const checkedBytes = 64 * 1024 * 1024

/** What a member holds. */
export interface MemberContent {
  readonly content: ByteReader
  /** empty where the compressed data fills its place */
  readonly behind: Uint8Array
}

/**
 * The content of a member as one of its two headers describes it, and what is behind its compressed data.
 * @throws {AibomError} `AIBOM_ZIP_MEMBER`, {@link LimitReached}
 */
export function contentOf(file: ByteReader, member: ZipMember, record: ZipRecord, budget: Budget): MemberContent {
  const end = Math.min(
    Number(file.byteLength),
    member.dataBegin + (record.compressedBytes > 0 ? record.compressedBytes : member.dataEnd - member.dataBegin),
  )
  if (record.method === stored) return {content: sliceReader(file, member.dataBegin, end), behind: new Uint8Array()}
  if (record.method === bzip2 || record.method === lzma) return unpackOwn(file, member, record, end, budget)
  if (record.method !== deflated)
    throw new AibomError('AIBOM_ZIP_MEMBER', `it is packed by method ${record.method}, which aibom does not know`)
  const packed = file.read(BigInt(member.dataBegin), end - member.dataBegin)
  const limit = Math.max(1, budget.left('inflatedBytes'))
  try {
    const {bytes, end: packedEnd} = unpackBy(inflateRawSync, packed, {maxOutputLength: limit})
    budget.spend('inflatedBytes', bytes.length)
    return {content: memoryReader(bytes), behind: packed.slice(packedEnd)}
  } catch (error) {
    if (error instanceof LimitReached) throw error
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      if (limit > packed.length * bombRatio)
        throw new AibomError('AIBOM_ZIP_BOMB', `${packed.length} bytes unpack to more than ${limit}`)
      budget.spend('inflatedBytes', limit + 1)
    }
    throw new AibomError('AIBOM_ZIP_MEMBER', 'its compressed data is damaged', {cause: error})
  }
}

function unpackOwn(
  file: ByteReader,
  {dataBegin}: ZipMember,
  {method, byteLength}: ZipRecord,
  end: number,
  budget: Budget,
): MemberContent {
  const packed = file.read(BigInt(dataBegin), end - dataBegin)
  const limit = Math.max(1, budget.left('inflatedBytes'))
  const {bytes, end: packedEnd} =
    method === bzip2 ? unpackBzip2(packed, limit) : unpackZipLzma(packed, limit, byteLength)
  budget.spend('inflatedBytes', bytes.length)
  return {content: memoryReader(bytes), behind: packed.slice(packedEnd)}
}

function unpackZipLzma(packed: Uint8Array, limit: number, byteLength: number): Unpacked {
  const decoder = new LzmaDecoder(limit)
  decoder.reset(parseSettings(packed[4] ?? 0xff))
  const end = decoder.decode(packed, lzmaHeaderBytes, byteLength)
  return {bytes: decoder.bytes(), end: packed.length - end <= lzmaMarkerBytes ? packed.length : end}
}

/** Whether content has the checksum that a header states; undefined where it is too large to be worth it. */
export function matchesChecksum(content: ByteReader, crc: number): boolean | undefined {
  const byteLength = Number(content.byteLength)
  if (byteLength > checkedBytes) return undefined
  let sum = 0
  for (let at = 0; at < byteLength; at += chunkBytes)
    sum = crc32(content.read(BigInt(at), Math.min(chunkBytes, byteLength - at)), sum)
  return sum >>> 0 === crc
}
