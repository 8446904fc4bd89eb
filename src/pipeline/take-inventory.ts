import {all as detectors} from '../detectors/all.ts'
import type {AssembleContext, Detector} from '../detectors/detector.ts'
import type {Asset} from '../inventory/asset.ts'
import type {Gap, StepReport} from '../inventory/gap.ts'
import {keyOf, subjectKey} from '../inventory/identity.ts'
import type {Extraction, Inventory} from '../inventory/inventory.ts'
import {mergeAssets} from '../inventory/merge.ts'
import type {FileEntry} from '../inventory/source.ts'
import {openDigestCache} from '../lib/digest-cache.ts'
import type {HashAlgorithm} from '../lib/file-hash.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import type {Source} from '../sources/source.ts'
import {attachDigests, pathsToHash} from './attach-digests.ts'
import {type Collected, collect, joinExtractions} from './collect.ts'
import {link} from './link.ts'
import type {Progress} from './progress.ts'
import {type HashedWeights, type HashWeightsOptions, hashWeights} from './weights-step.ts'

export interface InventoryOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly digests: readonly HashAlgorithm[]
  /** false leaves out npm and PyPI packages */
  readonly packages: boolean
  /** true keeps what is only named, with no sign of use */
  readonly mentions: boolean
  readonly cacheFolder: string | undefined
  /** milliseconds since the epoch: the cache of digests mistrusts files that just changed */
  readonly now: () => number
  readonly skip: ReadonlySet<string>
}

/** Steps 2 to 4 of `aibom generate`: walk, extract, assemble, hash, merge, link. */
export async function takeInventory(source: Source, options: InventoryOptions): Promise<Inventory> {
  const asked = options.packages
    ? detectors
    : detectors.filter(detector => !detector.finds.every(kind => kind === 'package' || kind === 'dependency-manifest'))
  const collected = await collect(source, {...options, detectors: asked})
  const byDetector = await assembleAll(collected)
  const found = joinExtractions([...byDetector.values()])
  const hashed = await hashWeights(source, filesToHash(found.assets, collected.files), hashOptions(options))
  const merged = merge(found, hashed, options)
  return {
    subject: source.describe(),
    ...merged,
    findings: found.findings ?? [],
    verdicts: [],
    gaps: sortGaps([...collected.gaps, ...(found.gaps ?? []), ...hashed.gaps]),
    steps: stepsOf(byDetector, asked),
    notEntered: [...source.notEntered()].sort(compareText),
  }
}

/** One asset for what several detectors saw, and one graph with the subject as its root. */
function merge(found: Extraction, hashed: HashedWeights, options: InventoryOptions): Pick<Inventory, 'assets' | 'relationships'> {
  const all = attachDigests(found.assets, found.relationships ?? [], hashed.digestsByPath)
  const merged = mergeAssets(all, found.relationships ?? [])
  const kept = merged.assets.filter(asset => (options.packages || asset.kind !== 'package') && (options.mentions || isMoreThanMentioned(asset)))
  const keys = new Set([subjectKey, ...kept.map(keyOf)])
  const relationships = merged.relationships.filter(({from, to}) => keys.has(from) && keys.has(to))
  const linked = link(kept, relationships)
  return {
    assets: sortedBy(linked.assets, keyOf),
    relationships: sortedBy(linked.relationships, ({from, kind, to}) => `${from}\n${kind}\n${to}`),
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
  return (
    asset.kind === 'package' ||
    asset.kind === 'bom' ||
    asset.kind === 'dependency-manifest' ||
    asset.evidence.some(({level}) => level !== 'mentioned')
  )
}

function filesToHash(assets: readonly Asset[], files: ReadonlyMap<string, FileEntry>): FileEntry[] {
  return pathsToHash(assets).flatMap(path => files.get(path) ?? [])
}

function hashOptions({digests, signal, progress, cacheFolder, now}: InventoryOptions): HashWeightsOptions {
  return {
    algorithms: digests,
    signal,
    onBytes: bytes => progress.hashed(bytes),
    ...(cacheFolder !== undefined && {cache: openDigestCache({folder: cacheFolder, now})}),
  }
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
