import {posix} from 'node:path'

/** A relative path, seen from a folder, as a folder of the source; `../…` when it leads out of it. */
export function folderFrom(folder: string, relative: string): string {
  const joined = posix.normalize(`${folder === '' ? '.' : folder}/${relative}`).replace(/\/$/, '')
  return joined === '.' ? '' : joined
}
