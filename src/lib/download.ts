import {createHash} from 'node:crypto'
import {createReadStream, lstatSync, mkdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {AibomError, systemErrorCode} from './errors.ts'
import type {PartFile, PartFiles} from './fs/part-file.ts'
import {whyUnwritable} from './fs/write-file.ts'
import type {HttpStream} from './http/types.ts'

/** A file to fetch into a folder, and how to ask for a range of it. */
export interface Download {
  /** `/`-separated, checked to be safe */
  readonly path: string
  readonly byteLength: number
  /** what the content must be; undefined where the registry declares nothing */
  readonly expected: ExpectedDigest | undefined
  /** of the folder that is fetched into */
  readonly parts: PartFiles
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
 * Brings one file into a folder: into a part that no other run writes, whose bytes on the disk are then compared and
 * put in their place whole.
 * What an earlier run got of the file is taken up.
 * @param root absolute, without links
 * @returns `kept` where the same content was there already, or another run was quicker
 * @throws {AibomError} `AIBOM_DIGEST_MISMATCH` (exit 1), `AIBOM_FETCH_EXISTS`, `AIBOM_OUTPUT_UNWRITABLE` (exit 2),
 *   `AIBOM_REMOTE_SIZE`, `AIBOM_REMOTE_SHORT`,
 * `AIBOM_FILE_CHANGED` (exit 3), or of the request
 */
export async function downloadFile(root: string, download: Download): Promise<'fetched' | 'kept'> {
  try {
    return await placeFile(root, download)
  } catch (error) {
    const code = systemErrorCode(error)
    if (error instanceof AibomError || code === undefined || code === 'ABORT_ERR') throw error
    throw unwritable(`${download.path} could not be written: ${whyUnwritable(error)}`, error)
  }
}

async function placeFile(root: string, download: Download): Promise<'fetched' | 'kept'> {
  const target = placeInside(root, download.path)
  if (await isThere(target, download)) return 'kept'
  const part = download.parts.claim(target, download.expected?.hex, download.byteLength)
  try {
    await fill(part, download)
    if (await isThere(target, download)) {
      part.remove()
      return 'kept'
    }
    part.putAt(target)
    return 'fetched'
  } finally {
    part.leave()
  }
}

/** Leaves a part that holds what is expected, and none that holds anything else. */
async function fill(part: PartFile, download: Download): Promise<void> {
  const takenUp = part.size()
  let found = await gather(part, download)
  if (isExpected(found, download)) return
  // what an earlier run left may be another's answer in the place of the file: that is no fault of the file
  if (takenUp > 0) {
    part.empty()
    found = await gather(part, download)
    if (isExpected(found, download)) return
  }
  part.remove()
  throw mismatch(download, found)
}

/** @returns the digest of what lies on the disk then */
async function gather(part: PartFile, download: Download): Promise<string> {
  await receive(part, download)
  part.flush()
  return digestOf(part.descriptor, download)
}

function isExpected(hex: string, {expected}: Download): boolean {
  return expected === undefined || expected.hex === hex
}

/** Makes the folders on the way; one that is a link could lead anywhere. */
function placeInside(root: string, path: string): string {
  const segments = path.split('/')
  let folder = root
  for (const segment of segments.slice(0, -1)) {
    folder = join(folder, segment)
    makeFolder(folder)
    if (!lstatSync(folder).isDirectory()) throw inTheWay(path, `${segment} is there and is not a folder`)
  }
  return join(folder, segments.at(-1) ?? '')
}

/** Another run may make the same one. */
function makeFolder(absolutePath: string): void {
  try {
    mkdirSync(absolutePath)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}

async function isThere(target: string, download: Download): Promise<boolean> {
  const stats = lstatSync(target, {throwIfNoEntry: false})
  if (stats === undefined) return false
  if (!stats.isFile()) throw inTheWay(download.path, 'something that is not a file is there')
  if (stats.size === download.byteLength && download.expected !== undefined) {
    if ((await digestOf(target, download)) === download.expected.hex) return true
  }
  throw inTheWay(download.path, 'a file with other content is there')
}

function inTheWay(path: string, why: string): AibomError {
  return new AibomError('AIBOM_FETCH_EXISTS', `${path} was not written: ${why}`, {hint: 'Fetch into an empty folder'})
}

/** Of a file by its path, or of one that is open. */
async function digestOf(file: string | number, {expected, byteLength, signal}: Download): Promise<string> {
  const hash = createHash(expected?.kind === 'git' ? 'sha1' : 'sha256')
  if (expected?.kind === 'git') hash.update(`blob ${byteLength}\0`)
  const opened = typeof file === 'number' ? {fd: file, autoClose: false} : {}
  for await (const chunk of createReadStream(typeof file === 'number' ? '' : file, {
    ...opened,
    start: 0,
    highWaterMark: chunkBytes,
    signal,
  })) {
    hash.update(chunk)
  }
  return hash.digest('hex')
}

async function receive(part: PartFile, download: Download): Promise<void> {
  const {path, byteLength} = download
  let filled = part.size()
  const keep = (chunk: Uint8Array): void => {
    if (filled + chunk.byteLength > byteLength) throw tooLong(download)
    part.write(chunk, filled)
    filled += chunk.byteLength
    download.received(chunk.byteLength)
  }
  for (let fruitless = 0; filled < byteLength; ) {
    const before = filled
    const broken = await receiveOnce(filled, download, keep)
    fruitless = filled === before ? fruitless + 1 : 0
    if (fruitless <= resumptions) continue
    throw (
      broken ??
      new AibomError('AIBOM_REMOTE_SHORT', `${path} ended after ${filled} of its ${byteLength} bytes`, {exit: 3})
    )
  }
}

/** @returns what broke the body off, where that may pass */
async function receiveOnce(
  filled: number,
  download: Download,
  keep: (chunk: Uint8Array) => void,
): Promise<AibomError | undefined> {
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
async function* bodyFrom(
  filled: number,
  {status, headers, body}: HttpStream,
  download: Download,
): AsyncGenerator<Uint8Array> {
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

function tooLong({path, byteLength}: Download): AibomError {
  return new AibomError('AIBOM_REMOTE_SIZE', `${path}: the registry declares ${byteLength} bytes and serves others`, {
    exit: 3,
  })
}

function mismatch({path, expected}: Download, found: string): AibomError {
  return new AibomError(
    'AIBOM_DIGEST_MISMATCH',
    `${path}: declared ${expected?.kind}:${expected?.hex}, received ${found}`,
    {exit: 1},
  )
}

/**
 * The folder to fetch into, made where it is missing.
 * @returns its absolute path
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE`
 */
export function openFolder(absolutePath: string, shownPath: string): string {
  try {
    const stats = statSync(absolutePath, {throwIfNoEntry: false})
    if (stats?.isDirectory() === true) return absolutePath
    if (stats !== undefined) throw unwritable(`${shownPath} is a file, not a folder`)
    makeFolder(absolutePath)
    return absolutePath
  } catch (error) {
    if (systemErrorCode(error) === undefined || error instanceof AibomError) throw error
    throw unwritable(`${shownPath} cannot be made: ${whyUnwritable(error)}`, error)
  }
}

function unwritable(message: string, cause?: unknown): AibomError {
  return new AibomError('AIBOM_OUTPUT_UNWRITABLE', message, {
    hint: 'Name an empty folder, or a new one in a folder that is there',
    cause,
  })
}
