import {type FileHash, type FileIdentity, type HashAlgorithm, hashFile} from '../../../lib/fs/file-hash.ts'
import type {TaskContext} from '../messages.ts'

/** Hash this file. */
export interface HashTask {
  readonly absolutePath: string
  readonly expected: FileIdentity | undefined
  readonly algorithms: readonly HashAlgorithm[]
}

/** The row of this kind in the table of tasks; reports are bytes read since the last one. */
export type HashTasks = {readonly hash: {readonly input: HashTask; readonly output: FileHash; readonly report: number}}

/** Seldom enough to cost nothing, often enough for a moving number. */
const reportEveryBytes = 64 * 1024 * 1024

/** @throws {AibomError} as `hashFile` does */
export async function hash(
  {absolutePath, algorithms, expected}: HashTask,
  {report}: TaskContext<number>,
): Promise<FileHash> {
  let unreported = 0
  const onChunk = (bytes: Uint8Array): void => {
    unreported += bytes.byteLength
    if (unreported < reportEveryBytes) return
    report(unreported)
    unreported = 0
  }
  const hashed = hashFile(absolutePath, {algorithms, onChunk, expected})
  report(unreported)
  return hashed
}
