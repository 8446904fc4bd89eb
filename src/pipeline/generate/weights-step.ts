import type {Digest} from '../../inventory/evidence.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {FileEntry} from '../../inventory/source.ts'
import {readFetching} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'
import type {DigestCache} from '../../lib/fs/digest-cache.ts'
import {createHashers, type FileHash, type FileIdentity, type HashAlgorithm, hashFile} from '../../lib/fs/file-hash.ts'
import {mapLimited} from '../../lib/limit.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {Source} from '../../sources/source.ts'
import {HashPool} from '../worker/hashing/hash-pool.ts'

/** Which digests of weight files are worked out, and by how many threads. */
export interface HashWeightsOptions {
  readonly algorithms: readonly HashAlgorithm[]
  readonly signal: AbortSignal
  /** total bytes so far, those of the cache included */
  readonly onBytes?: (byteLength: number) => void
  readonly cache?: DigestCache | undefined
  /** told why the cache could not be written */
  readonly onUnkept?: ((why: string) => void) | undefined
  /** threads at most; as many as the machine runs at once, up to four */
  readonly threads?: number | undefined
}

/** Digests of the weight files that could be read; the others are gaps. */
export interface HashedWeights {
  readonly digestsByPath: ReadonlyMap<string, readonly Digest[]>
  readonly gaps: readonly Gap[]
}

interface LocalFile {
  readonly path: string
  readonly absolutePath: string
  readonly byteLength: bigint
  readonly identity: FileIdentity | undefined
}

interface Run {
  readonly options: HashWeightsOptions
  readonly digestsByPath: Map<string, readonly Digest[]>
  readonly gaps: Gap[]
  addBytes(byteLength: number): void
}

/** Starting a thread costs as much as hashing some 40 MB. */
const threadsWorthBytes = 64_000_000n
/** Handing a smaller file to a thread costs more than it brings. */
const threadFileBytes = 1024n * 1024n
/** Files hashed before timers, signals and threads get their turn. */
const yieldEveryFiles = 64
const remoteWidth = 4
const remoteChunkBytes = 1024 * 1024

/**
 * Digests of the content of files: small ones on this thread, large ones by others; what the cache knows is not read.
 * A file that cannot be read or changes under our eyes is a gap.
 * @throws the signal's reason when it is aborted
 */
export async function hashWeights(
  source: Source,
  files: readonly Pick<FileEntry, 'path' | 'byteLength'>[],
  options: HashWeightsOptions,
): Promise<HashedWeights> {
  let total = 0
  const run: Run = {
    options,
    digestsByPath: new Map(),
    gaps: [],
    addBytes(byteLength) {
      total += byteLength
      options.onBytes?.(total)
    },
  }
  const remote: string[] = []
  const local: LocalFile[] = []
  for (const {path, byteLength} of files) {
    const absolutePath = source.localPath?.(path)
    if (absolutePath === undefined) {
      remote.push(path)
      continue
    }
    const known = options.cache?.lookUp(absolutePath, options.algorithms) ?? {}
    if (known.digests === undefined) {
      local.push({path, absolutePath, byteLength, identity: known.identity})
      continue
    }
    run.digestsByPath.set(path, toDigests(known.digests))
    run.addBytes(Number(byteLength))
  }
  try {
    await hashLocal(run, local)
    await mapLimited(remote, remoteWidth, path => hashRemote(run, source, path))
  } finally {
    const failure = options.cache?.save()
    if (failure !== undefined) options.onUnkept?.(failure)
  }
  return {digestsByPath: run.digestsByPath, gaps: sortedBy(run.gaps, gap => gap.path)}
}

async function hashLocal(run: Run, files: readonly LocalFile[]): Promise<void> {
  const large = files.filter(file => file.byteLength >= threadFileBytes)
  const largeBytes = large.reduce((sum, file) => sum + file.byteLength, 0n)
  if (largeBytes < threadsWorthBytes || run.options.threads === 1) return hashInline(run, files)
  const largestFirst = large.sort((a, b) => Number(b.byteLength - a.byteLength))
  await hashInline(
    run,
    files.filter(file => file.byteLength < threadFileBytes),
  )
  await hashThreaded(run, largestFirst)
}

async function hashThreaded(run: Run, files: readonly LocalFile[]): Promise<void> {
  const {algorithms, signal, threads} = run.options
  await using pool = new HashPool(signal, threads)
  await mapLimited(files, pool.size, async ({path, absolutePath, identity}) => {
    try {
      keep(
        run,
        path,
        await pool.hash({absolutePath, expected: identity, algorithms}, byteLength => run.addBytes(byteLength)),
      )
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      run.gaps.push(toGap(path, error.code, error.message))
    }
  })
}

async function hashInline(run: Run, files: readonly LocalFile[]): Promise<void> {
  const {algorithms, signal} = run.options
  for (const [index, {path, absolutePath, identity}] of files.entries()) {
    if (index % yieldEveryFiles === 0) {
      await new Promise(resolve => setImmediate(resolve))
      signal.throwIfAborted()
    }
    try {
      const hash = hashFile(absolutePath, {algorithms, expected: identity})
      keep(run, path, hash)
      run.addBytes(Number(hash.identity.size))
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      run.gaps.push(toGap(path, error.code, error.message))
    }
  }
}

async function hashRemote(run: Run, source: Source, path: string): Promise<void> {
  const {algorithms, signal} = run.options
  const hashers = createHashers(algorithms)
  try {
    const file = await source.open(path)
    try {
      const reader = await file.bytes()
      for (let offset = 0n; offset < reader.byteLength; offset += BigInt(remoteChunkBytes)) {
        signal.throwIfAborted()
        const rest = reader.byteLength - offset
        const length = rest < BigInt(remoteChunkBytes) ? Number(rest) : remoteChunkBytes
        const at = offset
        const chunk = await readFetching(reader, () => reader.read(at, length))
        hashers.update(chunk)
        run.addBytes(chunk.byteLength)
      }
    } finally {
      file.close?.()
    }
    run.digestsByPath.set(path, toDigests(hashers.digests()))
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    run.gaps.push(toGap(path, error.code, error.message))
  }
}

function keep(run: Run, path: string, hash: FileHash): void {
  run.digestsByPath.set(path, toDigests(hash.digests))
  run.options.cache?.keep(hash)
}

function toDigests(digests: FileHash['digests']): Digest[] {
  return digests.map(([alg, hex]) => ({alg, hex, of: 'content', from: 'computed'}))
}

function toGap(path: string, code: string, message: string): Gap {
  return {
    path,
    stage: 'extract',
    code: code === 'AIBOM_FILE_CHANGED' ? 'changed' : 'unreadable',
    message: `not hashed: ${message}`,
  }
}
