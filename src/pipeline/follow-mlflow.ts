import type {Asset, AssetOf} from '../inventory/asset.ts'
import type {Gap} from '../inventory/gap.ts'
import type {Extraction} from '../inventory/inventory.ts'
import {AibomError} from '../lib/errors.ts'
import {mapLimited} from '../lib/limit.ts'
import {sortedBy} from '../lib/sort.ts'
import {findMlflowVersion} from '../registries/mlflow/client.ts'
import {describeMlflowVersion} from '../registries/mlflow/describe.ts'
import {type MlflowSettings, readMlflowSettings} from '../registries/mlflow/settings.ts'
import {networkGapCode} from '../sources/hub-trouble.ts'
import type {SourceOptions} from '../sources/opener.ts'

const width = 4
const referenceLimit = 500
/** Names go into a filter between quotes. */
const namePattern = /^[^'"`\\\p{Cc}]{1,200}$/u

interface Resolved {
  readonly assets: readonly Asset[]
  readonly gaps: readonly Gap[]
}

/** Models of MLflow's registry that the code names: asked of the server that the user's own environment names; of none without one. */
export async function followMlflow(found: Extraction, options: SourceOptions): Promise<Resolved> {
  const settings = readMlflowSettings(options.env)
  const references = sortedBy(
    new Map(found.assets.filter(isReference).map(asset => [`${asset.name}\0${asset.version ?? ''}`, asset])),
    ([key]) => key,
  )
  if (settings === undefined || references.length === 0) return {assets: [], gaps: []}
  const answers = await mapLimited(references.slice(0, referenceLimit), width, ([, asset]) => resolve(asset, settings, options))
  return {assets: answers.flatMap(({assets}) => assets), gaps: answers.flatMap(({gaps}) => gaps)}
}

function isReference(asset: Asset): asset is AssetOf<'model'> {
  return asset.kind === 'model' && asset.facts.registry === 'mlflow' && namePattern.test(asset.name)
}

async function resolve(asset: AssetOf<'model'>, settings: MlflowSettings, {network}: SourceOptions): Promise<Resolved> {
  if (network === undefined) throw new Error('a model of MLflow was asked for without a network')
  try {
    const version = await findMlflowVersion(asset.name, asset.version ?? asset.facts.revision, settings, await network())
    return {assets: [describeMlflowVersion(asset, version, settings.endpoint)], gaps: []}
  } catch (error) {
    if (!(error instanceof AibomError)) throw error
    return {assets: [], gaps: [{path: `models:/${asset.name}`, stage: 'enrich', code: networkGapCode(error), message: error.message}]}
  }
}
