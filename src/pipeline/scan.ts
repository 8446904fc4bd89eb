import type {AssembleContext, Detector} from '../detectors/detector.ts'
import type {Gap} from '../inventory/gap.ts'
import type {Extraction} from '../inventory/inventory.ts'
import type {FileEntry} from '../inventory/source.ts'
import type {Source} from '../sources/source.ts'
import {adopt} from './adopt.ts'
import {type Collected, type CollectOptions, collect, joinExtractions} from './collect.ts'

export interface Scanned {
  /** of all detectors, and of the registry that the source lies in */
  readonly found: Extraction
  readonly files: ReadonlyMap<string, FileEntry>
  readonly gaps: readonly Gap[]
  readonly gapsByDetector: ReadonlyMap<Detector, number>
}

/** One source: walked, read by the detectors, assembled; and what registries state of what it holds laid over what was found there. */
export async function scan(source: Source, options: CollectOptions): Promise<Scanned> {
  const collected = await collect(source, options)
  const byDetector = await assembleAll(collected)
  const found = joinExtractions([...byDetector.values()])
  const gapsByDetector = new Map([...byDetector].map(([detector, {gaps = []}]) => [detector, gaps.length]))
  return {
    found: (source.publications?.() ?? []).reduce(adopt, found),
    files: collected.files,
    gaps: withoutEchoes([...collected.gaps, ...(found.gaps ?? [])]),
    gapsByDetector,
  }
}

async function assembleAll(collected: Collected): Promise<ReadonlyMap<Detector, Extraction>> {
  const context: AssembleContext = {...collected.context, files: collected.files}
  const assembled = new Map<Detector, Extraction>()
  for (const [detector, found] of collected.extractions) {
    assembled.set(detector, detector.assemble === undefined ? found : await detector.assemble(found, context))
  }
  return assembled
}

/** Where the source itself says why a file could not be had, or is not what it should be, a detector's word on its syntax says nothing more. */
function withoutEchoes(gaps: readonly Gap[]): Gap[] {
  const kept = new Set(gaps.flatMap(({path, stage}) => ((stage === 'enrich' || stage === 'verify') && path !== '' ? [path] : [])))
  const gated = gaps.some(({code}) => code === 'hub-gated')
  return gaps.filter(({path, stage, message}) => stage !== 'extract' || !(kept.has(path) || (gated && message.includes('gated'))))
}
