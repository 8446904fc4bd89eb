import {Decompress} from 'fzstd'
import {AibomError} from '../lib/errors.ts'
import {keepBeginning} from './archives/damaged-data.ts'

/** What a frame begins with, little-endian. */
export const zstdMagic = 0xfd2fb528
/** It is 16 numbers: the last four bits may be anything. */
const skippableMagic = 0x184d2a50
const blockLimit = 128 * 1024

/**
 * Unpacks Zstandard (RFC 8878), frame after frame.
 * @throws {AibomError} `AIBOM_COMPRESSED_INVALID` for what is cut, damaged or has a dictionary, `AIBOM_ZIP_BOMB` past
 *   the limit
 */
export function unpackZstd(packed: Uint8Array, limitBytes: number): Uint8Array {
  assertFrames(packed, limitBytes)
  const chunks: Uint8Array[] = []
  let byteLength = 0
  const stream = new Decompress(chunk => {
    byteLength += chunk.length
    if (byteLength > limitBytes) throw tooLarge(limitBytes)
    // the package uses its buffer again
    chunks.push(chunk.slice())
  })
  keepBeginning(
    () => push(stream, packed),
    () => Buffer.concat(chunks),
  )
  return Buffer.concat(chunks)
}

/** Where a frame ends that programs for Zstandard and LZ4 pass over; undefined where none begins. */
export function skippableEnd(view: DataView, begin: number): number | undefined {
  if (begin + 8 > view.byteLength || (view.getUint32(begin, true) & 0xfffffff0) >>> 0 !== skippableMagic)
    return undefined
  return begin + 8 + view.getUint32(begin + 4, true)
}

function push(stream: Decompress, packed: Uint8Array): void {
  try {
    stream.push(packed, true)
  } catch (error) {
    if (error instanceof AibomError) throw error
    throw damaged('its blocks', error)
  }
}

/** The package makes room for what a frame's header asks for, so every header is looked at before. */
function assertFrames(packed: Uint8Array, limitBytes: number): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let at = 0
  do at = frameEnd(view, at, limitBytes)
  while (at < packed.length)
}

function frameEnd(view: DataView, begin: number, limitBytes: number): number {
  const left = view.byteLength - begin
  if (left < 8) throw damaged('a header')
  const skippable = skippableEnd(view, begin)
  if (skippable !== undefined) return skippable
  if (view.getUint32(begin, true) !== zstdMagic) throw damaged('a header')
  const descriptor = view.getUint8(begin + 4)
  const isSingle = (descriptor & 0x20) !== 0
  if ((descriptor & 3) !== 0) throw damaged('a header, which asks for a dictionary,')
  const sizeBytes = descriptor >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >> 6)
  const blocksAt = begin + 5 + (isSingle ? 0 : 1) + sizeBytes
  if (blocksAt > view.byteLength) throw damaged('a header')
  const window = isSingle ? contentSize(view, begin + 5, sizeBytes) : windowSize(view.getUint8(begin + 5))
  // a window may be larger than the content, by its least of 1 KiB up to 8 MiB as a matter of course
  if (window > Math.max(limitBytes, 8 * 1024 * 1024)) throw tooLarge(limitBytes)
  return blocksEnd(view, blocksAt) + ((descriptor & 4) === 0 ? 0 : 4)
}

function contentSize(view: DataView, at: number, sizeBytes: number): number {
  if (sizeBytes === 1) return view.getUint8(at)
  if (sizeBytes === 2) return view.getUint16(at, true) + 256
  return sizeBytes === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true))
}

function windowSize(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}

function blocksEnd(view: DataView, begin: number): number {
  for (let at = begin; ; ) {
    if (at + 3 > view.byteLength) throw damaged('a block')
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
    const [isLast, type, size] = [(header & 1) === 1, (header >> 1) & 3, header >> 3]
    if (type === 3 || size > blockLimit) throw damaged('a block')
    // a run of one byte
    at += 3 + (type === 1 ? 1 : size)
    if (at > view.byteLength) throw damaged('a block')
    if (isLast) return at
  }
}

function damaged(what: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_COMPRESSED_INVALID', `the compressed data is cut or damaged at ${what}`, {cause})
}

function tooLarge(limitBytes: number): AibomError {
  return new AibomError('AIBOM_ZIP_BOMB', `the compressed data unpacks to more than ${limitBytes} bytes`)
}
