import {availableParallelism} from 'node:os'
import {AibomError} from '../../../lib/errors.ts'
import type {FileHash} from '../../../lib/fs/file-hash.ts'
import {WorkerPool} from '../pool.ts'
import {WorkerLost} from '../thread.ts'
import type {HashTask, HashTasks} from './hash-task.ts'

const threadLimit = 4
/** A network drive may take its time for one read. */
const stallMs = 60_000

/** Threads that hash files. */
export class HashPool implements AsyncDisposable {
  /** threads at most */
  readonly size: number
  readonly #pool: WorkerPool<HashTasks>

  /** @param threads at most; as many as the machine runs at once, up to four */
  constructor(signal: AbortSignal, threads: number = availableParallelism()) {
    this.size = Math.max(1, Math.min(threads, threadLimit))
    this.#pool = new WorkerPool({size: this.size, signal})
  }

  /**
   * Files are begun in the order in which they are given.
   * @param onBytes bytes read since the last call
   * @throws {AibomError} as `hashFile` does, and `AIBOM_FILE_UNREADABLE` where a read does not end
   */
  async hash(task: HashTask, onBytes?: (byteLength: number) => void): Promise<FileHash> {
    try {
      return await this.#pool.run('hash', task, {
        ...(onBytes !== undefined && {onReport: onBytes}),
        stallMs: () => stallMs,
      })
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      throw new AibomError('AIBOM_FILE_UNREADABLE', `nothing could be read of it for ${stallMs / 1000} s`)
    }
  }

  /** Ends all threads; call it when nothing is hashed any more. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool[Symbol.asyncDispose]()
  }
}
