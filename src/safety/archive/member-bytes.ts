import {AibomError} from '../../lib/errors.ts'
import type {ArchiveMember} from './archive.ts'

/**
 * The first bytes of a member; undefined where it cannot be opened: it is then examined as any other member, which
 * reports what is wrong with it.
 * @throws {AibomError} `AIBOM_NOT_FETCHED`
 */
export function headOfMember({open}: ArchiveMember, mostBytes: number): Uint8Array | undefined {
  return unlessBroken(() => {
    const bytes = open()
    return bytes.read(0n, Math.min(mostBytes, Number(bytes.byteLength)))
  })
}

/**
 * All bytes of a member; undefined where there are more than the limit, or where it cannot be opened, as for
 * {@link headOfMember}.
 * @throws {AibomError} `AIBOM_NOT_FETCHED`
 */
export function wholeMember({byteLength, open}: ArchiveMember, limitBytes: number): Uint8Array | undefined {
  if (byteLength > limitBytes) return undefined
  return unlessBroken(() => {
    const bytes = open()
    return bytes.byteLength > BigInt(limitBytes) ? undefined : bytes.read(0n, Number(bytes.byteLength))
  })
}

function unlessBroken(read: () => Uint8Array | undefined): Uint8Array | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_NOT_FETCHED') throw error
    return undefined
  }
}
