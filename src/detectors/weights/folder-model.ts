import {posix} from 'node:path'
import type {AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {ModelFacts} from '../../inventory/facts.ts'
import {keyOf, localId} from '../../inventory/identity.ts'
import {groupBy} from '../../lib/group.ts'
import {leadsOut} from '../../lib/path.ts'
import type {AssembleContext, DetectorContext} from '../detector.ts'
import {type ModelFolder, notesOf} from './folders.ts'
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
import type {Note, NoteOf} from './note.ts'
import {baseOfAdapter} from './origins.ts'
import {missingGap, missingOfSet, setKey} from './shards.ts'

/**
 * @see PEFT documentation, `PeftType`; cyclonedx-property-taxonomy, "Names of industry-standard fine-tuning methods"
 */
const tuneMethodsByPeftType: ReadonlyMap<string, string> = new Map([
  ['LORA', 'lora'],
  ['PROMPT_TUNING', 'prompt'],
  ['MULTITASK_PROMPT_TUNING', 'prompt'],
  ['P_TUNING', 'prompt'],
  ['PREFIX_TUNING', 'prompt'],
])

/** What the indexes of a folder promise. */
interface Promised {
  readonly missing: readonly string[]
  readonly hasUnsafeNames: boolean
}

/**
 * The model that a folder is. Named by the folder, never by the base model that its config tells; in the root of the
 * source, which has no name of its own here, by its architecture or weights.
 * @param files sorted by path
 * @param localModels paths of all folders that are models
 */
export function addFolderModel(
  folder: ModelFolder,
  files: readonly WeightsNote[],
  localModels: ReadonlySet<string>,
  context: AssembleContext,
  into: Assembled,
): void {
  const adapters = notesOf(folder, 'adapter')
  const indexes = notesOf(folder, 'index')
  const isPublished = context.publishedAs?.(folder.path) === 'model'
  if (files.length === 0 && adapters.length === 0 && indexes.length === 0 && !isPublished) return
  const promised = indexes.map(index => addIndexGaps(index, context, into))
  const missing = [
    ...new Set([
      ...promised.flatMap(index => index.missing),
      ...(indexes.length > 0 ? [] : missingOfSets(files, into)),
    ]),
  ].sort()
  const isComplete = missing.length === 0 && promised.every(index => !index.hasUnsafeNames)
  const model = toModel(folder, files, missing, isComplete, context)
  into.assets.push(model)
  into.relationships.push(...contain(model, files))
  for (const adapter of adapters) addBase(model, adapter, localModels, context, into)
  for (const merge of notesOf(folder, 'merge')) addMerged(model, merge, localModels, context, into)
}

function toModel(
  folder: ModelFolder,
  files: readonly WeightsNote[],
  missing: readonly string[],
  isComplete: boolean,
  context: DetectorContext,
): AssetOf<'model'> {
  const [config] = notesOf(folder, 'config')
  const [parts] = notesOf(folder, 'parts')
  const architecture = parts?.architecture ?? config?.facts.architecture
  const name = folder.path === '' ? (architecture ?? stemOf(files[0]?.path ?? 'model')) : posix.basename(folder.path)
  const facts: ModelFacts = {
    ...(config?.facts.family !== undefined && {architectureFamily: config.facts.family}),
    ...(architecture !== undefined && {architecture}),
    ...factsOfFolder(folder),
    ...parametersOf(folder, files, isComplete),
  }
  const model = localModel(
    localId('model', folder.path === '' ? '.' : folder.path),
    name,
    evidenceOf(folder, context),
    facts,
  )
  return {...model, properties: propertiesOf(folder, missing)}
}

function factsOfFolder(folder: ModelFolder): ModelFacts {
  const [config] = notesOf(folder, 'config')
  const [parts] = notesOf(folder, 'parts')
  const templates = notesOf(folder, 'template')
  // transformers takes the file of its own before the one in the tokenizer's configuration
  const template = templates.find(({path}) => path.endsWith('.jinja')) ?? templates[0]
  const hyperparameters = {...tokenizerClassOf(folder), ...config?.facts.hyperparameters}
  const tuneMethods = notesOf(folder, 'adapter').flatMap(({type}) => tuneMethodsByPeftType.get(type ?? '') ?? [])
  const quantization = quantizationOf(folder)
  const library = notesOf(folder, 'adapter').length > 0 ? 'peft' : (parts?.library ?? config?.facts.library)
  return {
    ...(quantization !== undefined && {quantization}),
    ...(config?.facts.contextLength !== undefined && {contextLength: config.facts.contextLength}),
    ...(Object.keys(hyperparameters).length > 0 && {hyperparameters}),
    ...(tuneMethods.length > 0 && {tuneMethods}),
    ...(library !== undefined && {library}),
    ...(template !== undefined && {chatTemplateSha256: template.sha256}),
  }
}

function tokenizerClassOf(folder: ModelFolder): {tokenizer_class?: string} {
  const [tokenizer] = notesOf(folder, 'tokenizer')
  return tokenizer === undefined ? {} : {tokenizer_class: tokenizer.tokenizerClass}
}

/**
 * Only where it is certain: one complete set of safetensors, not packed by a quantisation, no second copy in another
 * precision, no parts.
 */
function parametersOf(folder: ModelFolder, files: readonly WeightsNote[], isComplete: boolean): ModelFacts {
  const isQuantized = quantizationOf(folder) !== undefined
  const safetensors = files.filter(({asset}) => asset.facts.format === 'safetensors')
  const stems = new Set(safetensors.map(({path}) => posix.join(posix.dirname(path), stemOf(path))))
  const parameters = isQuantized || !isComplete || stems.size !== 1 ? undefined : sumParameters(safetensors)
  return parameters === undefined ? {} : {parameters}
}

/** The model's own configuration goes before the file that a tool left beside it. */
function quantizationOf(folder: ModelFolder): string | undefined {
  const [stated] = notesOf(folder, 'config').flatMap(({facts}) => facts.quantization ?? [])
  return stated ?? notesOf(folder, 'quantization')[0]?.quantization
}

/** Of these a place would prove nothing: the model is there without them. */
const silentKinds: ReadonlySet<Note['kind']> = new Set(['generation', 'template', 'tokenizer', 'weights'])

function evidenceOf(folder: ModelFolder, context: DetectorContext): Evidence[] {
  return folder.notes
    .filter(({kind}) => !silentKinds.has(kind))
    .map(note =>
      evidenceAt(context, note.path, `folder-${note.kind}`, 'manifest', 'line' in note ? note.line : undefined),
    )
}

function propertiesOf(folder: ModelFolder, missing: readonly string[]): Record<string, readonly string[]> {
  const templates = notesOf(folder, 'template').flatMap(({named}) =>
    [...named].map(([name, sha256]) => `${name}=${sha256}`),
  )
  const lists: readonly (readonly [name: string, values: readonly string[]])[] = [
    ['aibom:model:setting', notesOf(folder, 'config').flatMap(({facts}) => facts.precision)],
    ['aibom:model:auto-map', notesOf(folder, 'config').flatMap(({facts}) => facts.autoMap)],
    ['aibom:model:adapter-type', notesOf(folder, 'adapter').flatMap(({type}) => type ?? [])],
    ['aibom:model:generation', notesOf(folder, 'generation').flatMap(({settings}) => settings)],
    ['aibom:model:chat-template', [...new Set(templates)]],
    [missingShardProperty, missing],
  ]
  return Object.fromEntries(lists.filter(([, values]) => values.length > 0))
}

/** Names are taken as names inside the folder; those that lead out of it are a gap and are followed nowhere. */
function addIndexGaps(index: NoteOf<'index'>, context: AssembleContext, into: Assembled): Promised {
  const folder = posix.dirname(index.path)
  const unsafe = index.files.filter(isOutside)
  const paths = index.files.filter(name => !isOutside(name)).map(name => posix.join(folder, name))
  const missing = paths.filter(path => !context.files.has(path))
  if (missing.length > 0) into.gaps.push(missingGap(index.path, missing))
  if (unsafe.length > 0) {
    into.gaps.push({
      path: index.path,
      stage: 'resolve',
      code: 'unsafe-path',
      message: `the index names ${unsafe.length} files outside of its folder`,
    })
  }
  return {missing, hasUnsafeNames: unsafe.length > 0}
}

function isOutside(name: string): boolean {
  return name.includes('\\') || name.startsWith('/') || /^[A-Za-z]:/.test(name) || leadsOut(posix.normalize(name))
}

/** Without an index, the numbers in the names tell how many files there should be. */
function missingOfSets(files: readonly WeightsNote[], into: Assembled): string[] {
  const sets = groupBy(files, ({path}) => setKey(path))
  sets.delete(undefined)
  return [...sets.values()].flatMap(set => {
    const paths = set.map(({path}) => path)
    const missing = missingOfSet(paths)
    if (missing.length > 0) into.gaps.push(missingGap(paths[0] ?? '', missing))
    return missing
  })
}

function addBase(
  model: AssetOf<'model'>,
  adapter: NoteOf<'adapter'>,
  localModels: ReadonlySet<string>,
  context: DetectorContext,
  into: Assembled,
): void {
  if (adapter.base === undefined) return
  const evidence = {
    ...evidenceAt(context, adapter.path, 'adapter', 'manifest', adapter.line),
    symbol: 'base_model_name_or_path',
  }
  const {asset, id} = baseOfAdapter(adapter.base, adapter.revision, adapter.path, localModels, evidence)
  if (asset !== undefined) into.assets.push(asset)
  const to = asset === undefined ? id : keyOf(asset)
  if (to !== undefined) into.relationships.push({from: keyOf(model), to, kind: 'derived-from', relation: 'adapter'})
}

function addMerged(
  model: AssetOf<'model'>,
  merge: NoteOf<'merge'>,
  localModels: ReadonlySet<string>,
  context: DetectorContext,
  into: Assembled,
): void {
  for (const {name, revision, line} of merge.models) {
    const evidence = evidenceAt(context, merge.path, 'merge', 'manifest', line)
    const {asset, id} = baseOfAdapter(name, revision, merge.path, localModels, evidence)
    if (asset !== undefined) into.assets.push(asset)
    const to = asset === undefined ? id : keyOf(asset)
    if (to !== undefined) into.relationships.push({from: keyOf(model), to, kind: 'derived-from', relation: 'merge'})
  }
}
