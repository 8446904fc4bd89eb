import {crc32, deflateRawSync} from 'node:zlib'
import {concat, utf8} from './weights.ts'

export interface ZipPart {
  readonly name: string
  readonly content: Uint8Array
  readonly deflate?: boolean
  /** what the local header says in place of the truth */
  readonly local?: Partial<ZipClaims>
  /** what the central directory says in place of the truth */
  readonly central?: Partial<ZipClaims>
  /** left out of the central directory */
  readonly unlisted?: boolean
  readonly mode?: number
}

interface ZipClaims {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly byteLength: number
}

interface ZipOptions {
  readonly comment?: string
  /** the record of large archives too, as torch writes it whatever the size */
  readonly isWide?: boolean
}

/** A zip whose headers say what they are told to, true or not. */
export function zip(parts: readonly ZipPart[], options: ZipOptions = {}): Uint8Array {
  const files: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const part of parts) {
    const packed = part.deflate === true ? new Uint8Array(deflateRawSync(part.content)) : part.content
    const truth: ZipClaims = {
      name: part.name,
      flags: 0,
      method: part.deflate === true ? 8 : 0,
      crc: crc32(part.content),
      packedBytes: packed.length,
      byteLength: part.content.length,
    }
    const local = concat(localHeader({...truth, ...part.local}), packed)
    if (part.unlisted !== true)
      directory.push(centralHeader({...truth, ...part.central}, offset, part.mode ?? 0o100644))
    files.push(local)
    offset += local.length
  }
  const list = concat(...directory)
  const wide = options.isWide === true ? wideEndRecord(directory.length, list.length, offset) : new Uint8Array()
  return concat(...files, list, wide, endRecord(directory.length, list.length, offset, options.comment ?? ''))
}

/** And its locator. */
function wideEndRecord(count: number, byteLength: number, offset: number): Uint8Array {
  const bytes = Buffer.alloc(56 + 20)
  bytes.writeUInt32LE(0x06064b50, 0)
  bytes.writeBigUInt64LE(44n, 4)
  bytes.writeBigUInt64LE(BigInt(count), 24)
  bytes.writeBigUInt64LE(BigInt(count), 32)
  bytes.writeBigUInt64LE(BigInt(byteLength), 40)
  bytes.writeBigUInt64LE(BigInt(offset), 48)
  bytes.writeUInt32LE(0x07064b50, 56)
  bytes.writeBigUInt64LE(BigInt(offset + byteLength), 64)
  bytes.writeUInt32LE(1, 72)
  return bytes
}

function localHeader({name, flags, method, crc, packedBytes, byteLength}: ZipClaims): Uint8Array {
  const bytes = Buffer.alloc(30)
  bytes.writeUInt32LE(0x04034b50, 0)
  bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(flags, 6)
  bytes.writeUInt16LE(method, 8)
  bytes.writeUInt32LE(crc, 14)
  bytes.writeUInt32LE(packedBytes, 18)
  bytes.writeUInt32LE(byteLength, 22)
  bytes.writeUInt16LE(utf8(name).length, 26)
  return concat(bytes, utf8(name))
}

function centralHeader(
  {name, flags, method, crc, packedBytes, byteLength}: ZipClaims,
  offset: number,
  mode: number,
): Uint8Array {
  const bytes = Buffer.alloc(46)
  bytes.writeUInt32LE(0x02014b50, 0)
  bytes.writeUInt16LE(0x0314, 4)
  bytes.writeUInt16LE(20, 6)
  bytes.writeUInt16LE(flags, 8)
  bytes.writeUInt16LE(method, 10)
  bytes.writeUInt32LE(crc, 16)
  bytes.writeUInt32LE(packedBytes, 20)
  bytes.writeUInt32LE(byteLength, 24)
  bytes.writeUInt16LE(utf8(name).length, 28)
  bytes.writeUInt32LE(mode * 0x10000, 38)
  bytes.writeUInt32LE(offset, 42)
  return concat(bytes, utf8(name))
}

function endRecord(count: number, byteLength: number, offset: number, comment: string): Uint8Array {
  const bytes = Buffer.alloc(22)
  bytes.writeUInt32LE(0x06054b50, 0)
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(byteLength, 12)
  bytes.writeUInt32LE(offset, 16)
  bytes.writeUInt16LE(comment.length, 20)
  return concat(bytes, utf8(comment))
}
