import {createHash} from 'node:crypto'
import {type BigIntStats, closeSync, fstatSync, openSync, readSync, statSync} from 'node:fs'
import {blake3} from '@noble/hashes/blake3.js'
import {AibomError, systemErrorCode} from '../errors.ts'
import {threadHost} from '../thread-host.ts'

/** Every digest that a user can ask for, by its name in flags and properties. */
export const hashAlgorithms = ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake3'] as const
/** blake2b is the 64-byte one (`blake2b512`), blake3 the 32-byte one. */
export type HashAlgorithm = (typeof hashAlgorithms)[number]

/**
 * Which file on this machine, and in which state: equal identities mean equal content, except within the clock's grain.
 */
export interface FileIdentity {
  readonly dev: bigint
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
}

/** Digests of a file, with the state of the file that they are of. */
export interface FileHash {
  readonly identity: FileIdentity
  /** lower-case hex, in the order asked for */
  readonly digests: readonly (readonly [HashAlgorithm, string])[]
}

/** Which digests to compute in the one pass, and who else sees the bytes. */
export interface HashOptions {
  readonly algorithms: readonly HashAlgorithm[]
  /** Told of each chunk before the next is read; the bytes are valid during the call alone. May throw to stop. */
  readonly onChunk?: (bytes: Uint8Array, offset: bigint) => void
  /** what the file was when its turn was decided; a difference is a change */
  readonly expected?: FileIdentity | undefined
}

interface Hasher {
  update(bytes: Uint8Array): void
  hex(): string
}

/** One read: large enough that the calls do not count, small enough for the processor's cache. */
const bufferBytes = 1024 * 1024
const opensslNames: ReadonlyMap<HashAlgorithm, string> = new Map([['blake2b', 'blake2b512']])

let sharedBuffer: Buffer | undefined

/**
 * Hashes a file in one pass, synchronously (async reads cost five times the CPU on small files), whatever the number of
 * algorithms.
 * @throws {AibomError} `AIBOM_FILE_CHANGED` when size, times or inode differ before and after,
 *   `AIBOM_FILE_UNREADABLE`; the messages name no path
 */
export function hashFile(absolutePath: string, options: HashOptions): FileHash {
  const descriptor = open(absolutePath)
  try {
    const hashers = options.algorithms.map(toHasher)
    const identity = readWhole(descriptor, options, hashers)
    return {identity, digests: options.algorithms.map((algorithm, index) => [algorithm, hashers[index]?.hex() ?? ''])}
  } catch (error) {
    // what the reader of the chunks throws is not the file's
    throw error instanceof Error && 'syscall' in error ? unreadable(error) : error
  } finally {
    closeSync(descriptor)
  }
}

/** The state of a file by its stat. */
export function toIdentity(stats: BigIntStats): FileIdentity {
  return {dev: stats.dev, ino: stats.ino, size: stats.size, mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs}
}

/** An identity as one text. */
export function identityKey({dev, ino, size, mtimeNs, ctimeNs}: FileIdentity): string {
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`
}

/** Whether a file still is in the state that it was hashed in. */
export function isUnchanged(absolutePath: string, identity: FileIdentity): boolean {
  const stats = statSync(absolutePath, {bigint: true, throwIfNoEntry: false})
  return stats !== undefined && isSameState(identity, toIdentity(stats))
}

/** Digests of bytes that come in pieces, for files that do not lie on this machine. */
export function createHashers(algorithms: readonly HashAlgorithm[]): {
  update(bytes: Uint8Array): void
  digests(): FileHash['digests']
} {
  const hashers = algorithms.map(toHasher)
  return {
    update(bytes) {
      for (const hasher of hashers) hasher.update(bytes)
    },
    digests: () => algorithms.map((algorithm, index) => [algorithm, hashers[index]?.hex() ?? '']),
  }
}

/** A file that one read takes whole needs no state from before it: what was read has the state it has afterwards. */
function readWhole(descriptor: number, options: HashOptions, hashers: readonly Hasher[]): FileIdentity {
  sharedBuffer ??= Buffer.allocUnsafeSlow(bufferBytes)
  let before = options.expected
  let offset = 0n
  for (;;) {
    const length = readSync(descriptor, sharedBuffer, 0, bufferBytes, null)
    threadHost().beat()
    feed(length === bufferBytes ? sharedBuffer : sharedBuffer.subarray(0, length), offset, hashers, options)
    offset += BigInt(length)
    const isFull = length === bufferBytes
    if (isFull && before !== undefined && offset <= before.size) continue
    const now = toIdentity(fstatSync(descriptor, {bigint: true}))
    before ??= now
    // a full buffer, or a read that a network file system cut short
    const goesOn = isFull || (length > 0 && offset < now.size)
    if (goesOn && offset <= before.size) continue
    if (now.size === offset && isSameState(before, now)) return now
    throw fileChanged('the file changed while it was read')
  }
}

function feed(chunk: Uint8Array, offset: bigint, hashers: readonly Hasher[], {onChunk}: HashOptions): void {
  for (const hasher of hashers) hasher.update(chunk)
  if (chunk.byteLength > 0) onChunk?.(chunk, offset)
}

/** What was read is not what is there now. */
export function fileChanged(message: string): AibomError {
  return new AibomError('AIBOM_FILE_CHANGED', message, {exit: 3})
}

/** Times of modification can be set back; the time of the last change of the file's state cannot. */
export function isSameState(a: FileIdentity, b: FileIdentity): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs
}

function toHasher(algorithm: HashAlgorithm): Hasher {
  if (algorithm === 'blake3') {
    const state = blake3.create()
    return {update: bytes => void state.update(bytes), hex: () => Buffer.from(state.digest()).toString('hex')}
  }
  const state = createHash(opensslNames.get(algorithm) ?? algorithm)
  return {update: bytes => void state.update(bytes), hex: () => state.digest('hex')}
}

function open(absolutePath: string): number {
  try {
    return openSync(absolutePath, 'r')
  } catch (error) {
    throw unreadable(error)
  }
}

function unreadable(cause: unknown): AibomError {
  return new AibomError(
    'AIBOM_FILE_UNREADABLE',
    `the file cannot be read: ${systemErrorCode(cause) ?? 'unknown reason'}`,
    {exit: 3, cause},
  )
}
