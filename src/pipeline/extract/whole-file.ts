import type {FileEntry, OpenFile} from '../../inventory/source.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {sha256Hex} from '../../lib/digest.ts'
import type {Seal} from '../../lib/fs/sealed-pack.ts'
import {decodeText} from '../../lib/text/text.ts'
import {assertNotTooLarge} from '../../sources/local-file.ts'

/** Larger files are read again: hashing them would cost more than their headers do. */
const keptFileBytes = 4n * 1024n * 1024n

/** Whether what is read of a file may be kept. */
export function isKept({byteLength, remote}: FileEntry): boolean {
  return remote !== true && byteLength <= keptFileBytes
}

/** The file with its bytes in memory, read once, so that what is hashed is what its readers see. */
export interface ReadWhole {
  readonly file: OpenFile
  /** 64 hex digits */
  readonly sha256: string
}

/** @throws {AibomError} `AIBOM_FILE_UNREADABLE` */
export async function readWhole(opened: OpenFile): Promise<ReadWhole> {
  const {path, byteLength, known, ignored} = opened
  const bytes = (await opened.bytes()).read(0n, Number(byteLength))
  let decoded: string | undefined
  const file: OpenFile = {
    path,
    byteLength,
    known,
    ...(ignored !== undefined && {ignored}),
    async text(limitBytes) {
      assertNotTooLarge(path, byteLength, limitBytes)
      decoded ??= decodeText(bytes)
      return decoded
    },
    bytes: async () => memoryReader(bytes),
  }
  return {file, sha256: sha256Hex(bytes)}
}

/** @param realm {@link KeptParts.realm} */
export function sealOf(realm: string, {path, ignored}: FileEntry, sha256: string): Seal {
  const made = [realm, String(ignored === true), path, sha256].join('\0')
  const of = (purpose: string): string => sha256Hex(`${purpose}\0${made}`)
  return {id: of('id'), key: of('key')}
}
