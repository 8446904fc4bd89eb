import type {Gap} from '../inventory/gap.ts'
import type {FileEntry, OpenFile, SourceDescription} from '../inventory/source.ts'
import {AibomError} from '../lib/errors.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import {isPathHidden} from './ignore/ignore.ts'
import {type IgnoreRules, parseExcludes} from './ignore/ignore-file.ts'
import {Inside} from './inside.ts'
import {LocalFile, unreadable} from './local-file.ts'
import type {SourceOptions} from './opener.ts'
import type {FolderPlace, Source} from './source.ts'
import {describeFolder} from './subject.ts'
import {DirectoryWalk} from './walk.ts'

/** So many files are given out before timers and signals have their turn. */
const filesPerTurn = 4096

/** A folder of this machine. */
export class DirectorySource implements Source {
  readonly #root: string
  readonly #inside: Inside
  readonly #patterns: readonly string[]
  readonly #exclude: IgnoreRules | undefined
  readonly #excluded: readonly Gap[]
  readonly #held = new Set<LocalFile>()
  #walk: DirectoryWalk | undefined
  #description: SourceDescription | undefined

  /**
   * @param root absolute, without links
   * @param exclude patterns as in an ignore file in the root: what they match is not part of the source
   * @param configured patterns of a configuration file: the same, and each is told as a gap
   */
  constructor(
    root: string,
    exclude: readonly string[],
    configured: SourceOptions['configured'] = {path: '', keys: [], excludes: []},
  ) {
    this.#root = root
    this.#inside = new Inside(root)
    this.#patterns = [...exclude, ...configured.excludes]
    this.#exclude = parseExcludes(this.#patterns)
    this.#excluded = configured.excludes.map(pattern => ({
      path: '',
      stage: 'walk',
      code: 'excluded',
      message: `${configured.path} excludes ${pattern}`,
    }))
  }

  describe(): SourceDescription {
    this.#description ??= describeFolder(this.#root)
    return this.#description
  }

  walk(signal: AbortSignal): AsyncIterable<FileEntry> {
    const walk = new DirectoryWalk(this.#root, this.#exclude)
    this.#walk = walk
    return {[Symbol.asyncIterator]: () => new WalkIterator(walk, signal)}
  }

  async open(path: string): Promise<OpenFile> {
    if (this.#exclude !== undefined && isPathHidden(this.#exclude, path)) throw unreadable(path, 'it is excluded')
    return new LocalFile(path, this.#inside.resolve(path), this.#held)
  }

  localPath(path: string): string | undefined {
    try {
      return this.#inside.resolve(path)
    } catch (error) {
      if (error instanceof AibomError) return undefined
      throw error
    }
  }

  folder(): FolderPlace {
    return {absolutePath: this.#root, exclude: this.#patterns}
  }

  gaps(): readonly Gap[] {
    return sortedBy([...this.#excluded, ...(this.#walk?.gaps ?? [])], gap => gap.path)
  }

  notEntered(): readonly string[] {
    return [...(this.#walk?.notEntered ?? [])].sort(compareText)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of [...this.#held]) file.close()
  }
}

/** By hand and not a generator: that costs a third of the time for files that nobody wants. */
class WalkIterator implements AsyncIterator<FileEntry> {
  readonly #walk: DirectoryWalk
  readonly #signal: AbortSignal
  #batch: readonly FileEntry[] = []
  #at = 0
  #sinceTurn = 0

  constructor(walk: DirectoryWalk, signal: AbortSignal) {
    this.#walk = walk
    this.#signal = signal
  }

  next(): Promise<IteratorResult<FileEntry>> {
    const file = this.#batch[this.#at]
    if (file === undefined) return this.#advance()
    this.#at++
    return Promise.resolve({value: file, done: false})
  }

  async #advance(): Promise<IteratorResult<FileEntry>> {
    for (;;) {
      await this.#takeTurn()
      const batch = this.#walk.next()
      if (batch === undefined) return {value: undefined, done: true}
      const [first] = batch
      this.#batch = batch
      this.#at = 1
      this.#sinceTurn += batch.length + 1
      if (first !== undefined) return {value: first, done: false}
    }
  }

  async #takeTurn(): Promise<void> {
    this.#signal.throwIfAborted()
    if (this.#sinceTurn < filesPerTurn) return
    this.#sinceTurn = 0
    await new Promise(resolve => setImmediate(resolve))
    this.#signal.throwIfAborted()
  }
}
