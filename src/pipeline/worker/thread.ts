import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'
import {Worker} from 'node:worker_threads'
import {systemErrorCode} from '../../lib/errors.ts'
import {removeLeftovers} from '../../lib/fs/temporary-folder.ts'
import {type FromWorker, receiveError, type TaskTable, type ToWorker} from './messages.ts'
import {Pulse, pulseMemory} from './pulse.ts'

/** The thread was ended, or ended itself, before its task was done. */
export class WorkerLost extends Error {
  readonly reason: 'stalled' | 'out-of-memory'
  /** what it was working on, as the task last showed it */
  readonly shown: readonly string[]

  constructor(reason: WorkerLost['reason'], shown: readonly string[]) {
    super(`a worker thread was lost: ${reason}`)
    this.reason = reason
    this.shown = shown
  }
}

/** What a thread runs, in how much memory. */
export interface ThreadOptions {
  /** the module that calls `serveTasks`; our own without one */
  readonly entry?: URL | undefined
  /** heap of the thread; without one as much as the main thread may have */
  readonly memoryMiB?: number | undefined
}

/** How one task of a thread is watched. */
export interface AskOptions<Report> {
  readonly signal: AbortSignal
  readonly onReport?: ((report: Report) => void) | undefined
  /** a thread that shows no sign of work for so long is ended */
  readonly stallMs: (shown: readonly string[]) => number
  /** after an abort the task has so long to clean up */
  readonly graceMs: number
}

const watchEveryMs = 100
/**
 * A thread that has no beat and uses no processor waits for a disk or for its turn, and is given so many times as long.
 */
const idleFactor = 0.1

/** One worker thread and its watcher. */
export class WorkerThread<Tasks extends TaskTable> {
  readonly #worker: Worker
  readonly #pulse: Pulse
  readonly #held = new Set<string>()
  #isAlive = true

  constructor({entry = ownEntry, memoryMiB}: ThreadOptions) {
    const memory = pulseMemory()
    this.#pulse = new Pulse(memory)
    this.#worker = new Worker(threadUrl(entry), {
      workerData: memory,
      ...(memoryMiB !== undefined && {resourceLimits: {maxOldGenerationSizeMb: memoryMiB}}),
    })
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'hold') this.#held.add(message.path)
      else if (message.kind === 'release') this.#held.delete(message.path)
    })
    // whoever waits for an answer hears of it there
    this.#worker.on('error', () => {
      this.#isAlive = false
    })
  }

  /** false once the thread has ended: it takes no more tasks */
  get isAlive(): boolean {
    return this.#isAlive
  }

  /**
   * Has one task done; ask for the next when it has settled.
   * @throws {WorkerLost} the thread is then gone, and so after an abort; what the task itself throws
   */
  async ask<Name extends keyof Tasks & string>(
    name: Name,
    input: Tasks[Name]['input'],
    options: AskOptions<Tasks[Name]['report']>,
  ): Promise<Tasks[Name]['output']> {
    const duties = new AbortController()
    try {
      return await Promise.race([
        this.#answer(name, input, options, duties.signal),
        this.#stall(options, duties.signal),
        this.#interruption(options, duties.signal),
      ])
    } catch (error) {
      if (error instanceof WorkerLost || options.signal.aborted) await this.end()
      throw options.signal.aborted ? options.signal.reason : error
    } finally {
      duties.abort()
    }
  }

  /** Ends the thread, whatever it does, and removes what it left half-done. */
  async end(): Promise<void> {
    this.#isAlive = false
    await this.#worker.terminate()
    removeLeftovers(this.#held)
    this.#held.clear()
  }

  #answer(name: string, input: unknown, {onReport}: AskOptions<unknown>, duty: AbortSignal): Promise<never> {
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const onMessage = (message: FromWorker): void => {
        if (message.kind === 'report') onReport?.(message.report)
        else if (message.kind === 'done') resolve(message.output as never)
        else if (message.kind === 'failed') reject(receiveError(message.error))
      }
      const onError = (error: unknown): void =>
        reject(
          systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY'
            ? new WorkerLost('out-of-memory', this.#pulse.shown())
            : error,
        )
      const onExit = (): void => reject(new Error('a worker thread ended by itself'))
      worker.on('message', onMessage)
      worker.once('error', onError)
      worker.once('exit', onExit)
      duty.addEventListener('abort', () => worker.off('message', onMessage).off('error', onError).off('exit', onExit))
      const task: ToWorker = {kind: 'task', name, input}
      worker.postMessage(task)
    })
  }

  /**
   * Counts the time without a beat in small steps, and of each no more than the processor worked for us: on a busy
   * machine, or one that slept meanwhile, a thread is given the time that it would need on its own.
   */
  #stall({stallMs}: AskOptions<unknown>, duty: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      let beats = this.#pulse.beats
      let silentMs = 0
      let usage = process.cpuUsage()
      const timer = setInterval(() => {
        const now = this.#pulse.beats
        const {user, system} = process.cpuUsage(usage)
        usage = process.cpuUsage()
        const workedMs = (user + system) / 1000
        silentMs = now === beats ? silentMs + Math.min(watchEveryMs, Math.max(workedMs, watchEveryMs * idleFactor)) : 0
        beats = now
        if (silentMs === 0) return
        const shown = this.#pulse.shown()
        if (silentMs >= stallMs(shown)) reject(new WorkerLost('stalled', shown))
      }, watchEveryMs)
      duty.addEventListener('abort', () => clearInterval(timer))
    })
  }

  #interruption({signal, graceMs}: AskOptions<unknown>, duty: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      const onAbort = (): void => {
        const message: ToWorker = {kind: 'abort'}
        this.#worker.postMessage(message)
        const timer = setTimeout(() => reject(signal.reason), graceMs)
        duty.addEventListener('abort', () => clearTimeout(timer))
      }
      signal.addEventListener('abort', onAbort, {once: true})
      duty.addEventListener('abort', () => signal.removeEventListener('abort', onAbort))
    })
  }
}

/** The built worker lies beside the built pool. */
const ownEntry = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)

/** Unbundled code runs as TypeScript (tests, development), which a thread learns from a loader of its own. */
export function threadUrl(entry: URL): URL {
  if (!entry.pathname.endsWith('.ts')) return entry
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'))
  const register = JSON.stringify(new URL('./esm/api/index.mjs', loader).href)
  const worker = JSON.stringify(entry.href)
  return new URL(
    `data:text/javascript,${encodeURIComponent(`import {register} from ${register}; register(); await import(${worker})`)}`,
  )
}
