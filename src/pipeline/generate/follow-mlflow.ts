import type {Asset} from '../../inventory/asset.ts'
import type {Gap} from '../../inventory/gap.ts'
import {keyOf, registryId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {AibomError} from '../../lib/errors.ts'
import {mapLimited} from '../../lib/limit.ts'
import {sortedBy} from '../../lib/sort.ts'
import {createMlflowClient, type MlflowClient} from '../../registries/mlflow/client.ts'
import {mlflowPurl} from '../../registries/mlflow/describe.ts'
import {formatMlflowReference, isMlflowReference, type MlflowReference} from '../../registries/mlflow/reference.ts'
import type {MlflowModel} from '../../registries/mlflow/schema.ts'
import {readMlflowSettings} from '../../registries/mlflow/settings.ts'
import {networkGapCode} from '../../sources/hub/trouble.ts'
import type {SourceOptions} from '../../sources/opener.ts'
import {MlflowSource} from '../../sources/stores/mlflow.ts'
import {withFolder} from '../prefixed-source.ts'
import {noProgress} from '../progress.ts'
import type {Watch} from '../worker/watch.ts'
import {mlflowDetectors} from './published-detectors.ts'
import {type Scanned, scan} from './scan.ts'

const width = 4
const referenceLimit = 500
const uuidPattern = /^[\w-]{1,100}$/

interface FollowedMlflow {
  readonly found: readonly Extraction[]
  readonly gaps: readonly Gap[]
  /** references that were asked for */
  readonly asked: number
  /** what they stand for today: version by the key of the asset */
  readonly versions: ReadonlyMap<string, string>
}

interface Named {
  /** of the assets that are named so */
  readonly key: string
  readonly reference: MlflowReference
}

interface Readers {
  readonly endpoint: string
  readonly signal: AbortSignal
  readonly watch: Watch | undefined
}

interface Resolved extends Named {
  readonly model: MlflowModel
}

/**
 * Models of MLflow that the code names: asked of the server that the user's own environment names; of none without one.
 * What several references stand for is opened once, as a source of its own.
 */
export async function followMlflow(found: Extraction, options: SourceOptions, watch?: Watch): Promise<FollowedMlflow> {
  const settings = readMlflowSettings(options.env)
  const named = sortedBy(new Map(found.assets.flatMap(toNamed).map(each => [each.key, each])), ([key]) => key).map(
    ([, each]) => each,
  )
  if (settings === undefined || named.length === 0) return {found: [], gaps: [], asked: 0, versions: new Map()}
  if (options.network === undefined) throw new Error('a model of MLflow was asked for without a network')
  const client = createMlflowClient(settings, await options.network())
  const asked = named.slice(0, referenceLimit)
  const answers = await mapLimited(asked, width, each => find(client, each))
  const resolved = answers.flatMap(answer => ('model' in answer ? [answer] : []))
  const scanned = await mapLimited(groupByModel(resolved), width, group =>
    read(client, group, {endpoint: settings.registry.endpoint, signal: options.signal, watch}),
  )
  const gaps = [
    ...answers.flatMap(answer => ('gap' in answer ? [answer.gap] : [])),
    ...scanned.flatMap(each => each.gaps),
  ]
  if (asked.length < named.length) gaps.push(leftOut(named.length - asked.length))
  const versions = new Map(
    resolved.flatMap(({key, model}) => (model.version === undefined ? [] : [[key, model.version]])),
  )
  return {found: scanned.map(each => each.found), gaps, asked: asked.length, versions}
}

function toNamed(asset: Asset): Named[] {
  if (asset.kind !== 'model' || asset.facts.registry !== 'mlflow') return []
  const revision = asset.version ?? asset.facts.revision
  const reference = {name: asset.name, ...(revision !== undefined && {revision})}
  return isMlflowReference(reference) ? [{key: keyOf(asset), reference}] : []
}

async function find(client: MlflowClient, named: Named): Promise<Resolved | {readonly gap: Gap}> {
  try {
    return {...named, model: await client.find(named.reference)}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {
      gap: {
        path: formatMlflowReference(named.reference),
        stage: 'enrich',
        code: networkGapCode(error),
        message: error.message,
      },
    }
  }
}

interface Group {
  /** `models:/name/version`: also the folder of its paths */
  readonly folder: string
  readonly model: MlflowModel
  readonly revisions: (string | undefined)[]
}

function groupByModel(resolved: readonly Resolved[]): Group[] {
  const groups = new Map<string, Group>()
  for (const {reference, model} of resolved) {
    const folder = formatMlflowReference({
      name: model.name,
      ...(model.version !== undefined && {revision: model.version}),
    })
    const group = groups.get(folder) ?? {folder, model, revisions: []}
    group.revisions.push(reference.revision)
    groups.set(folder, group)
  }
  return [...groups.values()]
}

async function read(
  client: MlflowClient,
  {folder, model, revisions}: Group,
  {endpoint, signal, watch}: Readers,
): Promise<Scanned> {
  await using source = new MlflowSource(client, model, {endpoint, revisions})
  const scanned = await scan(withFolder(source, folder), {
    detectors: mlflowDetectors,
    signal,
    progress: noProgress,
    skip: new Set(),
    watch,
  })
  return {
    ...scanned,
    found: {...scanned.found, assets: scanned.found.assets.map(asset => withModelUuid(asset, model, endpoint))},
  }
}

/** The id that the model's own MLmodel gives it is a part of its purl. */
function withModelUuid(asset: Asset, model: MlflowModel, endpoint: string): Asset {
  const [uuid, ...others] = asset.properties?.['aibom:mlflow:model-uuid'] ?? []
  if (
    uuid === undefined ||
    others.length > 0 ||
    !uuidPattern.test(uuid) ||
    asset.id !== registryId('model', 'mlflow', model.name)
  )
    return asset
  const purl = mlflowPurl(model, endpoint, uuid)
  return purl === undefined ? asset : {...asset, purl}
}

function leftOut(count: number): Gap {
  return {
    path: '',
    stage: 'resolve',
    code: 'reference-limit',
    message: `${count} references to MLflow were not followed after ${referenceLimit}`,
  }
}
