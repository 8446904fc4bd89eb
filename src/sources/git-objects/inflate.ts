import {constants, inflateSync} from 'node:zlib'
import {systemErrorCode} from '../../lib/errors.ts'

/** Unpacks a zlib stream; undefined where it is damaged, or unpacks to more than `limitBytes`. */
export function inflate(bytes: Buffer, limitBytes: number): Buffer | undefined {
  return ifSound(() => inflateSync(bytes, {maxOutputLength: Math.max(limitBytes, 1)}))
}

/** What the first bytes of a zlib stream unpack to, some thousand times as many at most; undefined where it is damaged. */
export function inflateStart(bytes: Buffer): Buffer | undefined {
  return ifSound(() => inflateSync(bytes, {finishFlush: constants.Z_SYNC_FLUSH}))
}

function ifSound(unpack: () => Buffer): Buffer | undefined {
  try {
    return unpack()
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}
