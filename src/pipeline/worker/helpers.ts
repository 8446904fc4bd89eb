import type {TaskTable} from './messages.ts'
import {WorkerPool} from './pool.ts'
import type {Queue, Queued} from './queue.ts'
import {WorkerLost} from './thread.ts'
import type {Threads} from './threads.ts'
import {type GivenUp, givenUpFor, pathOfKey} from './watch.ts'

/** What the threads beside this one do with files of a queue. */
export interface Help<Item extends Queued, Table extends TaskTable> {
  readonly threads: Threads
  readonly signal: AbortSignal
  /** less than this is done before a thread has loaded what it needs */
  readonly worthBytes: number
  /** Has a thread read files, and takes what it found. @returns those that it could not hand over */
  read(files: readonly Item[], pool: WorkerPool<Table>, stallMs: () => number): Promise<readonly Item[]>
  /** The file that a thread was lost over. */
  lose(path: string, why: GivenUp): void
}

/** Threads that read files of a queue beside the one that asked for them. */
class Helpers<Item extends Queued, Table extends TaskTable> implements AsyncDisposable {
  readonly #pool: WorkerPool<Table>
  readonly #work: Promise<unknown>

  /**
   * Starts as many as there is work for. What cannot be handed over goes back to the queue, and so does what a lost
   * thread had left.
   */
  constructor(queue: Queue<Item>, help: Help<Item, Table>) {
    const {threads, signal} = help
    const size = Math.min(threads.count - 1, Math.floor(queue.bytes / help.worthBytes))
    this.#pool = new WorkerPool({size, signal})
    /** @returns false where the thread was lost and no file is to blame */
    const read = async (files: readonly Item[]): Promise<boolean> => {
      try {
        queue.giveBack(await help.read(files, this.#pool, () => threads.stallMs))
        return true
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error
        const path = error.shown.map(pathOfKey)[0]
        if (path !== undefined) help.lose(path, givenUpFor(error.reason, threads.stallMs / 1000))
        queue.giveBack(files.filter(({file}) => file.path !== path))
        return path !== undefined
      }
    }
    const work = async (): Promise<void> => {
      for (let files = queue.takeBatch(size + 1); files.length > 0; files = queue.takeBatch(size + 1)) {
        if (!(await read(files))) return
      }
    }
    this.#work = Promise.all(Array.from({length: size}, work))
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

/**
 * Reads the files of a queue in this thread and, where there is enough of them, in others beside it.
 * @param read takes one file here
 * @throws what `read` throws, and what no file is to blame for
 */
export async function shareQueue<Item extends Queued, Table extends TaskTable>(
  queue: Queue<Item>,
  help: Help<Item, Table>,
  read: (item: Item) => Promise<void>,
): Promise<void> {
  await using helpers = new Helpers(queue, help)
  const readRest = async (): Promise<void> => {
    for (let item = queue.take(); item !== undefined; item = queue.take()) await read(item)
  }
  await readRest()
  await helpers.end()
  // what helpers gave back
  await readRest()
}
