import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const folder = fileURLToPath(new URL('../../../shared', import.meta.url))

/**
 * Real inputs that lie beside a maintainer's checkout; a stranger's clone has none, and the tests that need them are
 * skipped.
 */
export const hasShared: boolean = existsSync(folder)

/** Absolute path below the folder of real inputs. */
export function sharedPath(path: string): string {
  return `${folder}/${path}`
}
