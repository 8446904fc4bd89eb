import type {FileEntry} from '../../inventory/source.ts'
import type {FileHash} from '../../lib/fs/file-hash.ts'
import type {Source} from '../../sources/source.ts'
import {HashPool} from '../worker/hashing/hash-pool.ts'
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

/** What is hashed ahead, and by whom. */
export interface HashAheadOptions {
  /** files of so many bytes or fewer are left to the caller */
  readonly largeBytes: bigint
  /** at most */
  readonly threads: number
  readonly signal: AbortSignal
}

/**
 * Begins to hash the large files of a source, largest first. A single one is left to the caller: a thread would only
 * take its turn.
 */
export async function hashAhead(
  source: Source,
  entries: readonly FileEntry[],
  {largeBytes, threads, signal}: HashAheadOptions,
): Promise<HashesAhead> {
  const pool = new HashPool(signal, threads)
  const large = await largeFiles(source, entries, largeBytes)
  if (large.length < 2 || pool.size < 2) return {take: () => undefined, [Symbol.asyncDispose]: async () => {}}
  const hashes = new Map(
    large.map(({path, absolutePath}) => [path, pool.hash({absolutePath, expected: undefined, algorithms: ['sha256']})]),
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

async function largeFiles(source: Source, entries: readonly FileEntry[], largeBytes: bigint): Promise<LargeFile[]> {
  const large: LargeFile[] = []
  for (const entry of entries) {
    const {path, byteLength} = entry
    const absolutePath = byteLength > largeBytes ? source.localPath?.(path) : undefined
    if (absolutePath !== undefined && (await isModelFile(source, entry))) large.push({path, absolutePath, byteLength})
  }
  return large.sort((a, b) => Number(b.byteLength - a.byteLength))
}
