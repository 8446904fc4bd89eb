import type {ByteReader} from '../lib/byte-reader.ts'
import {AibomError} from '../lib/errors.ts'

export interface TarEntry {
  readonly name: string
  /** as in the header: `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` pipe */
  readonly type: string
  readonly link: string
  readonly headerBegin: number
  readonly dataBegin: number
  readonly dataEnd: number
}

const blockBytes = 512
const longestName = 64 * 1024

/**
 * Reads the headers of a tar, GNU and PAX names included.
 * @param onEntry called for each; throws to stop
 * @returns the entries, and where the archive ends
 * @throws {AibomError} `AIBOM_TAR_INVALID`
 */
export function readTar(file: ByteReader, onEntry: () => void): {readonly entries: readonly TarEntry[]; readonly end: number} {
  const entries: TarEntry[] = []
  const byteLength = Number(file.byteLength)
  let given: Given = {}
  let at = 0
  while (at + blockBytes <= byteLength) {
    const header = Buffer.from(file.read(BigInt(at), blockBytes))
    if (header.every(byte => byte === 0)) return {entries, end: endOfZeros(file, at)}
    onEntry()
    const entry = toEntry(header, at, byteLength)
    if (longNames.has(entry.type)) given = {...given, ...givenBy(file, entry)}
    else {
      entries.push({...entry, ...given})
      given = {}
    }
    at = entry.dataBegin + Math.ceil((entry.dataEnd - entry.dataBegin) / blockBytes) * blockBytes
  }
  return {entries, end: Math.min(at, byteLength)}
}

/** Names that stand before the header of their member, because they do not fit into it. */
interface Given {
  readonly name?: string
  readonly link?: string
}

/** GNU: `L` name, `K` link. PAX: `x` of the next member, `g` of all. */
const longNames: ReadonlySet<string> = new Set(['L', 'K', 'x', 'g'])

function givenBy(file: ByteReader, {type, dataBegin, dataEnd}: TarEntry): Given {
  const content = Buffer.from(file.read(BigInt(dataBegin), Math.min(dataEnd - dataBegin, longestName))).toString('utf8')
  if (type === 'L') return {name: content.replace(/\0.*$/s, '')}
  if (type === 'K') return {link: content.replace(/\0.*$/s, '')}
  return type === 'x' ? paxOf(content) : {}
}

function toEntry(header: Buffer, at: number, byteLength: number): TarEntry {
  if (!hasChecksum(header)) throw invalid(at, 'a header without its checksum')
  const size = numberOf(header.subarray(124, 136))
  const dataBegin = at + blockBytes
  if (!Number.isSafeInteger(size) || dataBegin + size > byteLength) throw invalid(at, `a member of ${size} bytes`)
  const type = String.fromCharCode(header[156] ?? 0)
  return {name: nameOf(header), type: type === '\0' ? '0' : type, link: text(header, 157, 257), headerBegin: at, dataBegin, dataEnd: dataBegin + size}
}

export function isTar(head: Uint8Array): boolean {
  return head.length >= blockBytes && hasChecksum(Buffer.from(head.subarray(0, blockBytes))) && head[0] !== 0
}

function hasChecksum(header: Buffer): boolean {
  const stated = Number.parseInt(text(header, 148, 156).trim() || 'x', 8)
  let sum = 8 * 0x20
  for (const [index, byte] of header.entries()) if (index < 148 || index >= 156) sum += byte
  return sum === stated
}

/** Octal, or binary where the first bit is set. */
function numberOf(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) === 0) return Number.parseInt(field.toString('latin1').replace(/[\0 ].*$/s, '') || '0', 8)
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

/** `length key=value\n` records. */
function paxOf(records: string): {name?: string; link?: string} {
  const found: {name?: string; link?: string} = {}
  for (const record of records.split('\n')) {
    const [, key, value] = /^\d+ ([^=]+)=(.*)$/s.exec(record) ?? []
    if (key === 'path' && value !== undefined) found.name = value
    if (key === 'linkpath' && value !== undefined) found.link = value
  }
  return found
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
