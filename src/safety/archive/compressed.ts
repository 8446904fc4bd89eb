import {gunzipSync, type InputType, inflateSync, type ZlibOptions} from 'node:zlib'
import {unpackBzip2} from '../../formats/archives/bzip2.ts'
import {unpackLz4} from '../../formats/archives/lz4.ts'
import {type Unpacked, unpackLzma, unpackXz} from '../../formats/archives/xz.ts'
import {unpackZstd} from '../../formats/zstd.ts'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import type {Examination, FormatReader} from '../reader.ts'

type Unpack = (bytes: InputType, options: ZlibOptions & {info: true}) => unknown

/** gzip, as people compress single files by. */
export const gzip: FormatReader = {
  format: 'gzip',
  matches: ({head}) => (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8 ? 'certain' : undefined),
  read: file => examineUnpacked(file, gunzipSync),
}

/** A zlib stream alone in a file, as joblib writes it. */
export const zlib: FormatReader = {
  format: 'zlib',
  matches: ({head}) =>
    (head[0] ?? 0) === 0x78 && (((head[0] ?? 0) << 8) | (head[1] ?? 0)) % 31 === 0 ? 'certain' : undefined,
  read: file => examineUnpacked(file, inflateSync),
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
  matches: ({head}) =>
    Buffer.from(head.subarray(0, 4)).toString('latin1') === '\x04\x22\x4d\x18' ? 'certain' : undefined,
  read: file => examineOwn(file, unpackLz4),
}

/** Zstandard, as people pack checkpoints and data. */
export const zstd: FormatReader = {
  format: 'zstd',
  matches: ({head}) =>
    Buffer.from(head.subarray(0, 4)).toString('latin1') === '\x28\xb5\x2f\xfd' ? 'certain' : undefined,
  read: file => examineOwn(file, (input, limit) => ({bytes: unpackZstd(input, limit), end: input.length})),
}

/** What Node does not unpack. */
async function examineOwn(file: Examination, unpack: (input: Uint8Array, limit: number) => Unpacked): Promise<void> {
  const {bytes, end} = unpack(file.bytes.read(0n, file.byteLength), Math.max(1, file.budget.left('inflatedBytes')))
  file.cover(0, end)
  await examineContent(file, bytes)
}

/** Examines what the stream holds as if it were the file. */
async function examineUnpacked(file: Examination, unpack: Unpack): Promise<void> {
  const limit = Math.max(1, file.budget.left('inflatedBytes'))
  const packed = file.bytes.read(0n, file.byteLength)
  let bytes: Uint8Array
  try {
    const {buffer, engine} = unpack(packed, {info: true, maxOutputLength: limit}) as {
      buffer: Uint8Array
      engine: {bytesWritten: number}
    }
    bytes = buffer
    file.cover(0, engine.bytesWritten)
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') file.budget.spend('inflatedBytes', limit + 1)
    throw new AibomError('AIBOM_COMPRESSED_INVALID', 'the compressed data is cut or damaged', {cause: error})
  }
  await examineContent(file, bytes)
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
