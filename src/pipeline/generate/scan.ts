import type {AssembleContext, Detector} from '../../detectors/detector.ts'
import type {Gap} from '../../inventory/gap.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {FileEntry} from '../../inventory/source.ts'
import type {Source} from '../../sources/source.ts'
import {KeptParts} from '../extract/kept-parts.ts'
import {adopt} from '../link/adopt.ts'
import {assemblyKey, fileKey, type GivenUp, unwatched, type Watch} from '../worker/watch.ts'
import {type Collected, type CollectOptions, collect, joinExtractions} from './collect.ts'

/** What a source holds, before its assets are merged. */
export interface Scanned {
  /** of all detectors, and of the registry that the source lies in */
  readonly found: Extraction
  readonly files: ReadonlyMap<string, FileEntry>
  readonly gaps: readonly Gap[]
  readonly gapsByDetector: ReadonlyMap<Detector, number>
}

/** Also where what is read of single files is kept for the next run. */
export interface ScanOptions extends Omit<CollectOptions, 'kept'> {
  readonly cacheFolder?: string | undefined
}

/**
 * One source: walked, read by the detectors, assembled; and what registries state of what it holds laid over what was
 * found there.
 */
export async function scan(source: Source, {cacheFolder, ...options}: ScanOptions): Promise<Scanned> {
  const folder = source.folder?.()
  using kept = folder === undefined ? undefined : KeptParts.open(source, folder, options.detectors, cacheFolder)
  const collected = await collect(source, {...options, kept})
  const byDetector = await assembleAll(collected, kept, options.watch ?? unwatched)
  const failure = kept?.save()
  if (failure !== undefined) options.progress.unkept?.(failure)
  const found = joinExtractions([...byDetector.values()])
  const gapsByDetector = new Map([...byDetector].map(([detector, {gaps = []}]) => [detector, gaps.length]))
  return {
    found: (source.publications?.() ?? []).reduce(adopt, found),
    files: collected.files,
    gaps: withoutEchoes([...collected.gaps, ...(found.gaps ?? [])]),
    gapsByDetector,
  }
}

async function assembleAll(
  collected: Collected,
  kept: KeptParts | undefined,
  watch: Watch,
): Promise<ReadonlyMap<Detector, Extraction>> {
  const context: AssembleContext = {
    ...collected.context,
    files: collected.files,
    ...(kept !== undefined && {reread: kept.reread}),
  }
  const assembled = new Map<Detector, Extraction>()
  for (const [detector, found] of collected.extractions) {
    const seals = detector.assemblesAlike === true ? collected.seals.get(detector.id) : undefined
    const run = (given: AssembleContext) => assemble(detector, found, given, watch)
    assembled.set(
      detector,
      kept === undefined || seals === undefined
        ? await run(context)
        : await kept.assembled(detector, seals, context, run),
    )
  }
  return assembled
}

async function assemble(
  detector: Detector,
  found: Extraction,
  context: AssembleContext,
  watch: Watch,
): Promise<Extraction> {
  if (detector.assemble === undefined) return found
  const key = assemblyKey(detector.id)
  const givenUp = watch.givenUp.get(key)
  if (givenUp !== undefined) return withoutAssembly(detector, found, givenUp)
  let sibling: string | undefined
  const leave = (): void => {
    if (sibling !== undefined) watch.end(fileKey(sibling))
  }
  watch.begin(key)
  try {
    return await detector.assemble(found, {
      ...context,
      sibling(path) {
        leave()
        sibling = path
        watch.begin(fileKey(path))
        return context.sibling(path)
      },
    })
  } finally {
    leave()
    watch.end(key)
  }
}

/** What was found file by file stays; what only the files together would have told is missing, and said to be. */
function withoutAssembly({id}: Detector, found: Extraction, {code, message}: GivenUp): Extraction {
  const gap: Gap = {path: '', stage: 'resolve', code, message: `${id} did not put its files together: ${message}`}
  const {notes: _notes, ...kept} = found
  return {...kept, gaps: [...(found.gaps ?? []), gap]}
}

/**
 * Where the source itself says why a file could not be had, or is not what it should be, a detector's word on its
 * syntax says nothing more.
 */
function withoutEchoes(gaps: readonly Gap[]): Gap[] {
  const kept = new Set(
    gaps.flatMap(({path, stage}) => ((stage === 'enrich' || stage === 'verify') && path !== '' ? [path] : [])),
  )
  const gated = gaps.some(({code}) => code === 'hub-gated')
  return gaps.filter(
    ({path, stage, message}) => stage !== 'extract' || !(kept.has(path) || (gated && message.includes('gated'))),
  )
}
