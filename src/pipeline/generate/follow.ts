import type {Asset} from '../../inventory/asset.ts'
import type {Gap, StepReport} from '../../inventory/gap.ts'
import {fullName} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {AibomError} from '../../lib/errors.ts'
import {mapLimited} from '../../lib/limit.ts'
import {sortedBy} from '../../lib/sort.ts'
import {type HubReference, isHubId, isRevision} from '../../registries/huggingface/reference.ts'
import {type HubExtent, openHub} from '../../sources/hub/hub.ts'
import {networkGapCode} from '../../sources/hub/trouble.ts'
import type {SourceOptions} from '../../sources/opener.ts'
import {withFolder} from '../prefixed-source.ts'
import {noProgress} from '../progress.ts'
import type {Watch} from '../worker/watch.ts'
import {followMlflow} from './follow-mlflow.ts'
import {referenceDetectors} from './published-detectors.ts'
import {scan} from './scan.ts'

/** What the hub says of repositories that the source names. */
export interface Followed {
  readonly found: readonly Extraction[]
  readonly gaps: readonly Gap[]
  readonly step: StepReport
  /** what moving names of the source stand for today: version by the key of the asset */
  readonly versions: ReadonlyMap<string, string>
}

/** How far the hub is asked about repositories that the source names. */
export interface FollowOptions {
  readonly source: SourceOptions
  /**
   * `reference`: lists, cards, configurations and headers of each repository · `statement`: one request each, commit
   * and card's metadata
   */
  readonly extent: HubExtent
  /** the source itself, where it is a repository of the hub: never followed */
  readonly subject?: HubReference | undefined
  readonly watch?: Watch | undefined
}

/** Base of a base of a base …: longer chains are rare, and rings exist. */
const depthLimit = 6
/** Repositories of one run: some four requests each, so they fit into its budget of requests. */
const repositoryLimit = 1000
const width = 4

/**
 * Opens what was found by its hub name as sources of their own, and what those name in turn: each repository once, in
 * breadth, bounded.
 * A pin is read at the pin, a moving name at the head of today. What the hub refuses is a gap with its reason.
 */
export async function followReferences(found: Extraction, options: FollowOptions): Promise<Followed> {
  const seen = new Set(
    options.subject === undefined
      ? []
      : [nameOf(options.subject), nameOf({kind: options.subject.kind, id: options.subject.id})],
  )
  const extractions: Extraction[] = []
  const gaps: Gap[] = []
  let round = newReferences(found.assets, seen)
  let opened = 0
  for (let depth = 0; depth < depthLimit && round.length > 0; depth++) {
    const allowed = round.slice(0, Math.max(0, repositoryLimit - opened))
    if (allowed.length < round.length)
      gaps.push(leftOut(round.length - allowed.length, `after ${repositoryLimit} repositories`))
    opened += allowed.length
    const answers = await mapLimited(allowed, width, reference => openReference(reference, options))
    extractions.push(...answers.map(answer => answer.found))
    gaps.push(...answers.flatMap(answer => answer.gaps))
    round = newReferences(
      answers.flatMap(answer => answer.found.assets),
      seen,
    )
  }
  if (round.length > 0) gaps.push(leftOut(round.length, `at a depth of ${depthLimit}`))
  const mlflow = options.extent === 'reference' ? await followMlflow(found, options.source, options.watch) : undefined
  gaps.push(...(mlflow?.gaps ?? []))
  return {
    found: [...extractions, ...(mlflow?.found ?? [])],
    gaps,
    step: stepOf(opened + (mlflow?.asked ?? 0), gaps),
    versions: mlflow?.versions ?? new Map(),
  }
}

async function openReference(
  reference: HubReference,
  options: FollowOptions,
): Promise<{found: Extraction; gaps: readonly Gap[]}> {
  const folder = nameOf(reference)
  try {
    await using source = await openHub(folder, options.source, options.extent)
    const scanned = await scan(withFolder(source, folder), {
      detectors: referenceDetectors,
      signal: options.source.signal,
      progress: noProgress,
      skip: new Set(),
      watch: options.watch,
    })
    return {found: scanned.found, gaps: scanned.gaps.map(gap => asked(gap, options.extent))}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    const gap: Gap = {path: folder, stage: 'enrich', code: networkGapCode(error), message: error.message}
    return {found: {assets: []}, gaps: [asked(gap, options.extent)]}
  }
}

/**
 * Whoever asks for references to be resolved (`--online`) is told by the exit code when one was not; a lineage that
 * nobody asked for is told in the BOM.
 */
function asked(gap: Gap, extent: HubExtent): Gap {
  if (extent === 'reference') return gap.code === 'hub-gated' ? {...gap, stage: 'enrich'} : gap
  return gap.stage === 'enrich' ? {...gap, stage: 'resolve'} : gap
}

/** In the order of their names; none twice. */
function newReferences(assets: readonly Asset[], seen: Set<string>): HubReference[] {
  const resolved = new Set(assets.filter(isResolved).flatMap(asset => referencesOf(asset).map(nameOf)))
  const references = assets.filter(asset => !isResolved(asset)).flatMap(referencesOf)
  for (const name of resolved) seen.add(name)
  const fresh = new Map(references.map(reference => [nameOf(reference), reference]))
  const result = sortedBy(fresh, ([name]) => name).filter(([name]) => !seen.has(name))
  for (const [name] of result) seen.add(name)
  return result.map(([, reference]) => reference)
}

/** The registry itself spoke of it. */
function isResolved(asset: Asset): boolean {
  return asset.evidence.some(({technique, symbol}) => technique === 'registry' && symbol === undefined)
}

function referencesOf(asset: Asset): HubReference[] {
  if ((asset.kind !== 'model' && asset.kind !== 'dataset') || asset.facts.registry !== 'huggingface') return []
  if (asset.evidence.every(({level}) => level === 'mentioned')) return []
  const id = fullName(asset)
  const revision = asset.version ?? asset.facts.revision
  if (!isHubId(id)) return []
  return [{kind: asset.kind, id, ...(revision !== undefined && isRevision(revision) && {revision})}]
}

/** `hf:org/name@revision`: also the folder of its paths. */
function nameOf({kind, id, revision}: HubReference): string {
  return `${kind === 'model' ? 'hf' : 'hf-dataset'}:${id}${revision === undefined ? '' : `@${revision}`}`
}

function leftOut(count: number, where: string): Gap {
  return {
    path: '',
    stage: 'resolve',
    code: 'reference-limit',
    message: `${count} references were not followed ${where}`,
  }
}

function stepOf(opened: number, gaps: readonly Gap[]): StepReport {
  const step = {step: 'registries', version: 1}
  if (opened === 0) return {...step, status: 'skipped', reason: 'nothing to ask'}
  return gaps.length === 0
    ? {...step, status: 'succeeded'}
    : {...step, status: 'partial', reason: `gaps: ${gaps.length}`}
}
