import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'
import {Worker} from 'node:worker_threads'
import type {HashTask, WorkerReport} from './worker.ts'

export interface PoolOptions {
  readonly workers: number
  readonly signal: AbortSignal
  readonly onReport: (report: WorkerReport) => void
}

/** The built worker lies beside the built pool; unbundled code runs as TypeScript (tests, development), which a thread learns from a loader of its own. */
const workerUrl = import.meta.url.endsWith('.ts') ? sourceWorkerUrl() : new URL('./worker.js', import.meta.url)

/**
 * Hashes files on several threads, in the order given; put the largest first. The next file goes to whoever is free.
 * @throws the signal's reason when it is aborted; the threads are then stopped in the middle of their files
 */
export async function hashInWorkers(tasks: readonly HashTask[], options: PoolOptions): Promise<void> {
  options.signal.throwIfAborted()
  const queue = [...tasks].reverse()
  const count = Math.min(options.workers, tasks.length)
  const workers = Array.from({length: count}, () => new Worker(workerUrl))
  try {
    await Promise.all(workers.map(worker => drain(worker, queue, options)))
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

function sourceWorkerUrl(): URL {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'))
  const register = JSON.stringify(new URL('./esm/api/index.mjs', loader).href)
  const worker = JSON.stringify(new URL('./worker.ts', import.meta.url).href)
  return new URL(`data:text/javascript,${encodeURIComponent(`import {register} from ${register}; register(); await import(${worker})`)}`)
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
