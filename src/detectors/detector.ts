import type {AssetKind} from '../inventory/asset.ts'
import type {Evidence, Scope} from '../inventory/evidence.ts'
import type {Extraction} from '../inventory/inventory.ts'
import type {FileEntry, OpenFile} from '../inventory/source.ts'

/** What a detector may ask while it reads one file. */
export interface DetectorContext {
  readonly signal: AbortSignal
  /** product, test, example, docs or vendored, by the path */
  scopeOf(path: string): Scope
  /**
   * Another file of the same source (`-r base.txt`, a tokenizer beside its model), read at most once by the pipeline;
   * undefined when the source has none.
   */
  sibling(path: string): Promise<OpenFile | undefined>
  /** What lies in a folder, where its registry says so: the card there describes it, whatever lies beside it. */
  publishedAs?(folder: string): 'model' | 'dataset' | undefined
}

/** The same when all files have been read. */
export interface AssembleContext extends DetectorContext {
  /** every file that was walked, by path */
  readonly files: ReadonlyMap<string, FileEntry>
  /**
   * What `read` makes of a file. It may be that of an earlier run over the same bytes, so it is plain data that rests
   * on them and the path alone. Without it nothing is kept.
   */
  readonly reread?: Reread
}

/** @param purpose tells apart what is made of one file */
export type Reread = <T>(file: OpenFile, purpose: string, read: (file: OpenFile) => Promise<T>) => Promise<T>

/** Reads the files it claims into assets with evidence. A plain object, listed in all.ts. */
export interface Detector<Note = unknown> {
  readonly id: string
  /** raised when the same input would give another answer */
  readonly version: number
  readonly finds: readonly AssetKind[]
  /** true when the detector also wants files that a .gitignore hides (weights and model folders) */
  readonly wantsIgnored?: boolean
  /** true when the detector also wants, by their names, files that are committed among installed packages */
  readonly wantsInstalled?: boolean
  /**
   * true when its assembly rests on what was extracted, on which paths there are and which of them are ignored, and on
   * siblings that it asks for, and on nothing else: it is then kept for the next run
   */
  readonly assemblesAlike?: boolean
  /**
   * Asked for every file: plain string tests, no allocation.
   * @param head first 512 bytes, given only for files that nobody claimed by name
   */
  required(file: FileEntry, head?: Uint8Array): boolean
  /** Never throws for bad input: a Gap. */
  extract(file: OpenFile, context: DetectorContext): Promise<Extraction<Note>>
  /**
   * After the walk: shards → one model, manifest + lock → one graph, names imported from other files. Gets all that
   * `extract` gave, returns what replaces it.
   */
  assemble?(found: Extraction<Note>, context: AssembleContext): Extraction<Note> | Promise<Extraction<Note>>
}

/** Evidence of what a configuration file states, but for its line. */
export function configuredIn(
  path: string,
  context: DetectorContext,
  detector: string,
  confidence: number,
): Omit<Evidence, 'line'> {
  return {detector, technique: 'manifest', path, level: 'configured', scope: context.scopeOf(path), confidence}
}
