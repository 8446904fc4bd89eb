import type {FileSafety, SafetyRule} from '../inventory/file-safety.ts'
import type {Place} from './reader.ts'

/** The files of one folder or repository together, after each was examined alone. */
export interface RepositoryView {
  /** every file that was walked, examined or not */
  readonly paths: ReadonlySet<string>
  readonly files: ReadonlyMap<string, FileSafety>
  /** The whole of a small text file; undefined where there is none, or it is too large or not at hand. */
  text(path: string): Promise<string | undefined>
  /** Reports what a rule says of a file in view of the others. */
  find(path: string, rule: SafetyRule, message: string, place?: Place): void
}

/** What can be told only from several files: an index and its shards, a configuration and the code that it names. */
export type RepositoryRule = (view: RepositoryView) => void | Promise<void>
