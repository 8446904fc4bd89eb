import {closeSync, createReadStream, fstatSync, openSync, readSync, realpathSync} from 'node:fs'
import {resolve} from 'node:path'
import {createGunzip} from 'node:zlib'
import {sha256Hex} from '../lib/digest.ts'
import {AibomError, systemErrorCode} from '../lib/errors.ts'
import {listFolder} from '../lib/fs/folder-list.ts'
import {kindOfPath} from '../lib/fs/read-file.ts'
import {threadHost} from '../lib/thread-host.ts'

/** A file with telemetry; `-` is stdin. */
export interface TraceFile {
  /** as typed, or below the folder that was typed */
  readonly path: string
  readonly absolutePath: string
  readonly form: 'plain' | 'gzip' | 'stdin'
}

/** What the state keeps of a file: how much of it was read, and the digests of both ends of that part. */
export interface FileMark {
  readonly path: string
  readonly offset: number
  readonly head: string
  readonly tail: string
  /** read as one: where it has grown, all of it is read again */
  readonly whole: boolean
}

const chunkBytes = 1024 * 1024
const endBytes = 64 * 1024
/** No telemetry shrinks to less than this part; a bomb does. */
const ratioLimit = 400
const ratioFree = 256 * 1024 * 1024
const traceName = /\.(?:jsonl?|ndjson|log|txt|otlp|pb|binpb|proto)(?:\.gz)?$/i

/**
 * The files that the words of a user name: files, `-`, and of folders everything that has the name of telemetry.
 * @throws {AibomError} `AIBOM_TRACES_NOT_FOUND`, `AIBOM_FOLDER_UNREADABLE`
 */
export function listTraceFiles(
  words: readonly string[],
  cwd: string,
): {readonly files: TraceFile[]; readonly notRead: string[]} {
  const files = new Map<string, TraceFile>()
  const notRead: string[] = []
  for (const word of words) {
    const {found, others} = word === '-' ? stdin : filesOf(word, resolve(cwd, word))
    for (const file of found) if (!files.has(file.absolutePath)) files.set(file.absolutePath, file)
    notRead.push(...others)
  }
  return {files: [...files.values()], notRead}
}

interface Found {
  readonly found: readonly TraceFile[]
  readonly others: readonly string[]
}

const stdin: Found = {found: [{path: '-', absolutePath: '-', form: 'stdin'}], others: []}

function filesOf(word: string, absolutePath: string): Found {
  const kind = kindOfPath(absolutePath)
  if (kind === undefined) {
    throw new AibomError('AIBOM_TRACES_NOT_FOUND', `${word} does not exist`, {
      hint: 'Name a file or folder with OTLP/JSON, or - for stdin',
    })
  }
  if (kind !== 'folder')
    return {found: [toFile(word, kind === 'file' ? realpathSync(absolutePath) : absolutePath)], others: []}
  const entries = listFolder(absolutePath).filter(entry => entry.kind === 'file')
  const isTrace = ({path, link}: (typeof entries)[number]): boolean => traceName.test(path) && link !== 'outside'
  const folder = word.endsWith('/') ? word.slice(0, -1) : word
  return {
    found: entries.filter(isTrace).map(entry => toFile(`${folder}/${entry.path}`, entry.absolutePath)),
    others: entries.filter(entry => !isTrace(entry)).map(({path}) => path),
  }
}

function toFile(path: string, absolutePath: string): TraceFile {
  return {path, absolutePath, form: /\.gz$/i.test(path) ? 'gzip' : 'plain'}
}

/**
 * The bytes of a file in pieces; a piece is valid until the next one is asked for.
 * @param from offset to begin at; of a plain file only
 * @throws {AibomError} `AIBOM_TRACES_UNREADABLE`, `AIBOM_TRACES_BOMB`
 */
