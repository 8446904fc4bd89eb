import type {ByteReader} from '../lib/byte-reader.ts'
import type {Digest} from './evidence.ts'

/** What was walked. Nothing but the subject's name in the BOM depends on `name`. */
export interface SourceDescription {
  /** `dir`, `file`, `git`, `hf`, `hf-dataset`, `hf-cache`, `ollama`, `oci` … */
  readonly scheme: string
  readonly name: string
  readonly version?: string
  /** commit, 40 or 64 hex digits */
  readonly revision?: string
  /** where it is published, without credentials */
  readonly url?: string
  readonly purl?: string
  /** who publishes it, as its registry says */
  readonly author?: string
  /** when this version came out, as its registry says: ISO 8601 */
  readonly released?: string
  /** when the revision was committed: ISO 8601 */
  readonly committed?: string
  /** path of the file that tells how to report a vulnerability */
  readonly securityPolicy?: string
}

/** A file as the walk of a source sees it: nothing of it is read yet. */
export interface FileEntry {
  /** relative to the source, `/`-separated */
  readonly path: string
  readonly byteLength: bigint
  /** digests that are known without reading, e.g. the LFS sha256 of a hub file */
  readonly known: readonly Digest[]
  /** seen although a .gitignore hides it: asked of weight and model detectors only */
  readonly ignored?: boolean
  /**
   * tracked in a folder of installed packages, of tools or of caches, where nobody looks: asked only of those who read
   * what acts or runs wherever it lies
   */
  readonly installed?: boolean
  /**
   * its content costs a request: it is read only by those who claim it by name, and weights only as far as their header
   */
  readonly remote?: boolean
}

/** A file that detectors read from; nothing is read before they ask. */
export interface OpenFile extends FileEntry {
  /**
   * The whole file as text: UTF-8, UTF-16 by its byte order mark, else Latin-1; the mark is taken off.
   * @throws {AibomError} `AIBOM_FILE_TOO_LARGE` past the limit, `AIBOM_FILE_UNREADABLE`
   */
  text(limitBytes: number): Promise<string>
  /** Range reads; of a remote file the ranges are prefetched. */
  bytes(): Promise<ByteReader>
  /** Gives back what is held open; the file may be asked again afterwards. */
  close?(): void
}
