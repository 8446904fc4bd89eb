import {posix} from 'node:path'
import {baseName} from '../../lib/path.ts'

const absolutePattern = /^(?:[/\\~]|[a-z]:[/\\])/i

/**
 * A relative path, seen from a folder, as a folder of the source; `../…` when it leads out of it.
 * An absolute one is on the machine that wrote the lock: `file:` and its last part.
 */
export function folderFrom(folder: string, relative: string): string {
  if (absolutePattern.test(relative)) return `file:${baseName(relative.replaceAll('\\', '/').replace(/\/$/, ''))}`
  const joined = posix.normalize(`${folder === '' ? '.' : folder}/${relative}`).replace(/\/$/, '')
  return joined === '.' ? '' : joined
}