export async function* readTraceFile(file: TraceFile, from: number): AsyncGenerator<Buffer> {
  try {
    if (file.form === 'plain') yield* readPlain(file.absolutePath, from)
    else if (file.form === 'gzip') yield* readGzip(file)
    else
      for await (const chunk of createReadStream('', {fd: 0, autoClose: false, highWaterMark: chunkBytes}))
        yield chunk as Buffer
  } catch (error) {
    throw error instanceof AibomError ? error : unreadable(file.path, error)
  }
}

function* readPlain(absolutePath: string, from: number): Generator<Buffer> {
  const descriptor = openSync(absolutePath, 'r')
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let position = from
    for (;;) {
      const length = readSync(descriptor, chunk, 0, chunkBytes, fstatSync(descriptor).isFile() ? position : null)
      if (length === 0) return
      position += length
      threadHost().beat()
      yield chunk.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}

async function* readGzip({absolutePath, path}: TraceFile): AsyncGenerator<Buffer> {
  const packed = createReadStream(absolutePath, {highWaterMark: chunkBytes})
  const unpacked = createGunzip({chunkSize: chunkBytes})
  packed.on('error', error => unpacked.destroy(error))
  let given = 0
  for await (const chunk of packed.pipe(unpacked)) {
    given += (chunk as Buffer).length
    if (given > ratioFree && given > packed.bytesRead * ratioLimit) {
      throw new AibomError(
        'AIBOM_TRACES_BOMB',
        `${path} unpacks to more than ${ratioLimit} times its size: it is not telemetry`,
        {exit: 3},
      )
    }
    threadHost().beat()
    yield chunk as Buffer
  }
}

/** The mark of a file that was read up to an offset. @throws {AibomError} `AIBOM_TRACES_UNREADABLE` */
export function markOf({path, absolutePath}: TraceFile, offset: number, whole: boolean): FileMark {
  return withFile(absolutePath, path, descriptor => {
    const length = Math.min(endBytes, offset)
    return {
      path,
      offset,
      whole,
      head: digestAt(descriptor, 0, length),
      tail: digestAt(descriptor, offset - length, length),
    }
  })
}

/**
 * The mark that a file continues, whatever its name is now: logs are renamed when they are full. Undefined for a file
 * that is new or was written anew.
 */
export function markFor(file: TraceFile, marks: readonly FileMark[]): FileMark | undefined {
  return withFile(file.absolutePath, file.path, descriptor => {
    const {size} = fstatSync(descriptor)
    const fits = marks.filter(({offset, whole}) => offset > 0 && (whole ? offset === size : offset <= size))
    const inOrder = fits.sort(
      (a, b) => Number(b.path === file.path) - Number(a.path === file.path) || b.offset - a.offset,
    )
    // most marks are of other files, which their heads tell; all but the shortest have heads of one length
    const heads = new Map<number, string>()
    return inOrder.find(({offset, head, tail}) => {
      const length = Math.min(endBytes, offset)
      const own = heads.get(length) ?? digestAt(descriptor, 0, length)
      heads.set(length, own)
      return own === head && digestAt(descriptor, offset - length, length) === tail
    })
  })
}

/** Bytes on disk. @throws {AibomError} `AIBOM_TRACES_UNREADABLE` */
export function sizeOf({absolutePath, path}: TraceFile): number {
  return withFile(absolutePath, path, descriptor => fstatSync(descriptor).size)
}

function digestAt(descriptor: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length)
  const read = readSync(descriptor, bytes, 0, length, position)
  return sha256Hex(bytes.subarray(0, read))
}

function withFile<T>(absolutePath: string, path: string, work: (descriptor: number) => T): T {
  let descriptor: number | undefined
  try {
    descriptor = openSync(absolutePath, 'r')
    return work(descriptor)
  } catch (error) {
    throw unreadable(path, error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function unreadable(path: string, cause: unknown): AibomError {
  return new AibomError(
    'AIBOM_TRACES_UNREADABLE',
    `${path} cannot be read: ${systemErrorCode(cause) ?? 'unknown reason'}`,
    {exit: 3, cause},
  )
}
