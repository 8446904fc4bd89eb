import type {TaskTable} from './messages.ts'
import {type ThreadOptions, WorkerThread} from './thread.ts'

/** How many threads there are, and when they end. */
export interface PoolOptions extends ThreadOptions {
  /** threads at most; each is started when there is work for it */
  readonly size: number
  readonly signal: AbortSignal
  /** after an abort a task has so long to clean up; no time without one */
  readonly graceMs?: number
}

/** How one task is watched. */
export interface RunOptions<Report> {
  readonly onReport?: (report: Report) => void
  /** ends this task alone, and its thread */
  readonly signal?: AbortSignal
  /**
   * A thread that shows no sign of work for so long is ended.
   * @param shown what the task last said it was working on
   */
  readonly stallMs: (shown: readonly string[]) => number
}

/**
 * Worker threads that do tasks: hash a file, run a whole command. Tasks begin in the order in which they are given,
 * each on the thread that is free first.
 * A thread that is stuck or out of memory is ended and replaced; its task fails, the others go on.
 */
export class WorkerPool<Table extends TaskTable> implements AsyncDisposable {
  readonly #options: PoolOptions
  readonly #idle: WorkerThread<Table>[] = []
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /**
   * @returns what the task returns
   * @throws {WorkerLost} when its thread had to be ended; the pool's signal's reason; what the task itself throws
   */
  async run<Name extends keyof Table & string>(
    name: Name,
    input: Table[Name]['input'],
    options: RunOptions<Table[Name]['report']>,
  ): Promise<Table[Name]['output']> {
    const {graceMs = 0} = this.#options
    const signal = options.signal ?? this.#options.signal
    await this.#turn()
    try {
      signal.throwIfAborted()
      const thread = this.#idle.pop() ?? new WorkerThread<Table>(this.#options)
      try {
        return await thread.ask(name, input, {...options, signal, graceMs})
      } finally {
        if (thread.isAlive && this.#isClosed) await thread.end()
        else if (thread.isAlive) this.#idle.push(thread)
      }
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#busy--
      else next()
    }
  }

  /** Ends all threads; one that still has a task ends with it, so abort what is not wanted any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#idle.splice(0).map(thread => thread.end()))
  }

  async #turn(): Promise<void> {
    if (this.#busy < this.#options.size) this.#busy++
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
  }
}
