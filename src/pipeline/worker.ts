import {parentPort} from 'node:worker_threads'
import {AibomError} from '../lib/errors.ts'
import {type FileHash, type FileIdentity, type HashAlgorithm, hashFile} from '../lib/file-hash.ts'

/** To a worker: hash this file. */
export interface HashTask {
  readonly index: number
  readonly absolutePath: string
  readonly expected: FileIdentity | undefined
  readonly algorithms: readonly HashAlgorithm[]
}

/** From a worker; after `hashed` or `failed` it is free for the next file. */
export type WorkerReport =
  | {readonly kind: 'bytes'; readonly byteLength: number}
  | {readonly kind: 'hashed'; readonly index: number; readonly hash: FileHash}
  | {readonly kind: 'failed'; readonly index: number; readonly code: string; readonly message: string}

/** Seldom enough to cost nothing, often enough for a moving number. */
const reportEveryBytes = 64 * 1024 * 1024

parentPort?.on('message', (task: HashTask) => {
  let unreported = 0
  const report = (message: WorkerReport) => parentPort?.postMessage(message)
  const reportBytes = () => {
    report({kind: 'bytes', byteLength: unreported})
    unreported = 0
  }
  const onChunk = (bytes: Uint8Array) => {
    unreported += bytes.byteLength
    if (unreported >= reportEveryBytes) reportBytes()
  }
  try {
    const hash = hashFile(task.absolutePath, {algorithms: task.algorithms, onChunk, expected: task.expected})
    reportBytes()
    report({kind: 'hashed', index: task.index, hash})
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    report({kind: 'failed', index: task.index, code: error.code, message: error.message})
  }
})
