import {createHash} from 'node:crypto'
import {lstatSync} from 'node:fs'
import {systemErrorCode} from '../../lib/errors.ts'
import {identityKey} from '../../lib/fs/file-hash.ts'
import type {Source} from '../source.ts'

/**
 * The state of a folder without reading its files: names, sizes, inodes and times of all that belongs to it, and its
 * commit. As the digest cache it speeds a second look up, and proves nothing.
 * @returns 64 hex digits; undefined where a file is not of this machine
 */
export async function folderState(source: Source, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash('sha256')
  for await (const {path} of source.walk(signal)) {
    const absolutePath = source.localPath?.(path)
    if (absolutePath === undefined) return undefined
    hash.update(`${path}\0${stateOf(absolutePath)}\0`)
  }
  hash.update(JSON.stringify([source.describe(), source.gaps()]))
  return hash.digest('hex')
}

function stateOf(absolutePath: string): string {
  try {
    return identityKey(lstatSync(absolutePath, {bigint: true}))
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === undefined) throw error
    return code
  }
}
