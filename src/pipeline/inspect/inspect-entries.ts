import {deserialize} from 'node:v8'
import type {FileEntry} from '../../inventory/source.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {FolderPlace, Source} from '../../sources/source.ts'
import {packEntry} from '../extract/extract-task.ts'
import type {Progress} from '../progress.ts'
import {type Help, shareQueue} from '../worker/helpers.ts'
import {type Costs, Queue} from '../worker/queue.ts'
import {oneThread, type Threads} from '../worker/threads.ts'
import {unwatched, type Watch} from '../worker/watch.ts'
import {hashAhead} from './hash-ahead.ts'
import {type InspectedFile, notRead, wholeBytes} from './inspect-file.ts'
import {type InspectedEntry, type InspectTasks, inspectEntry} from './inspect-task.ts'

/** How the files of a source are judged. */
export interface InspectEntriesOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly watch?: Watch | undefined
  readonly threads?: Threads | undefined
}

interface Queued {
  readonly file: FileEntry
}

/** Every byte is hashed. */
const costs: Costs = {openBytes: 64 * 1024, mostBytes: Number.MAX_SAFE_INTEGER, batchBytes: 4 * 1024 * 1024}
/** A thread loads its readers meanwhile. */
const worthBytes = 16 * 1024 * 1024

/** Judges the model files among those of a source; whatever finished first, they come in the order of their paths. */
export async function inspectEntries(
  source: Source,
  entries: readonly FileEntry[],
  options: InspectEntriesOptions,
): Promise<readonly InspectedFile[]> {
  const folder = source.folder?.()
  const inspected =
    folder === undefined
      ? await inspectInTurn(source, entries, options)
      : await inspectFolder(source, folder, entries, options)
  return sortedBy(inspected, ({path}) => path)
}

/** Files of a folder: this thread and its helpers take the largest that are left. */
async function inspectFolder(
  source: Source,
  folder: FolderPlace,
  entries: readonly FileEntry[],
  {signal, progress, watch = unwatched, threads = oneThread}: InspectEntriesOptions,
): Promise<readonly InspectedFile[]> {
  const inspected: InspectedFile[] = []
  let read = 0
  const take = (entry: FileEntry, {file}: InspectedEntry): void => {
    if (file !== undefined) inspected.push(file)
    read += Number(entry.byteLength)
    progress.hashed(read)
  }
  const queue = new Queue(
    entries.map((file): Queued => ({file})),
    costs,
  )
  await shareQueue(queue, inspectHelp(folder, entries, {threads, signal}, take), async ({file}) => {
    signal.throwIfAborted()
    take(file, await inspectEntry(source, file, {watch, isAlone: false}))
    await new Promise(resolve => setImmediate(resolve))
  })
  return inspected
}

function inspectHelp(
  folder: FolderPlace,
  entries: readonly FileEntry[],
  {threads, signal}: {threads: Threads; signal: AbortSignal},
  take: (entry: FileEntry, inspected: InspectedEntry) => void,
): Help<Queued, InspectTasks> {
  return {
    threads,
    signal,
    worthBytes,
    async read(files, pool, stallMs) {
      const task = {folder, files: files.map(({file}) => packEntry(file))}
      const packed = await pool.run('inspect-files', task, {stallMs})
      return files.filter(({file}, at) => {
        const bytes = packed[at]
        if (bytes !== undefined) take(file, deserialize(bytes))
        return bytes === undefined
      })
    },
    lose(path, {message}) {
      const entry = entries.find(each => each.path === path)
      if (entry !== undefined) take(entry, {file: notRead(entry, message)})
    },
  }
}

/** Files that lie elsewhere, and those of stores: one after the other, while threads hash the large ones. */
async function inspectInTurn(
  source: Source,
  entries: readonly FileEntry[],
  {signal, progress, watch = unwatched, threads = oneThread}: InspectEntriesOptions,
): Promise<readonly InspectedFile[]> {
  const isAlone = source.describe().scheme === 'file'
  await using ahead = await hashAhead(source, entries, {largeBytes: wholeBytes, threads: threads.count, signal})
  const inspected: InspectedFile[] = []
  let read = 0
  for (const entry of sortedBy(entries, ({path}) => path)) {
    signal.throwIfAborted()
    const {file} = await inspectEntry(source, entry, {watch, isAlone, ahead})
    read += Number(entry.byteLength)
    progress.hashed(read)
    if (file !== undefined) inspected.push(file)
    await new Promise(resolve => setImmediate(resolve))
  }
  return inspected
}
