import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import {type PaxFields, paxOf} from './tar-pax.ts'

/** One entry with its header and its data, all as offsets into the archive. */
export interface TarEntry {
  readonly name: string
  /**
   * as in the header: `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` pipe; any other
   * is a file to most programs
   */
  readonly type: string
  readonly link: string
  /** holes are left out: the file that is unpacked has other bytes than stand here */
  readonly isSparse: boolean
  readonly headerBegin: number
  readonly dataBegin: number
  readonly dataEnd: number
}

/** Bytes of the archive. */
export interface TarSpan {
  readonly begin: number
  readonly end: number
}

const blockBytes = 512
const longestName = 1024 * 1024
/** Links, devices, folders and pipes have no data, whatever size they state. */
const withoutData = /^[1-6]$/

/**
 * Reads the headers of a tar, GNU and PAX ones included, as Python's tarfile does.
 * @param onEntry called for each; throws to stop
 * @returns the entries, what stands between them in place of zeros, and where the archive ends
 * @throws {AibomError} `AIBOM_TAR_INVALID`
 */
export function readTar(
  file: ByteReader,
  onEntry: () => void,
): {readonly entries: readonly TarEntry[]; readonly strays: readonly TarSpan[]; readonly end: number} {
  const entries: TarEntry[] = []
  const strays: TarSpan[] = []
  const byteLength = Number(file.byteLength)
  let ofAll: PaxFields = {}
  let given: PaxFields = {}
  let at = 0
  while (at + blockBytes <= byteLength) {
    const header = Buffer.from(file.read(BigInt(at), blockBytes))
    if (header.every(byte => byte === 0)) return {entries, strays, end: endOfZeros(file, at)}
    onEntry()
    const entry = toEntry(header, at, byteLength, {...ofAll, ...given})
    if (entry.type === 'g') ofAll = {...ofAll, ...givenBy(file, entry)}
    else if (longNames.has(entry.type)) given = {...given, ...givenBy(file, entry)}
    else {
      entries.push(entry)
      given = {}
    }
    at = entry.dataBegin + Math.ceil((entry.dataEnd - entry.dataBegin) / blockBytes) * blockBytes
    const padding = {begin: entry.dataEnd, end: Math.min(at, byteLength)}
    if (hasBytes(file, padding)) strays.push(padding)
  }
  return {entries, strays, end: Math.min(at, byteLength)}
}

function hasBytes(file: ByteReader, {begin, end}: TarSpan): boolean {
  return end > begin && file.read(BigInt(begin), end - begin).some(byte => byte !== 0)
}

/** GNU: `L` name, `K` link. PAX: `x` of the next member (`X` where Solaris wrote it), `g` of all. */
const longNames: ReadonlySet<string> = new Set(['L', 'K', 'x', 'X', 'g'])

function givenBy(file: ByteReader, {type, dataBegin, dataEnd}: TarEntry): PaxFields {
  if (dataEnd - dataBegin > longestName) throw invalid(dataBegin, `names of ${dataEnd - dataBegin} bytes`)
  const content = Buffer.from(file.read(BigInt(dataBegin), dataEnd - dataBegin))
  if (type === 'L') return {name: text(content, 0, content.length)}
  return type === 'K' ? {link: text(content, 0, content.length)} : paxOf(content)
}

function toEntry(header: Buffer, at: number, byteLength: number, given: PaxFields): TarEntry {
  if (!hasChecksum(header)) throw invalid(at, 'a header without its checksum')
  const letter = String.fromCharCode(header[156] ?? 0)
  const type = letter === '\0' ? '0' : letter
  const isMember = !longNames.has(type)
  const stated = isMember ? given.size : undefined
  const size = withoutData.test(type) ? 0 : (stated ?? numberOf(header.subarray(124, 136)))
  const dataBegin = at + blockBytes
  if (!Number.isSafeInteger(size) || size < 0 || dataBegin + size > byteLength)
    throw invalid(at, `a member of ${size} bytes`)
  return {
    name: (isMember ? given.name : undefined) ?? nameOf(header),
    type,
    link: (isMember ? given.link : undefined) ?? text(header, 157, 257),
    isSparse: type === 'S' || (isMember && given.isSparse === true),
    headerBegin: at,
    dataBegin,
    dataEnd: dataBegin + size,
  }
}

/** By the checksum of the first header; an empty archive, which has none, is not taken for one. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= blockBytes && hasChecksum(Buffer.from(head.subarray(0, blockBytes))) && head[0] !== 0
}

/** The sum of unsigned bytes, or of signed ones, which old programs wrote. */
function hasChecksum(header: Buffer): boolean {
  const stated = Number.parseInt(text(header, 148, 156).trim() || 'x', 8)
  let sum = 8 * 0x20
  let signed = sum
  for (const [index, byte] of header.entries()) {
    if (index >= 148 && index < 156) continue
    sum += byte
    signed += byte < 0x80 ? byte : byte - 0x100
  }
  return stated === sum || stated === signed
}

/** Octal, or binary where the first bit is set. */
function numberOf(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) === 0) return Number.parseInt(text(field, 0, field.length).trim() || '0', 8)
  return field.subarray(1).reduce((value, byte) => value * 256 + byte, (field[0] ?? 0) & 0x7f)
}

function nameOf(header: Buffer): string {
  const prefix = text(header, 257, 262) === 'ustar' ? text(header, 345, 500) : ''
  const name = text(header, 0, 100)
  return prefix === '' ? name : `${prefix}/${name}`
}

function text(header: Buffer, begin: number, end: number): string {
  const field = header.subarray(begin, end)
  const stop = field.indexOf(0)
  return field.toString('utf8', 0, stop === -1 ? field.length : stop)
}

/** Zeros pad the last record. */
function endOfZeros(file: ByteReader, begin: number): number {
  const byteLength = Number(file.byteLength)
  let at = begin
  while (at < byteLength) {
    const length = Math.min(blockBytes, byteLength - at)
    if (file.read(BigInt(at), length).some(byte => byte !== 0)) return at
    at += length
  }
  return byteLength
}

function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_TAR_INVALID', `the tar is cut or broken at byte ${at}: ${what}`)
}
