import type {FolderPlace} from '../../sources/source.ts'
import type {Help} from '../worker/helpers.ts'
import type {Costs} from '../worker/queue.ts'
import type {Threads} from '../worker/threads.ts'
import {gapOfGivenUp} from '../worker/watch.ts'
import {type ExtractTasks, packEntry, packPaths} from './extract-task.ts'
import {type ClaimedFile, type FileParts, type PackedParts, unpackParts} from './parts.ts'

/** Of a large file only a part is read by most. */
export const extractCosts: Costs = {openBytes: 1024, mostBytes: 1024 * 1024, batchBytes: 256 * 1024}

/** Less code than this is read before a thread has its grammars and its catalogue. */
const worthBytes = 1536 * 1024

/** What threads need to read files of the same source; detectors go by their ids. */
export interface HelpOptions {
  readonly folder: FolderPlace
  readonly detectors: readonly string[]
  readonly walked: Iterable<string>
  readonly threads: Threads
  readonly signal: AbortSignal
  /** {@link KeptParts.realm} */
  readonly realm?: string | undefined
}

/**
 * Threads that read files as this one does.
 * @param onParts is given each file that was read; one that cannot be copied goes back to the queue
 */
export function extractHelp(
  {threads, signal, ...options}: HelpOptions,
  onParts: (parts: FileParts, packed?: PackedParts) => void,
): Help<ClaimedFile, ExtractTasks> {
  let walked: SharedArrayBuffer | undefined
  return {
    threads,
    signal,
    worthBytes,
    async read(files, pool, stallMs) {
      walked ??= packPaths(options.walked)
      const task = {...options, walked, files: files.map(({file}) => packEntry(file))}
      const packed = await pool.run('extract', task, {stallMs})
      return files.filter((_file, at) => {
        const parts = unpackParts(packed[at])
        if (parts !== undefined) onParts(parts, packed[at])
        return parts === undefined
      })
    },
    lose: (path, why) => onParts({path, parts: [], gaps: [gapOfGivenUp(path, why)]}),
  }
}
