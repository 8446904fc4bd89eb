import {all} from '../../detectors/all.ts'
import type {Detector} from '../../detectors/detector.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Digest} from '../../inventory/evidence.ts'
import type {Gap, StepReport} from '../../inventory/gap.ts'
import {keyOf, localId, subjectKey} from '../../inventory/identity.ts'
import type {Extraction, Inventory} from '../../inventory/inventory.ts'
import {mergeAssets} from '../../inventory/merge.ts'
import {securityPolicyOf} from '../../inventory/security-policy.ts'
import type {FileEntry} from '../../inventory/source.ts'
import {openDigestCache} from '../../lib/fs/digest-cache.ts'
import type {HashAlgorithm} from '../../lib/fs/file-hash.ts'
import {compareText, sortedBy} from '../../lib/sort.ts'
import {judgeTexts, textStep} from '../../policy/threats/prompt-injection/text-rule.ts'
import {textRules} from '../../policy/threats/prompt-injection/text-rules.ts'
import {ownersStep, withoutOwner} from '../../policy/threats/shadow-ai/asset-without-owner.ts'
import {hashedBytes} from '../../sources/hub/remote-bytes.ts'
import type {Source} from '../../sources/source.ts'
import {hostedVersions} from '../link/hosted-models.ts'
import {link} from '../link/link.ts'
import {pinVersions} from '../link/pin-versions.ts'
import {type OwnersOf, readOwners} from '../owners.ts'
import type {Progress} from '../progress.ts'
import type {Threads} from '../worker/threads.ts'
import type {Watch} from '../worker/watch.ts'
import {attachDigests, pathsToHash} from './attach-digests.ts'
import {joinExtractions} from './collect.ts'
import {attachDataDigests, type DataFiles, dataFilesOf, pointerDigests} from './data-files.ts'
import type {Followed} from './follow.ts'
import {placeData} from './place-data.ts'
import {publishedDetectors} from './published-detectors.ts'
import {scan} from './scan.ts'
import {type HashedWeights, type HashWeightsOptions, hashWeights} from './weights-step.ts'
import {withoutRepeats} from './without-repeats.ts'

/** What is looked at in a source, and what is left out of its inventory. */
export interface InventoryOptions {
  readonly signal: AbortSignal
  readonly progress: Progress
  /** empty: no file is hashed */
  readonly digests: readonly HashAlgorithm[]
  /** false leaves out npm and PyPI packages */
  readonly packages: boolean
  /** true keeps what is only named, with no sign of use */
  readonly mentions: boolean
  readonly cacheFolder: string | undefined
  /** milliseconds since the epoch: the cache of digests mistrusts files that just changed */
  readonly now: () => number
  readonly skip: ReadonlySet<string>
  /** of a run in a worker thread */
  readonly watch?: Watch | undefined
  readonly threads?: Threads | undefined
  /** asks registries about what was found */
  readonly follow?: ((found: Extraction) => Promise<Followed>) | undefined
}

/** Steps 2 to 4 of `aibom generate`: walk, extract, assemble, follow what registries hold, hash, merge, link. */
export async function takeInventory(source: Source, options: InventoryOptions): Promise<Inventory> {
  const detectors = source.publications === undefined ? all : publishedDetectors
  const asked = options.packages
    ? detectors
    : detectors.filter(
        ({finds}) => finds.length === 0 || !finds.every(kind => kind === 'package' || kind === 'dependency-manifest'),
      )
  const own = await scan(source, {...options, detectors: asked})
  const followed = await options.follow?.(own.found)
  const pinned = pinVersions(own.found, new Map([...hostedVersions(own.found.assets), ...(followed?.versions ?? [])]))
  const joined = joinExtractions([pinned, ...(followed?.found ?? [])])
  const {found, data: files} = placeData(joined, dataFilesOf(joined.assets, own.files))
  const data: DataFiles = options.digests.length === 0 ? new Map() : files
  const pointers = await pointerDigests(source, data)
  const toHash = options.digests.length === 0 ? [] : filesToHash(found.assets, own.files)
  const hashed = await hashWeights(source, [...toHash, ...rowsToHash(data, pointers, toHash)], hashOptions(options))
  const mismatches = mismatchesOf(own.files, hashed.digestsByPath)
  const digestsByPath = new Map([...hashed.digestsByPath, ...pointers])
  const merged = merge({...found, assets: attachDataDigests(found.assets, data, digestsByPath)}, hashed, options)
  const ownersOf = await readOwners(source, own.files)
  const judged = [
    ...judgeTexts(merged.assets, textRules),
    ...(ownersOf === undefined ? [] : withoutOwner(merged.assets, path => ownersOf(path).length > 0)),
  ]
  return {
    subject: {...source.describe(), ...securityPolicyOf(path => own.files.has(path))},
    ...merged,
    findings: sortedBy(
      [...withoutRepeats(found.findings ?? [], merged.assets), ...judged],
      ({rule, asset, fingerprint}) => `${rule}\n${asset}\n${fingerprint}`,
    ),
    verdicts: [],
    gaps: sortGaps([...own.gaps, ...(followed?.gaps ?? []), ...hashed.gaps, ...mismatches]),
    steps: [
      ...stepsOf(own.gapsByDetector, detectors, asked),
      textStep,
      ...(ownersOf === undefined ? [] : [ownersStep]),
      ...(followed === undefined ? [] : [followed.step]),
    ],
    notEntered: [...source.notEntered()].sort(compareText),
    paths: new Set(own.files.keys()),
    ...(ownersOf !== undefined && {owners: ownersOfAssets(merged.assets, ownersOf)}),
  }
}

