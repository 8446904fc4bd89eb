import type {FileEntry} from '../../inventory/source.ts'
import {AibomError} from '../../lib/errors.ts'
import {readers} from '../../safety/readers.ts'
import {DirectorySource} from '../../sources/dir.ts'
import type {FolderPlace, Source} from '../../sources/source.ts'
import {type PackedParts, pack} from '../extract/parts.ts'
import type {TaskContext} from '../worker/messages.ts'
import {fileKey, unwatched, type Watch} from '../worker/watch.ts'
import type {HashesAhead} from './hash-ahead.ts'
import {type InspectedFile, inspectFile, notRead} from './inspect-file.ts'
import {isModelFile} from './scope.ts'

/** Judge these files of a folder. */
export interface InspectTask {
  readonly folder: FolderPlace
  readonly files: readonly FileEntry[]
}

/** What was judged: no file where it belongs to no model. */
export interface InspectedEntry {
  readonly file?: InspectedFile
}

/**
 * The row of this kind in the table of tasks; the answers are of {@link InspectedEntry}, undefined where not copied.
 */
export type InspectTasks = {
  readonly 'inspect-files': {
    readonly input: InspectTask
    readonly output: readonly PackedParts[]
    readonly report: never
  }
}

/** Judges files in this thread, one at a time, so that it is clear which one it hangs on. */
export async function inspectFiles(
  task: InspectTask,
  {signal, show}: TaskContext<never>,
): Promise<readonly PackedParts[]> {
  const watch = {...unwatched, begin: (key: string) => show([key])}
  await using source = new DirectorySource(task.folder.absolutePath, task.folder.exclude)
  const packed: PackedParts[] = []
  for (const entry of task.files) {
    signal.throwIfAborted()
    packed.push(pack(await inspectEntry(source, entry, {watch, isAlone: false})))
    await new Promise(resolve => setImmediate(resolve))
  }
  return packed
}

/** @param isAlone the user named this file: it is judged whatever it is */
export async function inspectEntry(
  source: Source,
  entry: FileEntry,
  {watch, isAlone, ahead}: {watch: Watch; isAlone: boolean; ahead?: HashesAhead},
): Promise<InspectedEntry> {
  const key = fileKey(entry.path)
  const givenUp = watch.givenUp.get(key)
  if (givenUp !== undefined) return {file: notRead(entry, givenUp.message)}
  watch.begin(key)
  try {
    if (!isAlone && !(await isModelFile(source, entry))) return {}
    return {file: await inspectFile(source, entry, {readers, ...(ahead !== undefined && {ahead})})}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {file: notRead(entry, error.message)}
  } finally {
    watch.end(key)
  }
}
