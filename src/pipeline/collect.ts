import {boms} from '../detectors/boms/index.ts'
import {recogniseBom} from '../detectors/boms/recognise.ts'
import type {Detector, DetectorContext} from '../detectors/detector.ts'
import type {Scope} from '../inventory/evidence.ts'
import type {Gap} from '../inventory/gap.ts'
import type {Extraction} from '../inventory/inventory.ts'
import {scopeOf} from '../inventory/scope.ts'
import type {FileEntry, OpenFile} from '../inventory/source.ts'
import {AibomError, gapCodeOf, messageOf} from '../lib/errors.ts'
import {isOwnTemporary} from '../lib/own-temporary.ts'
import {baseName} from '../lib/path.ts'
import {sortedBy} from '../lib/sort.ts'
import type {Publication, Source} from '../sources/source.ts'
import {isHeadWorth} from './head-worth.ts'
import type {Progress} from './progress.ts'
import {unreadLanguages} from './unread-languages.ts'
import {fileKey, gapOfGivenUp, unwatched, type Watch} from './watch.ts'

/** Enough to tell a bill of materials, whose marker keys stand first. */
const headBytes = 512
const bomHeadBytes = 4096
/** Files of a remote source worked on side by side: hides the latency, keeps few in memory. */
const remoteWidth = 8
/** Siblings kept open for those who ask next. */
const keptSiblings = 32
/** JavaScript that never yields cannot be interrupted. */
const yieldEveryMs = 50

export interface Collected {
  readonly files: ReadonlyMap<string, FileEntry>
  /** what each detector extracted, before assembly */
  readonly extractions: ReadonlyMap<Detector, Extraction>
  readonly gaps: readonly Gap[]
  readonly context: DetectorContext
}

export interface CollectOptions {
  readonly detectors: readonly Detector[]
  readonly signal: AbortSignal
  readonly progress: Progress
  /** paths that are never scanned: our own output */
  readonly skip: ReadonlySet<string>
  readonly watch?: Watch | undefined
}

interface Part {
  readonly detector: Detector
  readonly path: string
  readonly extraction: Extraction
}

/** One walk: every detector is asked per file, a claimed file is opened once and handed to all its claimants. */
export async function collect(source: Source, options: CollectOptions): Promise<Collected> {
  const files = new Map<string, FileEntry>()
  const parts: Part[] = []
  const gaps: Gap[] = []
  const watch = options.watch ?? unwatched
  // files of this machine are read synchronously, and one at a time it is clear which one stalls
  const width = source.localPath !== undefined || watch.oneByOne ? 1 : remoteWidth
  const context = detectorContext(source, options.signal, files, watch)
  const reading = {source, detectors: options.detectors, context, watch, parts, gaps}
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  let yieldedMs = performance.now()
  try {
    for await (const file of source.walk(options.signal)) {
      if (options.skip.has(file.path) || isOwnTemporary(baseName(file.path))) continue
      files.set(file.path, file)
      options.progress.walked(files.size)
      const work = readFile(reading, file)
        .catch(error => void failures.push(error))
        .finally(() => running.delete(work))
      running.add(work)
      if (running.size >= width) await Promise.race(running)
      if (failures.length > 0) break
      if (performance.now() - yieldedMs > yieldEveryMs) {
        await new Promise(resolve => setImmediate(resolve))
        yieldedMs = performance.now()
        options.signal.throwIfAborted()
      }
    }
  } finally {
    // nobody reads any more when the source is disposed of
    await Promise.all(running)
  }
  if (failures.length > 0) throw failures[0]
  options.signal.throwIfAborted()
  return {files, extractions: byDetector(parts, options.detectors), gaps: [...source.gaps(), ...gaps, ...unreadLanguages(files)], context}
}

interface Reading {
  readonly source: Source
  readonly detectors: readonly Detector[]
  readonly context: DetectorContext
  readonly watch: Watch
  readonly parts: Part[]
  readonly gaps: Gap[]
}

