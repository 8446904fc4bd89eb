import {posix} from 'node:path'
import {classifyModelName, isHubId} from '../../catalog/models/model-names.ts'
import type {GgufOrigin} from '../../formats/gguf/facts.ts'
import type {Asset, AssetOf} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {localId} from '../../inventory/identity.ts'
import {makeDataset, makeModel} from '../../inventory/make.ts'
import {folderOf} from '../../lib/path.ts'

const hubUrlPattern =
  /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/(datasets\/)?([\w.-]+\/[\w.-]+)\/?(?:$|[?#]|tree\/|resolve\/|blob\/)/

/** The hub id in a model's or data set's address; undefined for other addresses. */
function hubIdOf(url: string | undefined, kind: 'model' | 'dataset'): string | undefined {
  const [, isDataset, id] = hubUrlPattern.exec(url ?? '') ?? []
  return id !== undefined && (isDataset !== undefined) === (kind === 'dataset') ? id : undefined
}

/**
 * The base model that an adapter names: a folder of this source, a hub id, or the path as given.
 * @param localModels folders that are models, as ids by path
 */
export function baseOfAdapter(
  base: string,
  revision: string | undefined,
  adapterPath: string,
  localModels: ReadonlySet<string>,
  evidence: Evidence,
): {asset?: Asset; id?: string} {
  const local = [posix.normalize(base), posix.join(folderOf(adapterPath), base)].find(path => localModels.has(path))
  if (local !== undefined) return {id: localId('model', local)}
  const facts = isOnHub(base) ? {registry: 'huggingface', ...(revision !== undefined && {revision})} : {}
  return {asset: makeModel(base, [evidence], facts)}
}

/** `org/name`, or a name without owner that the hub is known to have (`gpt2`). */
function isOnHub(name: string): boolean {
  return isHubId(name) || classifyModelName(name)?.registry === 'huggingface'
}

/** A base model as a GGUF header states it: by its hub address where it has one, else by its name. */
export function ggufBase(origin: GgufOrigin, evidence: Evidence): AssetOf<'model'> | undefined {
  const id = hubIdOf(origin.url, 'model')
  if (id !== undefined) return makeModel(id, [evidence], {registry: 'huggingface'})
  return origin.name === undefined ? undefined : makeModel(origin.name, [evidence])
}

/** Of the hub, where URL or name is one of it; undefined for an origin without a name. */
export function ggufDataset(origin: GgufOrigin, evidence: Evidence): AssetOf<'dataset'> | undefined {
  const id =
    hubIdOf(origin.url, 'dataset') ?? (origin.name !== undefined && isHubId(origin.name) ? origin.name : undefined)
  if (id !== undefined) return makeDataset(id, [evidence], {registry: 'huggingface'})
  return origin.name === undefined
    ? undefined
    : makeDataset(origin.name, [evidence], origin.url === undefined ? {} : {url: origin.url})
}
