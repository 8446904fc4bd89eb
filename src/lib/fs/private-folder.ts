import {mkdirSync, statSync} from 'node:fs'
import {dirname} from 'node:path'

/**
 * Makes a folder that only its owner may enter, and the folders above it that are missing. Node's own `recursive` never
 * ends where a file system refuses new folders with ENOENT, as /proc does.
 * @throws the system's error where one cannot be made
 */
export function makePrivateFolder(absolutePath: string): void {
  const missing: string[] = []
  for (let at = absolutePath; statSync(at, {throwIfNoEntry: false}) === undefined; at = dirname(at)) missing.push(at)
  for (const folder of missing.reverse()) makeOne(folder)
}

/** Another process may have made it meanwhile. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, {mode: 0o700})
  } catch (error) {
    if (statSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) throw error
  }
}
