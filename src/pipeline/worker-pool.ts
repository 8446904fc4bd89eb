import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'
import {Worker} from 'node:worker_threads'
import type {HashTask, WorkerReport} from './worker.ts'

export interface PoolOptions {
  readonly workers: number
  readonly signal: AbortSignal
  readonly onReport: (report: WorkerReport) => void
}

/** Unbundled code runs as TypeScript (tests, development): the worker then needs the same loader. */
const isSource = import.meta.url.endsWith('.ts')
const workerUrl = new URL(isSource ? './worker.ts' : './worker.js', import.meta.url)

/**
 * Hashes files on several threads, in the order given; put the largest first. The next file goes to whoever is free.
 * @throws the signal's reason when it is aborted; the threads are then stopped in the middle of their files
 */
export async function hashInWorkers(tasks: readonly HashTask[], options: PoolOptions): Promise<void> {
  options.signal.throwIfAborted()
  const queue = [...tasks].reverse()
  const count = Math.min(options.workers, tasks.length)
  const workers = Array.from({length: count}, () => new Worker(workerUrl, isSource ? {execArgv: ['--import', loaderUrl()]} : {}))
  try {
    await Promise.all(workers.map(worker => drain(worker, queue, options)))
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

function loaderUrl(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
}

/** Feeds one worker until the queue is empty. */
function drain(worker: Worker, queue: HashTask[], options: PoolOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(options.signal.reason)
    const settle = () => options.signal.removeEventListener('abort', abort)
    function next(): void {
      const task = queue.pop()
      if (task === undefined) {
        settle()
        resolve()
        return
      }
      worker.postMessage(task)
    }
    options.signal.addEventListener('abort', abort, {once: true})
    worker.on('message', (report: WorkerReport) => {
      options.onReport(report)
      if (report.kind !== 'bytes') next()
    })
    worker.on('error', error => {
      settle()
      reject(error)
    })
    next()
  })
}
