import {datasetReference} from '../../catalog/references/dataset.ts'
import {modelReference} from '../../catalog/references/model.ts'
import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {folderId, keyOf} from '../../inventory/identity.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {baseName, folderOf} from '../../lib/path.ts'

/** The generic flavour: every model has it beside its own. */
const genericFlavor = 'python_function'
const entryLimit = 1000
/** Of one part of a signature: a wide table's is some hundred thousand characters. */
const signatureLimit = 1_000_000
const signatureParts: ReadonlyMap<string, string> = new Map([
  ['inputs', 'aibom:mlflow:signature-inputs'],
  ['outputs', 'aibom:mlflow:signature-outputs'],
  ['params', 'aibom:mlflow:signature-params'],
])

/**
 * The model that an `MLmodel` file describes, and the one that it was made from where the flavour tells.
 * @see MLflow documentation, "MLflow Model": storage format
 */
export function toMlflowModel(
  document: StructuredDocument,
  path: string,
  evidence: Omit<Evidence, 'line'>,
): {assets: Asset[]; relationships: Relationship[]} {
  const root = asRecord(document.value)
  const flavors = asRecord(root?.['flavors'])
  if (root === undefined || flavors === undefined) return {assets: [], relationships: []}
  const folder = folderOf(path)
  const own = Object.keys(flavors).filter(flavor => flavor !== genericFlavor)
  const at = (keys: readonly string[]): Evidence => {
    const line = document.lineOf(keys)
    return {...evidence, ...(line !== undefined && {line})}
  }
  const [library] = own
  const model: AssetOf<'model'> = {
    kind: 'model',
    id: folderId('model', folder),
    name: asText(root['name']) ?? pathName(root['artifact_path']) ?? (folder === '' ? '.' : baseName(folder)),
    aliases: [],
    digests: [],
    evidence: [at(['flavors'])],
    properties: propertiesOf(root, Object.keys(flavors)),
    facts: {...(library !== undefined && {library}), ...taskOf(flavors)},
  }
  const sources = own.flatMap(flavor => sourceOf(asRecord(flavors[flavor]), at, ['flavors', flavor]))
  return {
    assets: [model, ...sources],
    relationships: sources.map(source => ({from: keyOf(model), to: keyOf(source), kind: 'derived-from'})),
  }
}

/** MLflow 3 writes an address here, `mlflow-artifacts:/1/models/m-…`, which is no name. */
function pathName(value: unknown): string | undefined {
  const text = asText(value)
  return text === undefined || /^[a-z][a-z0-9+.-]{1,30}:/i.test(text) ? undefined : text
}

function propertiesOf(root: UnknownRecord, flavors: readonly string[]): Record<string, readonly string[]> {
  const texts: [string, string | undefined][] = [
    ['aibom:mlflow:run-id', asText(root['run_id'])],
    ['aibom:mlflow:model-uuid', asText(root['model_uuid'])],
    ['aibom:mlflow:model-id', asText(root['model_id'])],
    ['aibom:mlflow:version', asText(root['mlflow_version'])],
  ]
  const stated = texts.flatMap(([name, text]): [string, readonly string[]][] =>
    text === undefined ? [] : [[name, [text]]],
  )
  return Object.fromEntries([
    ...stated,
    ['aibom:mlflow:flavor', [...flavors].sort()],
    ...signatureOf(asRecord(root['signature'])),
  ])
}

/**
 * Columns and tensors in their order, which is a part of what nameless ones mean: as the JSON in the signature has it.
 */
function signatureOf(signature: UnknownRecord | undefined): [string, readonly string[]][] {
  return [...signatureParts].flatMap(([part, name]): [string, readonly string[]][] => {
    const entries = listIn(asText(signature?.[part]))
    return entries.length === 0 ? [] : [[name, [JSON.stringify(entries)]]]
  })
}

function listIn(text: string | undefined): readonly unknown[] {
  return text === undefined || text.length > signatureLimit ? [] : asList(parseJsonOrNothing(text))
}

function taskOf(flavors: UnknownRecord): {task?: string} {
  const task = asText(asRecord(flavors['transformers'])?.['task'])
  return task === undefined ? {} : {task}
}

/** transformers and sentence-transformers keep the Hub's name (and revision) of what was logged. */
function sourceOf(
  flavor: UnknownRecord | undefined,
  at: (keys: readonly string[]) => Evidence,
  keys: readonly string[],
): Asset[] {
  const key = ['source_model_name', 'model'].find(name => asText(flavor?.[name]) !== undefined)
  if (flavor === undefined || key === undefined) return []
  const reference = modelReference(asText(flavor[key]) ?? '', key === 'source_model_name' ? 'huggingface' : undefined)
  if (reference?.kind !== 'model') return []
  const revision = asText(flavor['source_model_revision']) ?? reference.revision
  const facts = {
    ...(reference.registry !== undefined && {registry: reference.registry}),
    ...(revision !== undefined && {revision}),
  }
  return [makeModel(reference.name, [at([...keys, key])], facts)]
}

/** Defaults of an MLproject's entry points: parameters whose name says model or data. */
export function toProjectAssets(document: StructuredDocument, evidence: Omit<Evidence, 'line'>): Asset[] {
  const points = Object.entries(asRecord(asRecord(document.value)?.['entry_points']) ?? {}).slice(0, entryLimit)
  return points.flatMap(([point, value]) =>
    Object.entries(asRecord(asRecord(value)?.['parameters']) ?? {}).flatMap(([name, parameter]) => {
      const line = document.lineOf(['entry_points', point, 'parameters', name])
      const text = asText(asRecord(parameter)?.['default'])
      return text === undefined ? [] : fromParameter(name, text, {...evidence, ...(line !== undefined && {line})})
    }),
  )
}

function fromParameter(name: string, text: string, evidence: Evidence): Asset[] {
  if (/(?:^|_)(?:base_?)?model(?:_?(?:name|id|path|name_or_path))?$/i.test(name)) {
    const reference = modelReference(text)
    if (reference?.kind !== 'model') return []
    return [
      makeModel(reference.name, [evidence], reference.registry === undefined ? {} : {registry: reference.registry}),
    ]
  }
  if (!/(?:^|_)(?:data|dataset|corpus|train|test|csv|input)(?:_|$)/i.test(name)) return []
  const reference = datasetReference(text)
  if (reference === undefined) return []
  const facts = {
    ...(reference.registry !== undefined && {registry: reference.registry}),
    ...(reference.url !== undefined && {url: reference.url}),
  }
  return [makeDataset(reference.name, [evidence], facts)]
}
