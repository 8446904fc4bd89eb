import type {GgufFacts} from '../../formats/gguf/facts.ts'
import type {AssetOf, Licence} from '../../inventory/asset.ts'
import type {ModelFacts} from '../../inventory/facts.ts'
import {keyOf, localId} from '../../inventory/identity.ts'
import {toLicence} from '../../inventory/licence.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import type {DetectorContext} from '../detector.ts'
import {
  type Assembled,
  contain,
  evidenceAt,
  localModel,
  missingShardProperty,
  stemOf,
  sumParameters,
  type WeightsNote,
} from './model.ts'
import {ggufBase, ggufDataset} from './origins.ts'
import {missingGap, missingOfSet} from './shards.ts'

/** Kinds of GGUF files that are no model: measurements for a quantisation, a tokenizer alone. */
const noModel: ReadonlySet<string> = new Set(['imatrix', 'vocab'])

/**
 * The model that a GGUF file is, or several files of one numbered set. The header of the first names it and its
 * origins.
 * @param files sorted by path
 */
export function addGgufModel(files: readonly WeightsNote[], context: DetectorContext, into: Assembled): void {
  const first =
    files.find(({gguf}) => gguf !== undefined && (gguf.split === undefined || gguf.split.number === 0)) ?? files[0]
  if (first === undefined || noModel.has(first.gguf?.type ?? '')) return
  const missing = missingOfSet(files.map(({path}) => path))
  const model = withStatements(toModel(first, files, missing, context), first.gguf)
  into.assets.push(model)
  into.relationships.push(...contain(model, files))
  if (missing.length > 0) into.gaps.push(missingGap(first.path, missing))
  if (first.gguf !== undefined) addOrigins(model, first.gguf, first.path, context, into)
}

function toModel(
  first: WeightsNote,
  files: readonly WeightsNote[],
  missing: readonly string[],
  context: DetectorContext,
): AssetOf<'model'> {
  const {gguf, path} = first
  const parameters = missing.length > 0 ? undefined : sumParameters(files)
  const facts: ModelFacts = {
    ...(gguf?.architecture !== undefined && {architecture: gguf.architecture}),
    ...(parameters !== undefined && {parameters}),
    ...(gguf?.quantization !== undefined && {quantization: gguf.quantization}),
    ...((gguf?.languages.length ?? 0) > 0 && {languages: gguf?.languages ?? []}),
    ...(gguf?.contextLength !== undefined && {contextLength: gguf.contextLength}),
    ...(Object.keys(gguf?.hyperparameters ?? {}).length > 0 && {hyperparameters: gguf?.hyperparameters ?? {}}),
    ...(gguf?.chatTemplateSha256 !== undefined && {chatTemplateSha256: gguf.chatTemplateSha256}),
  }
  const technique = gguf === undefined ? 'file-name' : 'binary'
  const model = localModel(
    localId('model', path),
    gguf?.name ?? stemOf(path),
    [evidenceAt(context, path, 'gguf', technique)],
    facts,
  )
  return {...model, properties: propertiesOf(gguf, missing)}
}

function propertiesOf(gguf: GgufFacts | undefined, missing: readonly string[]): Record<string, readonly string[]> {
  const stated: readonly (readonly [name: string, value: string | undefined])[] = [
    ['aibom:model:type', gguf?.type],
    ['aibom:model:base-name', gguf?.basename],
    ['aibom:model:size-label', gguf?.sizeLabel],
    ['aibom:model:finetune', gguf?.finetune],
    ['aibom:model:quantized-by', gguf?.quantizedBy],
    ['aibom:model:tokenizer', gguf?.tokenizerModel],
    ['aibom:model:tokenizer-pre', gguf?.tokenizerPre],
  ]
  const lists: readonly (readonly [name: string, values: readonly string[]])[] = [
    ...stated.map(([name, value]) => [name, value === undefined ? [] : [value]] as const),
    ['aibom:model:tag', gguf?.tags ?? []],
    ['aibom:model:chat-template', [...(gguf?.namedChatTemplates ?? [])].map(([name, sha256]) => `${name}=${sha256}`)],
    [missingShardProperty, missing],
  ]
  return Object.fromEntries(lists.filter(([, values]) => values.length > 0))
}

/** Version, author, licence and addresses, as the header states them. */
function withStatements(model: AssetOf<'model'>, gguf: GgufFacts | undefined): AssetOf<'model'> {
  if (gguf === undefined) return model
  const licence = licenceOf(gguf)
  const author = gguf.author ?? gguf.organization
  return {
    ...model,
    ...(gguf.version !== undefined && {version: gguf.version}),
    ...(gguf.description !== undefined && {description: gguf.description}),
    ...(author !== undefined && {author}),
    ...(licence !== undefined && {licences: [licence]}),
    ...(gguf.urls.length > 0 && {references: gguf.urls.map(url => ({type: 'website', url: redactUrl(url)}))}),
  }
}

/** `other` stands for a licence that its name tells. */
function licenceOf({licence, licenceName, licenceUrl}: GgufFacts): Licence | undefined {
  const stated = licence === undefined || licence === 'other' ? (licenceName ?? licence) : licence
  const found = stated === undefined ? undefined : toLicence(stated)
  return found === undefined || found.kind === 'expression' || licenceUrl === undefined
    ? found
    : {...found, url: licenceUrl}
}

function addOrigins(
  model: AssetOf<'model'>,
  gguf: GgufFacts,
  path: string,
  context: DetectorContext,
  into: Assembled,
): void {
  const evidence = evidenceAt(context, path, 'gguf', 'binary')
  const relation = gguf.type === 'adapter' ? {relation: 'adapter'} : {}
  for (const origin of gguf.baseModels) {
    const base = ggufBase(origin, {...evidence, symbol: 'general.base_model'})
    if (base === undefined) continue
    into.assets.push(base)
    into.relationships.push({from: keyOf(model), to: keyOf(base), kind: 'derived-from', ...relation})
  }
  for (const origin of gguf.datasets) {
    const dataset = ggufDataset(origin, {...evidence, symbol: 'general.dataset'})
    if (dataset === undefined) continue
    into.assets.push(dataset)
    into.relationships.push({from: keyOf(model), to: keyOf(dataset), kind: 'trained-on'})
  }
}
