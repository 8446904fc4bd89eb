import {createHash, type Hash} from 'node:crypto'
import {closeSync, fsyncSync, lstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {AibomError, systemErrorCode} from './errors.ts'
import type {HttpStream} from './http/types.ts'

export interface Download {
  /** `/`-separated, checked to be safe */
  readonly path: string
  readonly byteLength: number
  /** what the content must be; undefined where the registry declares nothing */
  readonly expected: ExpectedDigest | undefined
  ask(range: {readonly start: bigint; readonly end: bigint}): Promise<HttpStream>
  received(bytes: number): void
  readonly signal: AbortSignal
}

/** Hex; `git` is the object id of the blob. */
export interface ExpectedDigest {
  readonly kind: 'sha256' | 'git'
  readonly hex: string
}

/** So often in a row a body may end without bringing anything. */
const resumptions = 5
const chunkBytes = 1024 * 1024

/**
 * Brings one file into a folder: streamed, hashed on the way, compared, then put in its place whole; a part of an earlier run is taken up where it ended.
 * @param root absolute, without links
 * @returns `kept` where the same content was there already
 * @throws {AibomError} `AIBOM_DIGEST_MISMATCH` (exit 1), `AIBOM_FETCH_EXISTS`, `AIBOM_FETCH_LINK` (exit 2), `AIBOM_REMOTE_SIZE`, `AIBOM_REMOTE_SHORT`, or of the request
 */
export async function downloadFile(root: string, download: Download): Promise<'fetched' | 'kept'> {
  const target = placeInside(root, download.path)
  if (isThere(target, download)) return 'kept'
  const part = partOf(target, download.expected)
  let gathered = await gather(part, download)
  // what an earlier run left may be another's answer in the place of the file: that is no fault of the file
  if (!isExpected(gathered.hex, download) && gathered.takenUp > 0) gathered = await gather(part, download)
  if (!isExpected(gathered.hex, download)) throw mismatch(download, gathered.hex)
  renameSync(part, target)
  return 'fetched'
}

/** Fills the part. It stays where it is what is expected, or may be taken up again; an empty one and one with other content do not. */
async function gather(part: string, download: Download): Promise<{hex: string; takenUp: number}> {
  const hash = newHash(download)
  const takenUp = takeUp(part, download, hash)
  const descriptor = openSync(part, takenUp === 0 ? 'w' : 'a', 0o644)
  try {
    await receive(descriptor, takenUp, download, hash)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
    if (download.byteLength > 0 && statSync(part).size === 0) rmSync(part, {force: true})
  }
  const hex = hash.digest('hex')
  if (!isExpected(hex, download)) rmSync(part, {force: true})
  return {hex, takenUp}
}

function isExpected(hex: string, {expected}: Download): boolean {
  return expected === undefined || expected.hex === hex
}

/** Where a file is gathered until it is whole. */
export function partOf(path: string, expected: ExpectedDigest | undefined): string {
  return `${path}.${(expected?.hex ?? 'unnamed').slice(0, 16)}.part`
}

/** Makes the folders on the way; one that is a link could lead anywhere. */
function placeInside(root: string, path: string): string {
  const segments = path.split('/')
  let folder = root
  for (const segment of segments.slice(0, -1)) {
    folder = join(folder, segment)
    const stats = lstatSync(folder, {throwIfNoEntry: false})
    if (stats === undefined) mkdirSync(folder)
    else if (!stats.isDirectory()) throw inTheWay(path, `${segment} is there and is no folder`)
  }
  return join(folder, segments.at(-1) ?? '')
}

function isThere(target: string, download: Download): boolean {
  const stats = lstatSync(target, {throwIfNoEntry: false})
  if (stats === undefined) return false
  if (!stats.isFile()) throw inTheWay(download.path, 'something that is no file is there')
  if (stats.size === download.byteLength && download.expected !== undefined) {
    const hash = newHash(download)
    hashFrom(target, hash, stats.size)
    if (hash.digest('hex') === download.expected.hex) return true
  }
  throw inTheWay(download.path, 'a file with other content is there')
}

function inTheWay(path: string, why: string): AibomError {
  return new AibomError('AIBOM_FETCH_EXISTS', `${path} was not written: ${why}`, {hint: 'Fetch into an empty folder'})
}

function newHash({expected, byteLength}: Download): Hash {
  const hash = createHash(expected?.kind === 'git' ? 'sha1' : 'sha256')
  return expected?.kind === 'git' ? hash.update(`blob ${byteLength}\0`) : hash
}

/** What an earlier run left; only where the digest tells that it is of the same content. */
function takeUp(part: string, {expected, byteLength}: Download, hash: Hash): number {
  const stats = lstatSync(part, {throwIfNoEntry: false})
  if (stats === undefined) return 0
  if (!stats.isFile() || expected === undefined || stats.size > byteLength) {
    rmSync(part, {force: true, recursive: true})
    return 0
  }
  hashFrom(part, hash, stats.size)
  return stats.size
}

function hashFrom(path: string, hash: Hash, size: number): void {
  const descriptor = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(1, size)))
    for (let at = 0; at < size; ) {
      const count = readSync(descriptor, buffer, 0, Math.min(buffer.length, size - at), at)
      if (count === 0) return
      hash.update(buffer.subarray(0, count))
      at += count
    }
  } finally {
    closeSync(descriptor)
  }
}

