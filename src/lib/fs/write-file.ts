import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {AibomError, systemErrorCode} from '../errors.ts'
import {threadHost} from '../thread-host.ts'
import {temporaryName} from './own-temporary.ts'

/**
 * Writes a file whole or not at all: a temporary file beside it, then a rename; what stood there before stays until
 * then.
 * A device or pipe is written to as it stands: a rename would put a file in its place.
 * @param content a text, or its pieces, which are made as they are written
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE` (folder missing, read-only, a folder of that name)
 */
export function writeWhole(absolutePath: string, content: string | Iterable<string>, shownPath = absolutePath): void {
  const folder = dirname(absolutePath)
  const temporary = join(folder, temporaryName(basename(absolutePath)))
  try {
    const there = statSync(absolutePath, {throwIfNoEntry: false})
    if (there?.isDirectory() === true) throw new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${shownPath} is a folder`)
    if (there?.isFile() === false)
      writeFileSync(absolutePath, typeof content === 'string' ? content : [...content].join(''))
    else replace(absolutePath, temporary, content)
  } catch (error) {
    if (error instanceof AibomError) throw error
    throw unwritable(shownPath, error)
  }
}

/**
 * Writes other bytes into a file that is there, whole or not at all; its permissions stay, and a link stays a link.
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE`
 */
export function replaceBytes(absolutePath: string, content: Buffer, shownPath: string): void {
  try {
    const real = realpathSync.native(absolutePath)
    replace(real, join(dirname(real), temporaryName(basename(real))), content, statSync(real).mode)
  } catch (error) {
    throw unwritable(shownPath, error)
  }
}

/**
 * Writes a file that must not exist yet: what is there may be the only copy.
 * @throws {AibomError} `AIBOM_OUTPUT_EXISTS`, `AIBOM_OUTPUT_UNWRITABLE`
 */
export function writeNewFile(
  absolutePath: string,
  content: string | Buffer,
  {mode, shownPath}: {readonly mode: number; readonly shownPath: string},
): void {
  try {
    writeFileSync(absolutePath, content, {flag: 'wx', mode})
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw unwritable(shownPath, error)
    throw new AibomError('AIBOM_OUTPUT_EXISTS', `${shownPath} already exists, and is not overwritten`, {
      hint: 'Choose another name',
      cause: error,
    })
  }
}

/** A path that may not exist yet, links of its folder resolved: two names of one place compare equal. */
export function realOutputPath(absolutePath: string): string {
  try {
    return realpathSync.native(absolutePath)
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
  }
  try {
    return join(realpathSync.native(dirname(absolutePath)), basename(absolutePath))
  } catch (error) {
    // writing it will say what is wrong
    if (systemErrorCode(error) === undefined) throw error
    return absolutePath
  }
}

function replace(absolutePath: string, temporary: string, content: Content, mode?: number): void {
  const {hold, release} = threadHost()
  hold(temporary)
  const descriptor = openSync(temporary, 'wx', 0o644)
  try {
    try {
      for (const piece of piecesOf(content)) writeFileSync(descriptor, piece)
      if (mode !== undefined) fchmodSync(descriptor, mode)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, absolutePath)
  } catch (error) {
    rmSync(temporary, {force: true})
    throw error
  }
  release(temporary)
}

type Content = string | Buffer | Iterable<string>

/** UTF-16 units that are turned into bytes at once: the bytes of a large document stand in memory beside it. */
const pieceLength = 8 * 1024 * 1024

function* piecesOf(content: Content): Generator<string | Buffer> {
  if (typeof content === 'string') yield* slicesOf(content)
  else if (Buffer.isBuffer(content)) yield content
  else yield* joined(content)
}

/** Small pieces together: each costs a call of the system. */
function* joined(pieces: Iterable<string>): Generator<string> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < pieceLength) continue
    yield text
    text = ''
  }
  yield text
}

function* slicesOf(content: string): Generator<string> {
  for (let at = 0, end = 0; at < content.length; at = end) {
    end = Math.min(at + pieceLength, content.length)
    // a sign of two units stays whole
    if (/[\ud800-\udbff]/.test(content.charAt(end - 1)) && end < content.length) end--
    yield content.slice(at, end)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file system does not take files of that size',
  ENAMETOOLONG: 'its name is too long',
}

/** What a system error of writing says, in words. */
export function whyUnwritable(error: unknown): string {
  const code = systemErrorCode(error) ?? 'unknown reason'
  return reasons[code] ?? code
}

function unwritable(shownPath: string, cause: unknown): AibomError {
  return new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${shownPath} cannot be written: ${whyUnwritable(cause)}`, {
    hint: 'Name a file in a folder that exists and that you may write to: --output FILE, or --output - for stdout',
    exit: 2,
    cause,
  })
}
