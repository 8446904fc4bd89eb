import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {makeModel} from '../../inventory/make.ts'
import {formatPurl} from '../../lib/names/purl.ts'
import {redactText} from '../../lib/redact/text.ts'
import type {MlflowModel} from './schema.ts'

/** Files that a BOM lists one by one; of the rest the count is given. */
const listedFiles = 5000

const evidence: Evidence = {
  detector: 'registries/mlflow',
  technique: 'registry',
  path: '.',
  level: 'used',
  scope: 'product',
  confidence: 1,
}

/** A model of MLflow, with what was asked for and what was found. */
export interface DescribedMlflowModel {
  readonly model: MlflowModel
  /** as the user or the code asks for it; a version number is a pin, an alias, a stage and the newest version move */
  readonly revision?: string | undefined
  /** address of the registry, without credentials */
  readonly endpoint: string
  /** where its files lie, once that is known */
  readonly place?: string | undefined
  readonly files: readonly {readonly path: string; readonly byteLength: bigint}[]
  /** false where its files were not listed, or not all of them */
  readonly isListed: boolean
}

/** A model with what the server says that it is, and its files with the sizes that it declares. */
export function describeMlflowModel(described: DescribedMlflowModel): AssetOf<'model'> {
  const {model, revision, endpoint} = described
  const {name, version, description} = model
  const made = makeModel(name, [evidence], {registry: 'mlflow', ...(version !== undefined && {revision: version})})
  const purl = mlflowPurl(model, endpoint)
  return {
    ...made,
    ...(purl !== undefined && {purl}),
    ...(description !== undefined && {description}),
    facts: {
      ...made.facts,
      ...(version !== undefined && version !== revision && {...(revision !== undefined && {revision}), floating: true}),
    },
    properties: propertiesOf(described),
  }
}

/**
 * Of a registered model; a logged one has no name that purl knows.
 * @param modelUuid as its MLmodel gives it
 * @see purl-spec types/mlflow-definition.json
 */
export function mlflowPurl(
  {name, version, runId}: MlflowModel,
  endpoint: string,
  modelUuid?: string,
): string | undefined {
  if (version === undefined) return undefined
  const ids = {...(runId !== undefined && {run_id: runId}), ...(modelUuid !== undefined && {model_uuid: modelUuid})}
  return formatPurl({type: 'mlflow', name, version, qualifiers: {repository_url: endpoint, ...ids}})
}

function propertiesOf({model, place, files, isListed}: DescribedMlflowModel): Record<string, readonly string[]> {
  const total = files.reduce((sum, {byteLength}) => sum + byteLength, 0n)
  const stated: readonly (readonly [name: string, values: readonly (string | undefined)[]])[] = [
    ['aibom:mlflow:model-version', [model.version]],
    ['aibom:mlflow:model-id', [model.modelId]],
    ['aibom:mlflow:run-id', [model.runId]],
    ['aibom:mlflow:source', [addressOf(model.source)]],
    ['aibom:mlflow:artifacts', [addressOf(place)]],
    ['aibom:mlflow:status', [model.status]],
    ['aibom:mlflow:stage', [model.stage]],
    ['aibom:mlflow:files', [isListed ? String(files.length) : undefined]],
    ['aibom:mlflow:bytes', [isListed ? String(total) : undefined]],
    // the path stands last, since it may hold anything
    ['aibom:mlflow:file', files.slice(0, listedFiles).map(({path, byteLength}) => `${byteLength} ${path}`)],
  ]
  const present = stated.map(([name, values]) => [name, values.filter(value => value !== undefined)] as const)
  return Object.fromEntries(present.filter(([, values]) => values.length > 0))
}

/** Without credentials: of a bucket they may stand in the query too. */
export function addressOf(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : redactText(uri.replace(/[?#].*$/s, ''))
}
