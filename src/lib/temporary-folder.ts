import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {threadHost} from './thread-host.ts'

/** A download that was given up may still make a file while the folder is being emptied. */
const removalRetries = 5

/** Runs `work` with an empty folder of its own, which is removed whatever the end. @param work is given its absolute path, without links */
export async function withTemporaryFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = makeTemporaryFolder(prefix)
  try {
    return await work(folder)
  } finally {
    removeTemporaryFolder(folder)
  }
}

/** @returns the absolute path, without links, of a new folder; give it to {@link removeTemporaryFolder} */
export function makeTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), prefix))
  threadHost().hold(folder)
  return folder
}

export function removeTemporaryFolder(folder: string): void {
  removeLeftovers([folder])
  threadHost().release(folder)
}

/** Removes files and folders that may be gone already. */
export function removeLeftovers(absolutePaths: Iterable<string>): void {
  for (const path of absolutePaths) rmSync(path, {recursive: true, force: true, maxRetries: removalRetries})
}
