import {basename} from 'node:path'
import type {Gap} from '../inventory/gap.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../inventory/source.ts'
import {LocalFile, unreadable} from './local-file.ts'
import type {Source} from './source.ts'

/** One file, named by itself; its neighbours are not part of the source. */
export class FileSource implements Source {
  readonly #absolutePath: string
  readonly #name: string
  readonly #held = new Set<LocalFile>()

  /**
   * @param absolutePath without links
   * @param name as the user called it: the target of a link may have another
   */
  constructor(absolutePath: string, name: string) {
    this.#absolutePath = absolutePath
    this.#name = basename(name)
  }

  describe(): SourceDescription {
    return {scheme: 'file', name: this.#name}
  }

  async *walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    signal.throwIfAborted()
    const file = await this.open(this.#name)
    const {path, byteLength, known} = file
    file.close?.()
    yield {path, byteLength, known}
  }

  async open(path: string): Promise<OpenFile> {
    if (path !== this.#name) throw unreadable(path, `the source is the one file ${this.#name}`)
    return new LocalFile(path, this.#absolutePath, this.#held)
  }

  localPath(path: string): string | undefined {
    return path === this.#name ? this.#absolutePath : undefined
  }

  gaps(): readonly Gap[] {
    return []
  }

  notEntered(): readonly string[] {
    return []
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of [...this.#held]) file.close()
  }
}
