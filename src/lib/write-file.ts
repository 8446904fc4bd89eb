import {closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {AibomError, systemErrorCode} from './errors.ts'

/**
 * Writes a file whole or not at all: a temporary file beside it, then a rename; what stood there before stays until then.
 * @throws {AibomError} `AIBOM_OUTPUT_UNWRITABLE` (folder missing, read-only, a folder of that name)
 */
export function writeWhole(absolutePath: string, content: string, shownPath: string = absolutePath): void {
  const folder = dirname(absolutePath)
  const temporary = join(folder, `.${basename(absolutePath)}.${process.pid}.tmp`)
  try {
    if (statSync(absolutePath, {throwIfNoEntry: false})?.isDirectory() === true)
      throw new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${shownPath} is a folder`)
    writeSynced(temporary, content)
    renameSync(temporary, absolutePath)
  } catch (error) {
    rmSync(temporary, {force: true})
    if (error instanceof AibomError) throw error
    throw unwritable(shownPath, error)
  }
}

function writeSynced(absolutePath: string, content: string): void {
  const descriptor = openSync(absolutePath, 'wx', 0o644)
  try {
    writeSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is no folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

function unwritable(shownPath: string, cause: unknown): AibomError {
  const reason = reasons[systemErrorCode(cause) ?? ''] ?? String(systemErrorCode(cause))
  return new AibomError('AIBOM_OUTPUT_UNWRITABLE', `${shownPath} cannot be written: ${reason}`, {
    hint: 'Name a file in a folder that exists and that you may write to: --output FILE, or --output - for stdout',
    exit: 2,
    cause,
  })
}
