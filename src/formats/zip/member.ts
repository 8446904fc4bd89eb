import {inflateRawSync} from 'node:zlib'
import {memoryReader} from '../../lib/byte-reader.ts'
import {AibomError, systemErrorCode} from '../../lib/errors.ts'
import {unpackZstd} from '../zstd.ts'
import {readZip, type ZipMember} from './archive.ts'

const stored = 0
const deflated = 8
const zstandard = 93
const tailBytes = 128 * 1024
/** Logs of large evaluations hold some 100,000 samples, a member each. */
const memberLimit = 1_000_000

/** The names of all members of a zip that lies in memory. */
export function zipNames(bytes: Buffer): ReadonlySet<string> {
  return new Set(membersOf(bytes).map(({name}) => name))
}

/**
 * The content of a member of a zip that lies in memory, unpacked.
 * @returns undefined where there is no such member
 * @throws {AibomError} `AIBOM_ZIP_MEMBER` where it is damaged, packed by an unknown method, or there twice, `AIBOM_ZIP_BOMB` past the limit
 */
export function memberOfZip(bytes: Buffer, name: string, limitBytes: number): Buffer | undefined {
  const [member, second] = membersOf(bytes).filter(each => each.name === name)
  if (member === undefined) return undefined
  if (second !== undefined) throw new AibomError('AIBOM_ZIP_MEMBER', `${name} is in the archive twice`)
  const record = member.central ?? member.local
  const packed = bytes.subarray(member.dataBegin, member.dataEnd)
  switch (record?.method) {
    case stored:
      return packed
    case deflated:
      return inflate(packed, name, limitBytes)
    case zstandard:
      return Buffer.from(unpackZstd(packed, limitBytes))
    default:
      throw new AibomError('AIBOM_ZIP_MEMBER', `${name} is packed by method ${record?.method}, which aibom does not know`)
  }
}

function membersOf(bytes: Buffer): readonly ZipMember[] {
  let count = 0
  return readZip(memoryReader(bytes), bytes.subarray(-tailBytes), () => {
    if (++count > memberLimit) throw new AibomError('AIBOM_ZIP_BOMB', `the archive has more than ${memberLimit} members`)
  }).members
}

function inflate(packed: Buffer, name: string, limitBytes: number): Buffer {
  try {
    return inflateRawSync(packed, {maxOutputLength: limitBytes})
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw new AibomError('AIBOM_ZIP_BOMB', `${name} unpacks to more than ${limitBytes} bytes`)
    throw new AibomError('AIBOM_ZIP_MEMBER', `the compressed data of ${name} is damaged`, {cause: error})
  }
}
