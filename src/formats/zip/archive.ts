import type {ByteReader} from '../../lib/byte-reader.ts'
import {addTo} from '../../lib/group.ts'
import {findEnds, readDirectory, type ZipEnd} from './directory.ts'
import {localBytes, localSignature, parseLocal, viewOf, type ZipRecord} from './record.ts'

/** One member, as either view has it. */
export interface ZipMember {
  /** as the central directory names it, else as its local header does */
  readonly name: string
  readonly central: ZipRecord | undefined
  readonly local: ZipRecord | undefined
  readonly headerBegin: number
  readonly dataBegin: number
  readonly dataEnd: number
  /** behind the data descriptor */
  readonly end: number
}

/** A zip by both of its views; a member that only one of them knows is there too. */
export interface ZipArchive {
  readonly members: readonly ZipMember[]
  /** in file order: end records with their directories, the one that readers take first */
  readonly ends: readonly ZipEnd[]
}

/** Local headers that a walk looks for one after the other. */
const descriptorFlag = 8
const descriptorSignature = 0x08074b50
/** Bytes searched for the next header where a member does not say where it ends. */
const searchBytes = 16 * 1024 * 1024

/**
 * Reads a zip by both of its views: the central directory, which most programs ask, and the local headers one after the
 * other, which streaming ones see.
 * @param tail the last bytes of the file, where end records are looked for
 * @param onMember called for each member before it is kept; throws to stop
 */
export function readZip(file: ByteReader, tail: Uint8Array, onMember: () => void): ZipArchive {
  const [primary, ...others] = findEnds(file, tail)
  const byOffset = new Map<number, ZipRecord[]>()
  const members: ZipMember[] = []
  const ends: ZipEnd[] = []
  const take = (end: ZipEnd): void => {
    ends.push(end)
    for (const record of readDirectory(file, end)) {
      onMember()
      const offset = record.headerOffset + end.shift
      addTo(byOffset, offset, record)
      members.push(toMember(file, offset, record))
    }
  }
  if (primary !== undefined) take(primary)
  // a zip that is a member, stored as it is, has an end of its own
  for (const end of others)
    if (!members.some(({dataBegin, dataEnd}) => end.at >= dataBegin && end.at < dataEnd)) take(end)
  for (const offset of walkLocal(file, byOffset, ends)) {
    onMember()
    members.push(toMember(file, offset, undefined))
  }
  return {members: members.sort((a, b) => a.headerBegin - b.headerBegin), ends}
}

/** Local headers that no central directory lists, met by going from the end of each member to the next. */
function* walkLocal(
  file: ByteReader,
  listed: ReadonlyMap<number, readonly ZipRecord[]>,
  ends: readonly ZipEnd[],
): Generator<number> {
  const byteLength = Number(file.byteLength)
  const seen = new Set<number>()
  const starts = [0, ...listed.keys()].sort((a, b) => a - b)
  for (const start of starts) {
    let at = start
    while (!seen.has(at) && readLocal(file, at) !== undefined) {
      seen.add(at)
      const member = toMember(file, at, listed.get(at)?.[0])
      if (!listed.has(at)) yield at
      at = Math.max(member.end, at + 1)
      if (at >= byteLength || ends.some(({directoryBegin}) => directoryBegin === at)) break
    }
  }
}

function toMember(file: ByteReader, offset: number, central: ZipRecord | undefined): ZipMember {
  const local = readLocal(file, offset)
  const byteLength = Number(file.byteLength)
  const dataBegin = Math.min(byteLength, Math.max(0, offset + (local?.recordBytes ?? 0)))
  const stated = sizeOf(local, central)
  const dataEnd =
    local === undefined
      ? dataBegin
      : Math.min(byteLength, stated === undefined ? findEnd(file, dataBegin) : dataBegin + stated)
  const end =
    local !== undefined && (local.flags & descriptorFlag) !== 0 ? dataEnd + descriptorBytes(file, dataEnd) : dataEnd
  return {name: (central ?? local)?.name ?? '', central, local, headerBegin: offset, dataBegin, dataEnd, end}
}

function readLocal(file: ByteReader, at: number): ZipRecord | undefined {
  const byteLength = Number(file.byteLength)
  if (at < 0 || at + localBytes > byteLength) return undefined
  const fixed = viewOf(file.read(BigInt(at), localBytes))
  if (fixed.getUint32(0, true) !== localSignature) return undefined
  const length = localBytes + fixed.getUint16(26, true) + fixed.getUint16(28, true)
  return at + length > byteLength ? undefined : parseLocal(file.read(BigInt(at), length))
}

/** Where the local header leaves the size to a descriptor behind the data, the central directory has it. */
function sizeOf(local: ZipRecord | undefined, central: ZipRecord | undefined): number | undefined {
  if (local === undefined) return central?.compressedBytes
  if (local.compressedBytes > 0 || (local.flags & descriptorFlag) === 0) return local.compressedBytes
  return central?.compressedBytes
}

function descriptorBytes(file: ByteReader, at: number): number {
  const available = Number(file.byteLength) - at
  if (available < 12) return 0
  const bytes = file.read(BigInt(at), Math.min(24, available)).slice()
  const head = viewOf(bytes).getUint32(0, true) === descriptorSignature ? 4 : 0
  for (const size of [head + 12, head + 20]) if (startsRecord(file, at + size)) return size
  return head === 4 ? 16 : 0
}

function startsRecord(file: ByteReader, at: number): boolean {
  if (at + 4 > Number(file.byteLength)) return at === Number(file.byteLength)
  const bytes = file.read(BigInt(at), 4)
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] !== undefined && bytes[2] < 9
}

/** The next record behind a member of unstated size. */
function findEnd(file: ByteReader, begin: number): number {
  const length = Math.min(searchBytes, Number(file.byteLength) - begin)
  const bytes = Buffer.from(file.read(BigInt(begin), length))
  for (const signature of ['PK\x07\x08', 'PK\x03\x04', 'PK\x01\x02']) {
    const found = bytes.indexOf(signature, 0, 'latin1')
    if (found !== -1) return begin + found
  }
  return begin + length
}
