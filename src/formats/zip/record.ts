import {strayOf} from './stray.ts'

/** What one of the two headers of a member says of it. */
export interface ZipRecord {
  readonly name: string
  readonly nameBytes: Uint8Array
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressedBytes: number
  readonly byteLength: number
  /** of the local header, from the start of the archive; only the central directory says it */
  readonly headerOffset: number
  /** Unix mode and type, where the central directory has them */
  readonly mode: number
  /** of the header itself, name and extra fields included */
  readonly recordBytes: number
  readonly isZip64: boolean
  /** the name that some programs take in place of the other */
  readonly unicodeName?: string
  /** extra fields that no program is known to read */
  readonly stray: Uint8Array
  /** only the central directory has one */
  readonly comment: Uint8Array
}

/** `PK\3\4`, before a local header. @see APPNOTE 4.3.7 */
export const localSignature = 0x04034b50
/** `PK\1\2`, before an entry of the central directory. @see APPNOTE 4.3.12 */
export const centralSignature = 0x02014b50
/** A local header without name and extra field. */
export const localBytes = 30
/** An entry of the central directory without name, extra field and comment. */
export const centralBytes = 46
const utf8Flag = 0x800
const zip64Id = 0x0001
const unicodeNameId = 0x7075
/** Version and checksum of the other name before it. */
const unicodeHeadBytes = 5
const full32 = 0xffffffff

/** Sizes and offset that stand in an extra field because 32 bits do not hold them. */
interface Wide {
  compressedBytes: number
  byteLength: number
  headerOffset: number
  isZip64: boolean
}

/** @param bytes the fixed part, name, extra fields */
export function parseLocal(bytes: Uint8Array): ZipRecord {
  const view = viewOf(bytes)
  const nameEnd = localBytes + view.getUint16(26, true)
  const recordBytes = nameEnd + view.getUint16(28, true)
  const sizes = widen(
    {compressedBytes: view.getUint32(18, true), byteLength: view.getUint32(22, true), headerOffset: 0, isZip64: false},
    bytes.subarray(nameEnd, recordBytes),
  )
  const unicodeName = unicodeNameOf(bytes.subarray(nameEnd, recordBytes))
  const flags = view.getUint16(6, true)
  const nameBytes = bytes.slice(localBytes, nameEnd)
  return {
    name: decodeName(nameBytes, flags),
    nameBytes,
    flags,
    method: view.getUint16(8, true),
    crc: view.getUint32(14, true),
    ...sizes,
    mode: 0,
    recordBytes,
    stray: strayOf(bytes.slice(nameEnd, recordBytes)),
    comment: new Uint8Array(),
    ...(unicodeName !== undefined && {unicodeName}),
  }
}

/** @param bytes the fixed part, name, extra fields, comment */
export function parseCentral(bytes: Uint8Array): ZipRecord {
  const view = viewOf(bytes)
  const nameEnd = centralBytes + view.getUint16(28, true)
  const extraEnd = nameEnd + view.getUint16(30, true)
  const sizes = widen(
    {
      compressedBytes: view.getUint32(20, true),
      byteLength: view.getUint32(24, true),
      headerOffset: view.getUint32(42, true),
      isZip64: false,
    },
    bytes.subarray(nameEnd, extraEnd),
  )
  const unicodeName = unicodeNameOf(bytes.subarray(nameEnd, extraEnd))
  const flags = view.getUint16(8, true)
  const nameBytes = bytes.slice(centralBytes, nameEnd)
  return {
    name: decodeName(nameBytes, flags),
    nameBytes,
    flags,
    method: view.getUint16(10, true),
    crc: view.getUint32(16, true),
    ...sizes,
    mode: view.getUint32(38, true) >>> 16,
    recordBytes: extraEnd + view.getUint16(32, true),
    stray: strayOf(bytes.slice(nameEnd, extraEnd)),
    comment: bytes.slice(extraEnd, extraEnd + view.getUint16(32, true)),
    ...(unicodeName !== undefined && {unicodeName}),
  }
}

/** A view of the same bytes, not a copy. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** An unsigned number of 64 bits; past 2^53 it is merely too large, which every check against the file finds. */
export function readU64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x100000000
}

function widen(sizes: Wide, extra: Uint8Array): Wide {
  const field = extraField(extra, zip64Id)
  if (field === undefined) return sizes
  const view = viewOf(field)
  let next = 0
  for (const name of ['byteLength', 'compressedBytes', 'headerOffset'] as const) {
    if (sizes[name] !== full32 || next + 8 > field.length) continue
    sizes[name] = readU64(view, next)
    next += 8
  }
  return {...sizes, isZip64: true}
}

function unicodeNameOf(extra: Uint8Array): string | undefined {
  const field = extraField(extra, unicodeNameId)
  return field === undefined || field.length < unicodeHeadBytes
    ? undefined
    : new TextDecoder().decode(field.subarray(unicodeHeadBytes))
}

/** What the first extra field of a kind holds. */
function extraField(extra: Uint8Array, id: number): Uint8Array | undefined {
  const view = viewOf(extra)
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    const end = Math.min(extra.length, at + 4 + view.getUint16(at + 2, true))
    if (view.getUint16(at, true) === id) return extra.subarray(at + 4, end)
  }
  return undefined
}

function decodeName(bytes: Uint8Array, flags: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return text.toString((flags & utf8Flag) === 0 && bytes.some(byte => byte > 0x7f) ? 'latin1' : 'utf8')
}
