import type {AssetKind} from '../inventory/asset.ts'
import type {Scope} from '../inventory/evidence.ts'
import type {Extraction} from '../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../inventory/source.ts'
import type {ByteReader} from '../lib/byte-reader.ts'

export interface DetectorContext {
  readonly signal: AbortSignal
  /** product, test, example, docs or vendored, by the path */
  scopeOf(path: string): Scope
  /** Another file of the same source (`-r base.txt`, a tokenizer beside its model), read at most once by the pipeline; undefined when the source has none. */
  sibling(path: string): Promise<OpenFile | undefined>
  /** What the source is, where its registry says so: the card in this folder describes it, whatever lies beside it. */
  readonly published?: {readonly kind: 'model' | 'dataset'; readonly folder: string} | undefined
}

export interface AssembleContext extends DetectorContext {
  /** every file that was walked, by path */
  readonly files: ReadonlyMap<string, FileEntry>
}

/** Reads the files it claims into assets with evidence. A plain object, listed in all.ts. */
export interface Detector<Note = unknown> {
  readonly id: string
  /** raised when the same input would give another answer */
  readonly version: number
  readonly finds: readonly AssetKind[]
  /** true when the detector also wants files that a .gitignore hides (weights and model folders) */
  readonly wantsIgnored?: boolean
  /**
   * Asked for every file: plain string tests, no allocation.
   * @param head first 512 bytes, given only for files that nobody claimed by name
   */
  required(file: FileEntry, head?: Uint8Array): boolean
  /** Never throws for bad input: a Gap. */
  extract(file: OpenFile, context: DetectorContext): Promise<Extraction<Note>>
  /** Weights: fed by a worker while the digest is computed, one synchronous read of the body. */
  consume?(file: FileEntry): Consumer
  /** After the walk: shards → one model, manifest + lock → one graph, names imported from other files. Gets all that `extract` gave, returns what replaces it. */
  assemble?(found: Extraction<Note>, context: AssembleContext): Extraction<Note> | Promise<Extraction<Note>>
}

export interface Consumer {
  chunk(bytes: Uint8Array, offset: bigint): void
  end(reader: ByteReader): Extraction
}
