import type {Detector, DetectorContext} from '../../detectors/detector.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry} from '../../inventory/source.ts'
import {isOwnTemporary} from '../../lib/fs/own-temporary.ts'
import type {Seal} from '../../lib/fs/sealed-pack.ts'
import {groupBy} from '../../lib/group.ts'
import {baseName} from '../../lib/path.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {FolderPlace, Source} from '../../sources/source.ts'
import {detectorContext} from '../extract/context.ts'
import {extractCosts, extractHelp} from '../extract/extract-help.ts'
import type {KeptParts} from '../extract/kept-parts.ts'
import type {ClaimedFile, FileParts, PackedParts} from '../extract/parts.ts'
import {claim, claimantsByName, type Reading, readFile} from '../extract/read-file.ts'
import type {Progress} from '../progress.ts'
import {shareQueue} from '../worker/helpers.ts'
import {Queue} from '../worker/queue.ts'
import {oneThread, type Threads} from '../worker/threads.ts'
import {unwatched, type Watch} from '../worker/watch.ts'
import {unreadLanguages} from './unread-languages.ts'

/** Files of a remote source worked on side by side: hides the latency, keeps few in memory. */
const remoteWidth = 8
/** JavaScript that never yields cannot be interrupted, and hands no work to other threads. */
const yieldEveryMs = 20

/** What the files of a source gave, one by one. */
export interface Collected {
  readonly files: ReadonlyMap<string, FileEntry>
  /** what each detector extracted, before assembly */
  readonly extractions: ReadonlyMap<Detector, Extraction>
  /** by the id of a detector the files that it read, where each of them is kept */
  readonly seals: ReadonlyMap<string, readonly Seal[]>
  readonly gaps: readonly Gap[]
  readonly context: DetectorContext
}

/** What is read of a source, and by whom. */
export interface CollectOptions {
  readonly detectors: readonly Detector[]
  readonly signal: AbortSignal
  readonly progress: Progress
  /** paths that are never scanned: our own output */
  readonly skip: ReadonlySet<string>
  readonly watch?: Watch | undefined
  readonly threads?: Threads | undefined
  /** what is read of single files, from one run to the next */
  readonly kept?: KeptParts | undefined
}

/** One walk: every detector is asked per file, a claimed file is opened once and handed to all its claimants. */
export async function collect(source: Source, options: CollectOptions): Promise<Collected> {
  const files = new Map<string, FileEntry>()
  const watch = options.watch ?? unwatched
  const context = detectorContext(source, options.signal, path => files.has(path), watch)
  const reading: Reading = {source, detectors: options.detectors, context, watch}
  const walked = walk(source, options, files)
  const folder = source.folder?.()
  const parts =
    folder === undefined
      ? await readOnTheWay(walked, reading)
      : await readFolder(folder, walked, reading, files, options)
  options.signal.throwIfAborted()
  const gaps = [...source.gaps(), ...parts.flatMap(each => each.gaps), ...unreadLanguages(files)]
  const ordered = sortedBy(parts, ({path}) => path)
  return {files, extractions: byDetector(ordered, options.detectors), seals: sealsByDetector(ordered), gaps, context}
}

async function* walk(
  source: Source,
  {skip, progress, signal, detectors}: CollectOptions,
  files: Map<string, FileEntry>,
): AsyncIterable<FileEntry> {
  for await (const file of source.walk(signal)) {
    if (skip.has(file.path) || isOwnTemporary(baseName(file.path))) continue
    if (file.installed === true && claimantsByName(detectors, file).length === 0) continue
    files.set(file.path, file)
    progress.walked(files.size)
    yield file
  }
}

