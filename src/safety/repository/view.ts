import type {ByteSpan, FileSafety, SafetyRule} from '../../inventory/file-safety.ts'
import type {Place} from '../reader.ts'

/** The files of one folder or repository together, after each was examined alone. */
export interface RepositoryView {
  /** bytes of every file that was walked, examined or not */
  readonly byteLengths: ReadonlyMap<string, number>
  readonly files: ReadonlyMap<string, FileSafety>
  /** paths of links that lead out of the source, and were not followed */
  readonly linksOut: ReadonlySet<string>
  /** false where the user named a single file: what is beside it was not looked at */
  readonly isWhole: boolean
  /** The whole of a small text file; undefined where there is none, or it is too large or not at hand. */
  text(path: string): Promise<string | undefined>
  /** A range of a file; undefined where it is not at hand. */
  bytes(path: string, begin: number, length: number): Promise<Uint8Array | undefined>
  /** Reports what a rule says of a file in view of the others. */
  find(path: string, rule: SafetyRule, message: string, place?: Place): void
  /**
   * Says what the content of a file is that no reader knows by itself: data that other files describe, in these parts
   * of it.
   */
  account(path: string, format: string, spans: readonly ByteSpan[]): void
}

/** What can be told only from several files: an index and its shards, a configuration and the code that it names. */
export type RepositoryRule = (view: RepositoryView) => void | Promise<void>
