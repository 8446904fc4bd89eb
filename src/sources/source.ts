import type {Gap} from '../inventory/gap.ts'
import type {Extraction} from '../inventory/inventory.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../inventory/source.ts'

/** What is walked: a folder, a git commit, a hub repository … One interface, one walk. */
export interface Source extends AsyncDisposable {
  describe(): SourceDescription
  /** Each file once, in code-unit order within its folder. Links never lead out of the root. */
  walk(signal: AbortSignal): AsyncIterable<FileEntry>
  /** @throws {AibomError} `AIBOM_FILE_UNREADABLE` */
  open(path: string): Promise<OpenFile>
  /** Absolute path of a file that lies on this machine's disk, for hashing it in a worker; undefined where it does not. */
  localPath?(path: string): string | undefined
  /** What the walk could not read; complete once `walk` has ended. */
  gaps(): readonly Gap[]
  /** What the source as a whole is, where it is a publication of its own */
  readonly publishes?: 'model' | 'dataset' | undefined
  /** What its registry states of it as a whole; complete once `walk` has ended. The first asset is the source itself. */
  stated?(): Extraction
  /** Folders not entered on purpose; complete once `walk` has ended. */
  notEntered(): readonly string[]
}