/** Reads the files of a folder of this machine once all are known: each thread takes the largest that are left. */
async function readFolder(
  folder: FolderPlace,
  walked: AsyncIterable<FileEntry>,
  reading: Reading,
  files: ReadonlyMap<string, FileEntry>,
  {detectors, signal, threads = oneThread, kept}: CollectOptions,
): Promise<readonly FileParts[]> {
  const {realm} = kept ?? {}
  const all: FileParts[] = []
  const turn = turnTaker(signal)
  const claimed: ClaimedFile[] = []
  for await (const file of walked) {
    const wanted = claim(detectors, file)
    if (wanted !== undefined) claimed.push(wanted)
  }
  const unknown: ClaimedFile[] = []
  for (const wanted of claimed) {
    const known = await kept?.recall(reading.source, wanted)
    if (known === undefined) unknown.push(wanted)
    else all.push(known)
    await turn()
  }
  const take = (parts: FileParts, packed?: PackedParts): void => {
    all.push(parts)
    kept?.keep(parts, packed)
  }
  const queue = new Queue(unknown, extractCosts)
  const helpOptions = {folder, detectors: detectors.map(({id}) => id), walked: files.keys(), threads, signal, realm}
  await shareQueue(queue, extractHelp(helpOptions, take), async file => {
    take(await readFile({...reading, realm}, file))
    await turn()
  })
  return all
}

/** Reads files while the walk goes on, those of a remote source side by side. */
async function readOnTheWay(walked: AsyncIterable<FileEntry>, reading: Reading): Promise<readonly FileParts[]> {
  const {source, watch, context} = reading
  // files of this machine are read synchronously, and one at a time it is clear which one stalls
  const width = source.localPath !== undefined || watch.oneByOne ? 1 : remoteWidth
  const all: FileParts[] = []
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  const turn = turnTaker(context.signal)
  try {
    for await (const file of walked) {
      const claimed = claim(reading.detectors, file)
      if (claimed === undefined) continue
      const work = readFile(reading, claimed)
        .then(parts => void all.push(parts))
        .catch(error => void failures.push(error))
        .finally(() => running.delete(work))
      running.add(work)
      if (running.size >= width) await Promise.race(running)
      if (failures.length > 0) break
      await turn()
    }
  } finally {
    // nobody reads any more when the source is disposed of
    await Promise.all(running)
  }
  if (failures.length > 0) throw failures[0]
  return all
}

/** Lets timers, signals and other threads have their turn now and then. */
function turnTaker(signal: AbortSignal): () => Promise<void> {
  let takenMs = performance.now()
  return async () => {
    if (performance.now() - takenMs < yieldEveryMs) return
    await new Promise(resolve => setImmediate(resolve))
    takenMs = performance.now()
    signal.throwIfAborted()
  }
}

/** @param files in the order of their paths, whatever finished first */
function byDetector(files: readonly FileParts[], detectors: readonly Detector[]): ReadonlyMap<Detector, Extraction> {
  const byId = groupBy(
    files.flatMap(({parts}) => parts),
    ({detector}) => detector,
  )
  return new Map(
    detectors.map(detector => [
      detector,
      joinExtractions((byId.get(detector.id) ?? []).map(({extraction}) => extraction)),
    ]),
  )
}

function sealsByDetector(files: readonly FileParts[]): ReadonlyMap<string, readonly Seal[]> {
  const seals = new Map<string, Seal[]>()
  const unsealed = new Set<string>()
  for (const {parts, seal} of files) {
    for (const {detector} of parts) {
      const known = seals.get(detector) ?? []
      seals.set(detector, known)
      if (seal === undefined) unsealed.add(detector)
      else known.push(seal)
    }
  }
  for (const detector of unsealed) seals.delete(detector)
  return seals
}

/** All that several extractions hold, in their order. */
export function joinExtractions(parts: readonly Extraction[]): Extraction {
  return {
    assets: parts.flatMap(part => part.assets),
    relationships: parts.flatMap(part => part.relationships ?? []),
    findings: parts.flatMap(part => part.findings ?? []),
    gaps: parts.flatMap(part => part.gaps ?? []),
    notes: parts.flatMap(part => part.notes ?? []),
  }
}
