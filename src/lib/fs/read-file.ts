import {closeSync, openSync, readFileSync, readSync, statSync} from 'node:fs'
import {AibomError, systemErrorCode} from '../errors.ts'

/**
 * A text file that the user named.
 * @param shownPath as typed, for messages
 * @throws {AibomError} exit 2: `AIBOM_FILE_NOT_FOUND`, `AIBOM_FILE_UNREADABLE`, `AIBOM_FILE_TOO_LARGE`
 */
export function readUserFile(absolutePath: string, shownPath: string, limitBytes: number, hint: string): string {
  return readUserBytes(absolutePath, shownPath, limitBytes, hint).toString('utf8')
}

/** The same as bytes. */
export function readUserBytes(absolutePath: string, shownPath: string, limitBytes: number, hint: string): Buffer {
  try {
    const stats = statSync(absolutePath)
    if (!stats.isFile()) throw new AibomError('AIBOM_FILE_UNREADABLE', `${shownPath} is not a file`, {hint})
    if (stats.size > limitBytes)
      throw new AibomError('AIBOM_FILE_TOO_LARGE', `${shownPath} is larger than ${limitBytes} bytes`, {hint})
    return readFileSync(absolutePath)
  } catch (error) {
    if (error instanceof AibomError) throw error
    if (systemErrorCode(error) === 'ENOENT')
      throw new AibomError('AIBOM_FILE_NOT_FOUND', `${shownPath} does not exist`, {hint, cause: error})
    throw new AibomError(
      'AIBOM_FILE_UNREADABLE',
      `${shownPath} cannot be read: ${systemErrorCode(error) ?? 'unknown reason'}`,
      {hint, cause: error},
    )
  }
}

/** Nothing can lie at such a path: below a file, with too long a name, behind links that lead in a circle. */
const impossiblePath = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'])

/**
 * What lies at a path that the user named, links followed.
 * @throws {AibomError} `AIBOM_FILE_UNREADABLE` where the system does not tell
 */
export function kindOfPath(absolutePath: string): 'file' | 'folder' | 'other' | undefined {
  try {
    const stats = statSync(absolutePath)
    if (stats.isFile()) return 'file'
    return stats.isDirectory() ? 'folder' : 'other'
  } catch (error) {
    const code = systemErrorCode(error)
    if (impossiblePath.has(code ?? '')) return undefined
    throw new AibomError('AIBOM_FILE_UNREADABLE', `${absolutePath} cannot be read: ${code ?? 'unknown reason'}`, {
      cause: error,
    })
  }
}

/**
 * The first bytes of a file of any size, fewer where it is shorter.
 * @throws {AibomError} `AIBOM_FILE_UNREADABLE`
 */
export function readHead(absolutePath: string, shownPath: string, length: number): Buffer {
  let descriptor: number | undefined
  try {
    descriptor = openSync(absolutePath, 'r')
    const head = Buffer.alloc(length)
    return head.subarray(0, readSync(descriptor, head, 0, length, 0))
  } catch (error) {
    throw new AibomError(
      'AIBOM_FILE_UNREADABLE',
      `${shownPath} cannot be read: ${systemErrorCode(error) ?? 'unknown reason'}`,
      {cause: error},
    )
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
