import type {ByteReader} from '../../lib/byte-reader.ts'
import {centralBytes, centralSignature, parseCentral, readU64, viewOf, type ZipRecord} from './record.ts'

/** The end record of an archive, and where its central directory is. */
export interface ZipEnd {
  readonly at: number
  /** behind the comment */
  readonly end: number
  readonly directoryBegin: number
  readonly directoryEnd: number
  /** bytes before the archive, by which all its offsets are short */
  readonly shift: number
  readonly entryCount: number
}

const endSignature = 0x06054b50
const endBytes = 22
const longestComment = 0xffff
const end64Signature = 0x06064b50
const end64Bytes = 56
const locatorSignature = 0x07064b50
const locatorBytes = 20
const full16 = 0xffff
const full32 = 0xffffffff

/**
 * The end records from the last one back whose central directory is where they say. Programs disagree on which to take,
 * so that each is read.
 * @param tail the last 64 KiB of the file and more
 */
export function findEnds(file: ByteReader, tail: Uint8Array): ZipEnd[] {
  const start = Number(file.byteLength) - tail.length
  const view = viewOf(tail)
  const ends: ZipEnd[] = []
  for (let at = tail.length - endBytes; at >= 0 && tail.length - at <= endBytes + longestComment; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== endSignature) continue
    const end = readEnd(file, start + at, view, at)
    if (end !== undefined) ends.push(end)
  }
  return ends
}

function readEnd(file: ByteReader, at: number, view: DataView, index: number): ZipEnd | undefined {
  const end = Math.min(at + endBytes + view.getUint16(index + 20, true), Number(file.byteLength))
  const count = view.getUint16(index + 10, true)
  const size = view.getUint32(index + 12, true)
  const offset = view.getUint32(index + 16, true)
  const narrow = {entryCount: count, directoryBytes: size, directoryOffset: offset, recordAt: at}
  // writers such as torch's put the wide record there whether it is needed or not
  const wide = readEnd64(file, at)
  const isNeeded = count === full16 || size === full32 || offset === full32
  const isTheSame = wide?.entryCount === count && wide.directoryBytes === size && wide.directoryOffset === offset
  const {entryCount, directoryBytes, directoryOffset, recordAt} =
    wide !== undefined && (isNeeded || isTheSame) ? wide : narrow
  const byEnd = recordAt - directoryBytes
  const begin = [byEnd, directoryOffset].find(place => isDirectory(file, place, entryCount, directoryBytes, recordAt))
  if (begin === undefined) return undefined
  return {
    at,
    end,
    directoryBegin: begin,
    directoryEnd: begin + directoryBytes,
    shift: begin - directoryOffset,
    entryCount,
  }
}

function isDirectory(file: ByteReader, begin: number, entryCount: number, byteLength: number, limit: number): boolean {
  if (begin < 0 || begin + byteLength > limit) return false
  if (entryCount === 0 || byteLength < centralBytes) return byteLength === 0
  return viewOf(file.read(BigInt(begin), 4)).getUint32(0, true) === centralSignature
}

function readEnd64(file: ByteReader, at: number) {
  const locatorAt = at - locatorBytes
  if (locatorAt < 0) return undefined
  const locator = viewOf(file.read(BigInt(locatorAt), locatorBytes).slice())
  if (locator.getUint32(0, true) !== locatorSignature) return undefined
  for (const recordAt of [locatorAt - end64Bytes, readU64(locator, 8)]) {
    if (recordAt < 0 || recordAt + end64Bytes > locatorAt) continue
    const record = viewOf(file.read(BigInt(recordAt), end64Bytes).slice())
    if (record.getUint32(0, true) !== end64Signature) continue
    return {
      entryCount: readU64(record, 32),
      directoryBytes: readU64(record, 40),
      directoryOffset: readU64(record, 48),
      recordAt,
    }
  }
  return undefined
}

/** The records of a central directory, as far as they are whole. */
export function* readDirectory(
  file: ByteReader,
  {directoryBegin, directoryEnd}: ZipEnd,
): Generator<ZipRecord & {readonly at: number}> {
  let at = directoryBegin
  while (at + centralBytes <= directoryEnd) {
    const fixed = viewOf(file.read(BigInt(at), centralBytes))
    if (fixed.getUint32(0, true) !== centralSignature) return
    const length = centralBytes + fixed.getUint16(28, true) + fixed.getUint16(30, true) + fixed.getUint16(32, true)
    if (at + length > directoryEnd) return
    yield {...parseCentral(file.read(BigInt(at), length)), at}
    at += length
  }
}
