import {posix} from 'node:path'

/** Folder of a file; '' for the root. */
export function folderOf(path: string): string {
  const folder = posix.dirname(path)
  return folder === '.' ? '' : folder
}

/** A relative path, seen from a folder, as a folder of the source; `../…` when it leads out of it. */
export function folderFrom(folder: string, relative: string): string {
  const joined = posix.normalize(`${folder === '' ? '.' : folder}/${relative}`).replace(/\/$/, '')
  return joined === '.' ? '' : joined
}
