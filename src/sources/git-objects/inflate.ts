import {inflateSync} from 'node:zlib'
import {systemErrorCode} from '../../lib/errors.ts'

/** Unpacks a zlib stream; undefined where it is damaged, or unpacks to more than `limitBytes`. */
export function inflate(bytes: Buffer, limitBytes: number): Buffer | undefined {
  try {
    return inflateSync(bytes, {maxOutputLength: Math.max(limitBytes, 1)})
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}
