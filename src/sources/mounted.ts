import type {Digest} from '../inventory/evidence.ts'
import type {Gap} from '../inventory/gap.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../inventory/source.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import {LocalFile, unreadable} from './local-file.ts'
import type {Publication, Source} from './source.ts'

/** A file of a store, under the name that its manifest gives it. */
export interface MountedFile {
  readonly path: string
  /** without links */
  readonly absolutePath: string
  /** what the store says of its content */
  readonly known: readonly Digest[]
}

/** A file that a store declares, and whose content is not here. */
export interface AbsentFile {
  readonly path: string
  readonly byteLength: bigint
  readonly known: readonly Digest[]
}

/** What a store has under the name that was asked for. */
export interface Mounted {
  readonly description: SourceDescription
  readonly publications: readonly Publication[]
  readonly files: readonly (MountedFile | AbsentFile)[]
  readonly gaps: readonly Gap[]
}

/** A store of this machine whose files lie under digests, seen under their names. */
export class MountedSource implements Source {
  readonly #mounted: Mounted
  readonly #files: ReadonlyMap<string, MountedFile | AbsentFile>
  readonly #held = new Set<LocalFile>()
  readonly #gaps: Gap[]

  constructor(mounted: Mounted) {
    this.#mounted = mounted
    this.#files = new Map(sortedBy(mounted.files, ({path}) => path).map(file => [file.path, file]))
    this.#gaps = [...mounted.gaps]
  }

  describe(): SourceDescription {
    return this.#mounted.description
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    for (const path of this.#files.keys()) {
      signal.throwIfAborted()
      const {byteLength, known, remote, close} = await this.open(path)
      close?.()
      yield {path, byteLength, known, ...(remote === true && {remote})}
    }
  }

  async open(path: string): Promise<OpenFile> {
    const mounted = this.#files.get(path)
    if (mounted === undefined) throw unreadable(path, 'the store has no such file')
    if (!('absolutePath' in mounted)) return absent(mounted)
    const file = new LocalFile(path, mounted.absolutePath, this.#held)
    return {
      path,
      byteLength: file.byteLength,
      known: mounted.known,
      text: limit => file.text(limit),
      bytes: () => file.bytes(),
      close: () => file.close(),
    }
  }

  localPath(path: string): string | undefined {
    const file = this.#files.get(path)
    return file !== undefined && 'absolutePath' in file ? file.absolutePath : undefined
  }

  publications(): readonly Publication[] {
    return this.#mounted.publications
  }

  gaps(): readonly Gap[] {
    return this.#gaps
  }

  notEntered(): readonly string[] {
    return []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of [...this.#held].sort((a, b) => compareText(a.path, b.path))) file.close()
  }
}

/** Listed as what lies elsewhere: nobody hashes it, and who wants to read it is told why not. */
function absent({path, byteLength, known}: AbsentFile): OpenFile {
  const refuse = async (): Promise<never> => {
    throw unreadable(path, 'it was not downloaded; its size and digest are those that the store declares')
  }
  return {path, byteLength, known, remote: true, text: refuse, bytes: refuse}
}
