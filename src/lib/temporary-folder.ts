import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A download that was given up may still make a file while the folder is being emptied. */
const removalRetries = 5

/** Runs `work` with an empty folder of its own, which is removed whatever the end. @param work is given its absolute path, without links */
export async function withTemporaryFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), prefix))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, {recursive: true, force: true, maxRetries: removalRetries})
  }
}