async function receive(descriptor: number, start: number, download: Download, hash: Hash): Promise<void> {
  const {path, byteLength} = download
  let filled = start
  const keep = (chunk: Uint8Array): void => {
    filled += chunk.byteLength
    if (filled > byteLength) throw tooLong(download)
    writeAll(descriptor, chunk)
    hash.update(chunk)
    download.received(chunk.byteLength)
  }
  for (let fruitless = 0; filled < byteLength; ) {
    const before = filled
    const broken = await receiveOnce(filled, download, keep)
    fruitless = filled === before ? fruitless + 1 : 0
    if (fruitless <= resumptions) continue
    throw broken ?? new AibomError('AIBOM_REMOTE_SHORT', `${path} ended after ${filled} of its ${byteLength} bytes`, {exit: 3})
  }
}

/** @returns what broke the body off, where that may pass */
async function receiveOnce(filled: number, download: Download, keep: (chunk: Uint8Array) => void): Promise<AibomError | undefined> {
  try {
    const stream = await download.ask({start: BigInt(filled), end: BigInt(download.byteLength)})
    for await (const chunk of bodyFrom(filled, stream, download)) {
      download.signal.throwIfAborted()
      keep(chunk)
    }
    return undefined
  } catch (error) {
    if (error instanceof AibomError && error.code === 'AIBOM_HTTP_NETWORK') return error
    throw error
  }
}

/** The bytes from `filled` on, whatever range the server chose to send. */
async function* bodyFrom(filled: number, {status, headers, body}: HttpStream, download: Download): AsyncGenerator<Uint8Array> {
  const [, from = '0', total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? []
  const isRange = status === 206
  if (isRange && (Number(from) > filled || (total !== undefined && Number(total) !== download.byteLength))) {
    await body.return(undefined)
    throw tooLong(download)
  }
  let skip = filled - (isRange ? Number(from) : 0)
  for await (const chunk of body) {
    if (chunk.byteLength > skip) yield skip === 0 ? chunk : chunk.subarray(skip)
    skip = Math.max(0, skip - chunk.byteLength)
  }
}

function writeAll(descriptor: number, chunk: Uint8Array): void {
  for (let written = 0; written < chunk.byteLength; ) written += writeSync(descriptor, chunk, written)
}

function tooLong({path, byteLength}: Download): AibomError {
  return new AibomError('AIBOM_REMOTE_SIZE', `${path}: the registry declares ${byteLength} bytes and serves others`, {exit: 3})
}

function mismatch({path, expected}: Download, found: string): AibomError {
  return new AibomError('AIBOM_DIGEST_MISMATCH', `${path}: declared ${expected?.kind}:${expected?.hex}, received ${found}`, {exit: 1})
}

/**
 * The folder to fetch into, made where it is missing.
 * @returns its absolute path
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE`
 */
export function openFolder(absolutePath: string, shownPath: string): string {
  const stats = statSync(absolutePath, {throwIfNoEntry: false})
  if (stats?.isDirectory() === true) return absolutePath
  if (stats !== undefined) throw unwritable(`${shownPath} is a file, not a folder`)
  if (statSync(dirname(absolutePath), {throwIfNoEntry: false})?.isDirectory() !== true) {
    throw unwritable(`${shownPath} cannot be made: its folder does not exist`)
  }
  try {
    mkdirSync(absolutePath)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === undefined) throw error
    throw unwritable(`${shownPath} cannot be made: ${code}`, error)
  }
  return absolutePath
}

function unwritable(message: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_OUTPUT_UNWRITABLE', message, {hint: 'Name an empty folder, or a new one in a folder that is there', cause})
}
