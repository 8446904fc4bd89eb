import {all} from '../../detectors/all.ts'
import type {FileEntry} from '../../inventory/source.ts'
import {compact} from '../../lib/compact.ts'
import {DirectorySource} from '../../sources/dir.ts'
import type {FolderPlace} from '../../sources/source.ts'
import type {TaskContext} from '../worker/messages.ts'
import {unwatched} from '../worker/watch.ts'
import {detectorContext} from './context.ts'
import {type PackedParts, packParts} from './parts.ts'
import {claimantsByName, readFile} from './read-file.ts'

/** Read these files of a folder. */
export interface ExtractTask {
  readonly folder: FolderPlace
  /** ids of the detectors that are asked */
  readonly detectors: readonly string[]
  /** every path that was walked, as {@link packPaths} makes it */
  readonly walked: SharedArrayBuffer
  readonly files: readonly FileEntry[]
  /** {@link KeptParts.realm} */
  readonly realm?: string | undefined
}

/** The row of this kind in the table of tasks. */
export type ExtractTasks = {
  readonly extract: {readonly input: ExtractTask; readonly output: readonly PackedParts[]; readonly report: never}
}

/** Reads files in this thread, one at a time, so that it is clear which one it hangs on. */
export async function extract(task: ExtractTask, {signal, show}: TaskContext<never>): Promise<readonly PackedParts[]> {
  const asked = new Set(task.detectors)
  let walked: ReadonlySet<string> | undefined
  // only siblings that are not there ask for it
  const isWalked = (path: string): boolean => {
    walked ??= unpackPaths(task.walked)
    return walked.has(path)
  }
  const watch = {...unwatched, begin: (key: string) => show([key])}
  await using source = new DirectorySource(task.folder.absolutePath, task.folder.exclude)
  const context = detectorContext(source, signal, isWalked, watch)
  const reading = {source, detectors: all.filter(({id}) => asked.has(id)), context, watch, realm: task.realm}
  const packed: PackedParts[] = []
  for (const file of task.files) {
    signal.throwIfAborted()
    packed.push(packParts(await readFile(reading, {file, named: claimantsByName(reading.detectors, file)})))
    await new Promise(resolve => setImmediate(resolve))
  }
  return packed
}

/** Paths in memory that threads share: copied to each they would cost as much as reading small files. */
export function packPaths(paths: Iterable<string>): SharedArrayBuffer {
  const bytes = new TextEncoder().encode([...paths].join('\0'))
  const shared = new SharedArrayBuffer(bytes.byteLength)
  new Uint8Array(shared).set(bytes)
  return shared
}

function unpackPaths(shared: SharedArrayBuffer): ReadonlySet<string> {
  // a decoder takes no shared memory
  return new Set(new TextDecoder().decode(new Uint8Array(shared).slice()).split('\0'))
}

/** An entry that can be copied: one of a walk asks the disk for its size when it is first wanted. */
export function packEntry({path, byteLength, known, ignored}: FileEntry): FileEntry {
  return compact({path, byteLength, known, ignored})
}
