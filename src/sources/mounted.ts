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

export interface Mounted {
  readonly description: SourceDescription
  readonly publications: readonly Publication[]
  readonly files: readonly MountedFile[]
  readonly gaps: readonly Gap[]
}

/** A store of this machine whose files lie under digests, seen under their names. */
export class MountedSource implements Source {
  readonly #mounted: Mounted
  readonly #files: ReadonlyMap<string, MountedFile>
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
      const {byteLength, known, close} = await this.open(path)
      close?.()
      yield {path, byteLength, known}
    }
  }

  async open(path: string): Promise<OpenFile> {
    const mounted = this.#files.get(path)
    if (mounted === undefined) throw unreadable(path, 'the store has no such file')
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
    return this.#files.get(path)?.absolutePath
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
