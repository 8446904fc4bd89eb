import type {ByteReader} from '../../lib/byte-reader.ts'
import type {Examination} from '../reader.ts'

/** A file inside a zip or tar. */
export interface ArchiveMember {
  readonly name: string
  /** as it is unpacked; what the archive states, proven only by {@link open} */
  readonly byteLength: number
  /**
   * Its content; @throws {AibomError} where it is damaged, encrypted or packed by an unknown method, {@link
   * LimitReached}
   */
  open(): ByteReader
}

/** An archive while a dialect examines it. What it does not claim is examined by content afterwards. */
export interface OpenArchive {
  readonly members: readonly ArchiveMember[]
  find(name: string): ArchiveMember | undefined
  /** The dialect has examined this member, or knows that it is data. */
  claim(member: ArchiveMember): void
}

/** A model format that is an archive with certain members: Keras, torch, skops in a zip, NeMo in a tar. */
export interface ArchiveDialect {
  readonly format: string
  matches(names: ReadonlySet<string>): boolean
  read(archive: OpenArchive, file: Examination): void | Promise<void>
}
