import {all as detectors} from '../detectors/all.ts'
import type {AssembleContext, Detector} from '../detectors/detector.ts'
import type {Asset} from '../inventory/asset.ts'
import type {DigestAlgorithm} from '../inventory/evidence.ts'
import type {Gap, StepReport} from '../inventory/gap.ts'
import {keyOf} from '../inventory/identity.ts'
import type {Extraction, Inventory} from '../inventory/inventory.ts'
import {mergeAssets} from '../inventory/merge.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import type {Source} from '../sources/source.ts'
import {type Collected, collect, joinExtractions} from './collect.ts'
import {link} from './link.ts'
import type {Progress} from './progress.ts'

export interface InventoryOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly digests: readonly DigestAlgorithm[]
  /** false leaves out npm and PyPI packages */
  readonly packages: boolean
  /** true keeps what is only named, with no sign of use */
  readonly mentions: boolean
  readonly cacheFolder: string | undefined
  readonly skip: ReadonlySet<string>
}

/** Steps 2 to 4 of `aibom generate`: walk, extract, assemble, hash, merge, link. */
export async function takeInventory(source: Source, options: InventoryOptions): Promise<Inventory> {
  const asked = options.packages ? detectors : detectors.filter(detector => !detector.finds.every(kind => kind === 'package'))
  const collected = await collect(source, {...options, detectors: asked})
  const byDetector = await assembleAll(collected)
  const assembled = joinExtractions([...byDetector.values()])
  const merged = mergeAssets(
    options.packages ? assembled.assets : assembled.assets.filter(asset => asset.kind !== 'package'),
    assembled.relationships ?? [],
  )
  const kept = options.mentions ? merged.assets : merged.assets.filter(isMoreThanMentioned)
  const keys = new Set(kept.map(keyOf))
  const relationships = merged.relationships.filter(({from, to}) => keys.has(to) && (from === 'subject' || keys.has(from)))
  return {
    subject: source.describe(),
    assets: sortedBy(kept, keyOf),
    relationships: sortedBy(link(kept, relationships), ({from, kind, to}) => `${from}\n${kind}\n${to}`),
    findings: assembled.findings ?? [],
    verdicts: [],
    gaps: sortGaps([...collected.gaps, ...(assembled.gaps ?? [])]),
    steps: stepsOf(byDetector, asked),
    notEntered: [...source.notEntered()].sort(compareText),
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

/** Packages and bills of materials are facts of their own; of the rest a mere mention is no use. */
function isMoreThanMentioned(asset: Asset): boolean {
  return asset.kind === 'package' || asset.kind === 'bom' || asset.evidence.some(({level}) => level !== 'mentioned')
}

/** A detector with gaps of its own did a part of its work. */
function stepsOf(assembled: ReadonlyMap<Detector, Extraction>, asked: readonly Detector[]): StepReport[] {
  return detectors.map((detector): StepReport => {
    const {id: step, version} = detector
    if (!asked.includes(detector)) return {step, version, status: 'skipped', reason: 'packages were left out (--no-packages)'}
    const gaps = assembled.get(detector)?.gaps?.length ?? 0
    return gaps === 0 ? {step, version, status: 'succeeded'} : {step, version, status: 'partial', reason: `gaps: ${gaps}`}
  })
}

function sortGaps(gaps: readonly Gap[]): Gap[] {
  return sortedBy(gaps, gap => `${gap.path}\n${String(gap.line ?? 0).padStart(12, '0')}\n${gap.code}\n${gap.message}`)
}