async function readFile({source, detectors, context, watch, parts, gaps}: Reading, file: FileEntry): Promise<void> {
  const key = fileKey(file.path)
  const givenUp = watch.givenUp.get(key)
  if (givenUp !== undefined) {
    gaps.push(gapOfGivenUp(file.path, givenUp))
    return
  }
  const candidates = file.ignored === true ? detectors.filter(detector => detector.wantsIgnored === true) : detectors
  const named = candidates.filter(detector => detector.required(file))
  if (named.length === 0 && (file.remote === true || !isHeadWorth(file))) return
  watch.begin(key)
  try {
    const opened = await source.open(file.path)
    try {
      const claimants = named.length > 0 ? await withoutBoms(named, opened) : await byHead(candidates, opened)
      for (const detector of claimants) parts.push({detector, path: file.path, extraction: await extract(detector, opened, context)})
    } finally {
      opened.close?.()
    }
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    gaps.push({path: file.path, stage: 'extract', code: gapCodeOf(error), message: error.message})
  } finally {
    watch.end(key)
  }
}

/** A detector that fails on a file is a bug of ours, and a gap: what the other files hold is not lost for it. */
async function extract(detector: Detector, file: OpenFile, context: DetectorContext): Promise<Extraction> {
  try {
    return await detector.extract(file, context)
  } catch (error) {
    if (error instanceof AibomError || context.signal.aborted) throw error
    const message = `${detector.id} failed on it, which is a bug in aibom: ${messageOf(error)}`
    return {assets: [], gaps: [{path: file.path, stage: 'extract', code: 'reader-crashed', message}]}
  }
}

/** A bill of materials is listed, never scanned as configuration. */
async function withoutBoms(claimants: readonly Detector[], file: OpenFile): Promise<readonly Detector[]> {
  if (!/\.(json|xml|ya?ml|spdx)$/.test(file.path)) return claimants
  const head = await readHead(file, bomHeadBytes)
  return recogniseBom(new TextDecoder('latin1').decode(head)) === undefined ? claimants.filter(detector => detector !== boms) : [boms]
}

async function byHead(candidates: readonly Detector[], file: OpenFile): Promise<readonly Detector[]> {
  const head = await readHead(file, headBytes)
  return candidates.filter(detector => detector.required(file, head))
}

async function readHead(file: OpenFile, length: number): Promise<Uint8Array> {
  const reader = await file.bytes()
  const available = reader.byteLength < BigInt(length) ? Number(reader.byteLength) : length
  return reader.read(0n, available).slice()
}

function detectorContext(source: Source, signal: AbortSignal, files: ReadonlyMap<string, FileEntry>, watch: Watch): DetectorContext {
  const kept = new Map<string, Promise<OpenFile | undefined>>()
  return {
    signal,
    scopeOf: path => scopeIn(source.publications?.() ?? [], path),
    publishedAs: folder => source.publications?.().find(publication => publication.folder === folder)?.kind,
    sibling(path) {
      const known = kept.get(path)
      if (known !== undefined) return known
      const opened = watch.givenUp.has(fileKey(path)) ? Promise.resolve(undefined) : openSibling(source, path, files)
      kept.set(path, opened)
      if (kept.size > keptSiblings) forgetOldest(kept)
      return opened
    },
  }
}

/** Inside a publication its own folders count, not those that lead to it; its card is no documentation beside it: it says what it is. */
function scopeIn(publications: readonly Publication[], path: string): Scope {
  const publication = publications.find(({folder}) => folder === '' || path.startsWith(`${folder}/`))
  if (publication === undefined) return scopeOf(path)
  const inside = publication.folder === '' ? path : path.slice(publication.folder.length + 1)
  return inside.includes('/') ? scopeOf(inside) : 'product'
}

async function openSibling(source: Source, path: string, files: ReadonlyMap<string, FileEntry>): Promise<OpenFile | undefined> {
  try {
    return await source.open(path)
  } catch (error) {
    if (error instanceof AibomError && !files.has(path)) return undefined
    throw error
  }
}

function forgetOldest(kept: Map<string, Promise<OpenFile | undefined>>): void {
  const [oldest] = kept
  if (oldest === undefined) return
  kept.delete(oldest[0])
  // whoever asked for it has been told why it could not be opened
  oldest[1].then(
    file => file?.close?.(),
    () => undefined,
  )
}

/** In the order of the paths, whatever finished first. */
function byDetector(parts: readonly Part[], detectors: readonly Detector[]): ReadonlyMap<Detector, Extraction> {
  const sorted = sortedBy(parts, part => part.path)
  return new Map(
    detectors.map(detector => {
      const own = sorted.filter(part => part.detector === detector).map(part => part.extraction)
      return [detector, joinExtractions(own)]
    }),
  )
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
