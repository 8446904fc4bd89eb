import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {AibomError, systemErrorCode} from '../errors.ts'
import {threadHost} from '../thread-host.ts'
import {whyUnwritable} from './write-file.ts'

/** A download that was given up may still make a file while the folder is being emptied. */
const removalRetries = 5

/**
 * Runs `work` with an empty folder of its own, which is removed whatever the end.
 * @param work is given its absolute path, without links
 * @throws {AibomError} `AIBOM_TEMPORARY_FOLDER`, also for what `work` could not write there
 */
export async function withTemporaryFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporaryFolder(prefix)
  try {
    return await work(folder)
  } catch (error) {
    throw error instanceof AibomError && error.code === 'AIBOM_OUTPUT_UNWRITABLE'
      ? unusable(error.message, error)
      : error
  } finally {
    removeTemporaryFolder(folder)
  }
}

/**
 * @returns the absolute path, without links, of a new folder; give it to {@link removeTemporaryFolder}
 * @throws {AibomError} `AIBOM_TEMPORARY_FOLDER`
 */
export function makeTemporaryFolder(prefix: string): string {
  const folder = makeIn(tmpdir(), prefix)
  threadHost().hold(folder)
  return folder
}

function makeIn(parent: string, prefix: string): string {
  try {
    return mkdtempSync(join(realpathSync(parent), prefix))
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === undefined) throw error
    const why = code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such folder' : whyUnwritable(error)
    throw unusable(`nothing can be written to the temporary folder ${parent}: ${why}`, error)
  }
}

/** @param message what could not be done in the temporary folder, and why */
export function unusable(message: string, cause: unknown): AibomError {
  const hint = 'Set TMPDIR (TEMP on Windows) to a folder that you may write to and that has room'
  return new AibomError('AIBOM_TEMPORARY_FOLDER', message, {hint, cause})
}

/** The counterpart of {@link makeTemporaryFolder}; it may be gone already. */
export function removeTemporaryFolder(folder: string): void {
  removeLeftovers([folder])
  threadHost().release(folder)
}

/**
 * Removes files and folders that may be gone already. What the system does not let go of stays: that is for its own
 * cleaning.
 */
export function removeLeftovers(absolutePaths: Iterable<string>): void {
  for (const path of absolutePaths) {
    try {
      rmSync(path, {recursive: true, force: true, maxRetries: removalRetries})
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error
    }
  }
}