/** Files of data sets that nothing else has hashed and that are here themselves. */
function rowsToHash(
  data: DataFiles,
  pointers: ReadonlyMap<string, unknown>,
  others: readonly FileEntry[],
): readonly FileEntry[] {
  const known = new Set([...pointers.keys(), ...others.map(({path}) => path)])
  return [...new Map([...data.values()].map(file => [file.path, file])).values()].filter(({path}) => !known.has(path))
}

/** The owners of the files that each asset is seen in, sorted; assets without an owner are left out. */
function ownersOfAssets(assets: readonly Asset[], ownersOf: OwnersOf): ReadonlyMap<string, readonly string[]> {
  const entries = assets.map(({id, evidence}) => {
    const owners = evidence.flatMap(({path}) => (path === '' ? [] : ownersOf(path)))
    return [id, [...new Set(owners)].sort(compareText)] as const
  })
  return new Map(entries.filter(([, owners]) => owners.length > 0))
}

/** One asset for what several detectors saw, and one graph with the subject as its root. */
function merge(
  found: Extraction,
  hashed: HashedWeights,
  options: InventoryOptions,
): Pick<Inventory, 'assets' | 'relationships'> {
  const all = attachDigests(found.assets, found.relationships ?? [], hashed.digestsByPath)
  const merged = mergeAssets(all, found.relationships ?? [])
  const kept = merged.assets.filter(
    asset => (options.packages || asset.kind !== 'package') && (options.mentions || isMoreThanMentioned(asset)),
  )
  const keys = new Set([subjectKey, ...kept.map(keyOf)])
  const relationships = merged.relationships.filter(({from, to}) => keys.has(from) && keys.has(to))
  const linked = link(kept, relationships)
  return {
    assets: sortedBy(linked.assets, keyOf),
    relationships: sortedBy(linked.relationships, ({from, kind, to}) => `${from}\n${kind}\n${to}`),
  }
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

/**
 * Weights; of a repository those that it keeps in git and gives no SHA-256 for; of a store every file whose name is a
 * digest that its content is to have.
 */
function filesToHash(assets: readonly Asset[], files: ReadonlyMap<string, FileEntry>): FileEntry[] {
  const weights = new Set(pathsToHash(assets))
  const listed = new Set(assets.flatMap(({kind, id}) => (kind === 'weights' ? [id] : [])))
  return [...files.values()].filter(file => {
    const isDeclared = declaredSha256(file.known) !== undefined
    if (file.remote !== true) return isDeclared || weights.has(file.path)
    return !isDeclared && file.byteLength <= hashedBytes && listed.has(localId('weights', file.path))
  })
}

function declaredSha256(digests: readonly Digest[]): string | undefined {
  return digests.find(({alg, of, from}) => alg === 'sha256' && of === 'content' && from === 'declared')?.hex
}

function mismatchesOf(
  files: ReadonlyMap<string, FileEntry>,
  digestsByPath: ReadonlyMap<string, readonly Digest[]>,
): Gap[] {
  return [...digestsByPath].flatMap(([path, digests]): Gap[] => {
    const declared = declaredSha256(files.get(path)?.known ?? [])
    const computed = digests.find(({alg, of, from}) => alg === 'sha256' && of === 'content' && from === 'computed')?.hex
    if (declared === undefined || computed === undefined || declared === computed) return []
    return [
      {
        path,
        stage: 'verify',
        code: 'digest-mismatch',
        message: `declared sha256:${declared}, its content has sha256:${computed}`,
      },
    ]
  })
}

function hashOptions(options: InventoryOptions): HashWeightsOptions {
  const {digests, signal, progress, cacheFolder, now, threads} = options
  return {
    algorithms: digests,
    signal,
    threads: threads?.count,
    onBytes: bytes => progress.hashed(bytes),
    onUnkept: why => progress.unkept?.(why),
    ...(cacheFolder !== undefined && {cache: openDigestCache({folder: cacheFolder, now})}),
  }
}

/** A detector with gaps of its own did a part of its work. */
function stepsOf(
  gapsByDetector: ReadonlyMap<Detector, number>,
  detectors: readonly Detector[],
  asked: readonly Detector[],
): StepReport[] {
  return detectors.map((detector): StepReport => {
    const {id: step, version} = detector
    if (!asked.includes(detector))
      return {step, version, status: 'skipped', reason: 'packages were left out (--no-packages)'}
    const gaps = gapsByDetector.get(detector) ?? 0
    return gaps === 0
      ? {step, version, status: 'succeeded'}
      : {step, version, status: 'partial', reason: `gaps: ${gaps}`}
  })
}

function sortGaps(gaps: readonly Gap[]): Gap[] {
  return sortedBy(gaps, gap => `${gap.path}\n${String(gap.line ?? 0).padStart(12, '0')}\n${gap.code}\n${gap.message}`)
}
