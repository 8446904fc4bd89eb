import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Finding} from '../../inventory/finding.ts'
import {folderId, keyOf, localId, subjectKey} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import {toLicence} from '../../inventory/licence.ts'
import {groupBy} from '../../lib/group.ts'
import {folderOf} from '../../lib/path.ts'
import {sortedBy} from '../../lib/sort.ts'
import type {AssembleContext, DetectorContext} from '../detector.ts'
import {addFolderModel} from './folder-model.ts'
import {isPart, modelFolders, ownerOf} from './folders.ts'
import {addGgufModel} from './gguf-model.ts'
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
import type {Note} from './note.ts'
import {missingGap, missingOfSet, setKey} from './shards.ts'

/**
 * Weight files → models: GGUF files each, folders with a model's configuration, numbered sets and files that describe
 * themselves.
 * A lone weight file of which nothing more is known stays a weight file.
 */
export function assembleModels(found: Extraction<Note>, context: AssembleContext): Extraction<Note> {
  const into: Assembled = {
    assets: [...found.assets],
    relationships: [...(found.relationships ?? [])],
    gaps: [...(found.gaps ?? [])],
  }
  const notes = sortedBy(found.notes ?? [], note => note.path)
  const folders = modelFolders(notes)
  const files = notes.filter((note): note is WeightsNote => note.kind === 'weights')
  const gguf = files.filter(({asset}) => asset.facts.format === 'gguf')
  const others = files.filter(({asset}) => asset.facts.format !== 'gguf')
  const byOwner = groupBy(others, ({path}) => ownerOf(path, folders)?.path)
  const localModels = new Set(folders.keys())
  for (const set of sets(gguf)) addGgufModel(set, context, into)
  for (const folder of folders.values()) {
    if (!isPart(folder, folders)) addFolderModel(folder, byOwner.get(folder.path) ?? [], localModels, context, into)
  }
  for (const set of sets(byOwner.get(undefined) ?? [])) addLooseModel(set, context, into)
  const findings = (found.findings ?? []).map(finding => ofModel(finding, into.assets))
  return {...found, ...into, findings, notes: []}
}

/** What is said of a file beside the weights is said of the model of its folder, where there is one. */
function ofModel(finding: Finding, assets: readonly Asset[]): Finding {
  const path = finding.asset === subjectKey ? finding.evidence[0]?.path : undefined
  if (path === undefined) return finding
  const id = folderId('model', folderOf(path))
  const model = assets.find(asset => asset.id === id)
  return model === undefined ? finding : {...finding, asset: keyOf(model)}
}

/** Files of one numbered set together, every other file alone. */
function sets(files: readonly WeightsNote[]): WeightsNote[][] {
  return [...groupBy(files, ({path}) => setKey(path) ?? path).values()]
}

/** A numbered set without configuration, or a safetensors file whose metadata names its model (`modelspec.title`). */
function addLooseModel(files: readonly WeightsNote[], context: DetectorContext, into: Assembled): void {
  const [first] = files
  if (first === undefined) return
  const title = first.metadata?.get('modelspec.title')
  if (title === undefined && setKey(first.path) === undefined) return
  const missing = missingOfSet(files.map(({path}) => path))
  const parameters = missing.length > 0 ? undefined : sumParameters(files)
  const evidence = evidenceAt(
    context,
    first.path,
    title === undefined ? 'shards' : 'modelspec',
    title === undefined ? 'file-name' : 'binary',
  )
  const model = withModelspec(
    localModel(
      localId('model', first.path),
      title ?? stemOf(first.path),
      [evidence],
      parameters === undefined ? {} : {parameters},
    ),
    first,
  )
  into.assets.push(
    missing.length === 0 ? model : {...model, properties: {...model.properties, [missingShardProperty]: missing}},
  )
  into.relationships.push(...contain(model, files))
  if (missing.length > 0) into.gaps.push(missingGap(first.path, missing))
}

/** @see Stability AI ModelSpec 1.0 */
function withModelspec(model: AssetOf<'model'>, {metadata}: WeightsNote): AssetOf<'model'> {
  const architecture = metadata?.get('modelspec.architecture')
  const author = metadata?.get('modelspec.author')
  const description = metadata?.get('modelspec.description')
  const licence = toLicence(metadata?.get('modelspec.license') ?? '')
  return {
    ...model,
    ...(author !== undefined && {author}),
    ...(description !== undefined && {description}),
    ...(licence !== undefined && {licences: [licence]}),
    facts: {...model.facts, ...(architecture !== undefined && {architecture})},
  }
}
