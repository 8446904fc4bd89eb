import {inflateRawSync} from 'node:zlib'
import {type ByteReader, memoryReader} from '../../lib/byte-reader.ts'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {unpackZstd} from '../zstd.ts'
import {readZip, type ZipMember} from './archive.ts'

const stored = 0
const deflated = 8
const zstandard = 93
const tailBytes = 128 * 1024
/** Logs of large evaluations hold some 100,000 samples, a member each. */
const memberLimit = 200_000

/**
 * The content of a member of a zip that lies in memory, unpacked.
 * @returns undefined where there is no such member
 * @throws {AibomError} `AIBOM_ZIP_MEMBER` where it is damaged, packed by an unknown method, or there twice,
 *   `AIBOM_ZIP_BOMB` past the limit
 */
export function memberOfZip(bytes: Buffer, name: string, limitBytes: number): Buffer | undefined {
  return memberOfArchive(memoryReader(bytes), name, limitBytes)
}

/** {@link memberOfZip} of a file, of which only the ranges that matter are read. */
export function memberOfArchive(file: ByteReader, name: string, limitBytes: number): Buffer | undefined {
  const named = membersOf(file).filter(each => each.name === name)
  const listed = named.filter(({central}) => central !== undefined)
  // what a program replaced in place is still there, and no directory lists it any more
  const [member, second] = listed.length > 0 ? listed : named
  if (member === undefined) return undefined
  if (second !== undefined) throw new AibomError('AIBOM_ZIP_MEMBER', `${name} is in the archive twice`)
  const record = member.central ?? member.local
  const packedBytes = member.dataEnd - member.dataBegin
  if (packedBytes > limitBytes) throw new AibomError('AIBOM_ZIP_BOMB', `${name} has more than ${limitBytes} bytes`)
  const packed = Buffer.from(file.read(BigInt(member.dataBegin), packedBytes))
  switch (record?.method) {
    case stored:
      return packed
    case deflated:
      return inflate(packed, name, limitBytes)
    case zstandard:
      return Buffer.from(unpackZstd(packed, limitBytes))
    default:
      throw new AibomError(
        'AIBOM_ZIP_MEMBER',
        `${name} is packed by method ${record?.method}, which aibom does not know`,
      )
  }
}

function membersOf(file: ByteReader): readonly ZipMember[] {
  let count = 0
  const tail = BigInt(tailBytes) < file.byteLength ? BigInt(tailBytes) : file.byteLength
  return readZip(file, file.read(file.byteLength - tail, Number(tail)), () => {
    if (++count > memberLimit)
      throw new AibomError('AIBOM_ZIP_BOMB', `the archive has more than ${memberLimit} members`)
  }).members
}

function inflate(packed: Buffer, name: string, limitBytes: number): Buffer {
  try {
    return inflateRawSync(packed, {maxOutputLength: limitBytes})
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE')
      throw new AibomError('AIBOM_ZIP_BOMB', `${name} unpacks to more than ${limitBytes} bytes`)
    throw new AibomError('AIBOM_ZIP_MEMBER', `the compressed data of ${name} is damaged`, {cause: error})
  }
}
