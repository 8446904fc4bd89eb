import type {FolderPlace} from '../../sources/source.ts'
import {WorkerPool} from '../worker/pool.ts'
import {WorkerLost} from '../worker/thread.ts'
import type {Threads} from '../worker/threads.ts'
import {gapOfGivenUp, givenUpFor, pathOfKey} from '../worker/watch.ts'
import {type ExtractTasks, packEntry, packPaths} from './extract-task.ts'
import {type ClaimedFile, type FileParts, type PackedParts, unpackParts} from './parts.ts'
import type {Queue} from './queue.ts'

/** Less code than this is read before a thread has its grammars and its catalogue. */
const worthBytes = 1536 * 1024

/** What threads need to read files of the same source; detectors go by their ids. */
export interface HelperOptions {
  readonly folder: FolderPlace
  readonly detectors: readonly string[]
  readonly walked: Iterable<string>
  readonly threads: Threads
  readonly signal: AbortSignal
  /** {@link KeptParts.realm} */
  readonly realm?: string | undefined
}

/** Threads that read files of a queue beside the one that asked for them. */
export class Helpers implements AsyncDisposable {
  readonly #pool: WorkerPool<ExtractTasks>
  readonly #work: Promise<unknown>

  /**
   * Starts as many as there is work for.
   * @param onParts is given each file that was read; one that cannot be copied goes back to the queue, and so does
   *   what a lost thread had left
   */
  constructor(queue: Queue, options: HelperOptions, onParts: (parts: FileParts, packed?: PackedParts) => void) {
    const {threads, signal} = options
    const size = Math.min(threads.count - 1, Math.floor(queue.bytes / worthBytes))
    this.#pool = new WorkerPool({size, signal})
    const task = {
      folder: options.folder,
      detectors: options.detectors,
      walked: packPaths(size > 0 ? options.walked : []),
      realm: options.realm,
    }
    /** @returns false where the thread was lost and no file is to blame */
    const read = async (files: readonly ClaimedFile[]): Promise<boolean> => {
      try {
        const packed = await this.#pool.run(
          'extract',
          {...task, files: files.map(({file}) => packEntry(file))},
          {stallMs: () => threads.stallMs},
        )
        const parts = packed.map(unpackParts)
        parts.forEach((each, at) => {
          if (each !== undefined) onParts(each, packed[at])
        })
        queue.giveBack(files.filter((_file, at) => parts[at] === undefined))
        return true
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error
        const path = error.shown.map(pathOfKey)[0]
        if (path !== undefined)
          onParts({path, parts: [], gaps: [gapOfGivenUp(path, givenUpFor(error.reason, threads.stallMs / 1000))]})
        queue.giveBack(files.filter(({file}) => file.path !== path))
        return path !== undefined
      }
    }
    const help = async (): Promise<void> => {
      for (let files = queue.takeBatch(size + 1); files.length > 0; files = queue.takeBatch(size + 1)) {
        if (!(await read(files))) return
      }
    }
    this.#work = Promise.all(Array.from({length: size}, help))
    // whoever waits for the end hears of it
    this.#work.catch(() => undefined)
  }

  /** Once no thread reads any more; what they gave back is in the queue. @throws what no file is to blame for */
  async end(): Promise<void> {
    await this.#work
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work.catch(() => undefined)
    await this.#pool[Symbol.asyncDispose]()
  }
}
