import {availableParallelism} from 'node:os'
import type {FileEntry} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import type {FileHash} from '../../lib/file-hash.ts'
import type {Source} from '../../sources/source.ts'
import type {HashTasks} from '../hash-task.ts'
import {WorkerPool} from '../worker-pool.ts'
import {WorkerLost} from '../worker-thread.ts'
import {isModelFile} from './scope.ts'

/** Digests of large files that threads work out while other files are examined. */
export interface HashesAhead extends AsyncDisposable {
  /** @throws what hashing threw; undefined where nobody hashes that file */
  take(path: string): Promise<FileHash> | undefined
}

interface LargeFile {
  readonly path: string
  readonly absolutePath: string
  readonly byteLength: bigint
}

const threadLimit = 4
/** A network drive may take its time for one read. */
const stallMs = 60_000

/**
 * Begins to hash the large files of a source, largest first, one thread a processor.
 * @param largeBytes files of so many bytes or fewer are left to the caller, and so is a single large file: a thread would only take its turn
 */
export async function hashAhead(source: Source, entries: readonly FileEntry[], largeBytes: bigint, signal: AbortSignal): Promise<HashesAhead> {
  const size = Math.min(availableParallelism(), threadLimit)
  const large = await largeFiles(source, entries, largeBytes)
  if (large.length < 2 || size < 2) return {take: () => undefined, [Symbol.asyncDispose]: async () => {}}
  const pool = new WorkerPool<HashTasks>({size, signal})
  const hashes = new Map(
    large.map(({path, absolutePath}) => {
      const task = {absolutePath, expected: undefined, algorithms: ['sha256']} as const
      return [path, pool.run('hash', task, {stallMs: () => stallMs}).catch(error => fail(path, error))]
    }),
  )
  // whoever takes one hears of its failure; the others are nobody's
  const settled = Promise.allSettled(hashes.values())
  return {
    take: path => hashes.get(path),
    async [Symbol.asyncDispose]() {
      await settled
      await pool[Symbol.asyncDispose]()
    },
  }
}

function fail(path: string, error: unknown): never {
  if (!(error instanceof WorkerLost)) throw error
  throw new AibomError('AIBOM_FILE_UNREADABLE', `cannot read ${path}: nothing came of it for ${stallMs / 1000} s`)
}

async function largeFiles(source: Source, entries: readonly FileEntry[], largeBytes: bigint): Promise<LargeFile[]> {
  const large: LargeFile[] = []
  for (const entry of entries) {
    const {path, byteLength} = entry
    const absolutePath = byteLength > largeBytes ? source.localPath?.(path) : undefined
    if (absolutePath !== undefined && (await isModelFile(source, entry))) large.push({path, absolutePath, byteLength})
  }
  return large.sort((a, b) => Number(b.byteLength - a.byteLength))
}
