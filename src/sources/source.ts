import type {Gap} from '../inventory/gap.ts'
import type {Extraction} from '../inventory/inventory.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../inventory/source.ts'

/** A model or data set of a registry, in a folder of the source. */
export interface Publication {
  readonly kind: 'model' | 'dataset'
  /** empty where it is the source as a whole */
  readonly folder: string
  /** What the registry states of it; the first asset is the publication itself. */
  stated(): Extraction
}

/** A folder of this machine, so that other threads can open it as well. */
export interface FolderPlace {
  /** without links */
  readonly absolutePath: string
  /** patterns as in an ignore file in the root */
  readonly exclude: readonly string[]
}

/** What is walked: a folder, a git commit, a hub repository … One interface, one walk. */
export interface Source extends AsyncDisposable {
  describe(): SourceDescription
  /** Each file once, in code-unit order within its folder. Links never lead out of the root. */
  walk(signal: AbortSignal): AsyncIterable<FileEntry>
  /** @throws {AibomError} `AIBOM_FILE_UNREADABLE` */
  open(path: string): Promise<OpenFile>
  /**
   * Absolute path of a file that lies on this machine's disk, for hashing it in a worker; undefined where it does not.
   */
  localPath?(path: string): string | undefined
  /** Where it lies, for a source that is a plain folder. */
  folder?(): FolderPlace
  /** What the walk could not read; complete once `walk` has ended. */
  gaps(): readonly Gap[]
  /**
   * The models and data sets of a registry that the source is or holds; what is stated of them is complete once `walk`
   * has ended.
   */
  publications?(): readonly Publication[]
  /** Folders not entered on purpose; complete once `walk` has ended. */
  notEntered(): readonly string[]
}
