import type {Asset, Relationship} from '../../inventory/asset.ts'
import {folderId, keyOf, localId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {Publication} from '../../sources/source.ts'

/**
 * Lays what a registry states of a publication over what the detectors found in its folder: the model that the folder
 * is, nameless to them, is the registry's model; a lone GGUF model likewise; all weights of a model's repository are
 * contained in it. Pure.
 */
export function adopt(found: Extraction, {stated: state, folder}: Publication): Extraction {
  const stated = state()
  const [own] = stated.assets
  if (own === undefined || (own.kind !== 'model' && own.kind !== 'dataset')) return found
  const inside = found.assets.filter(isInside(folder))
  const roots = rootIds(inside, own.kind, folder)
  const assets = found.assets.map(asset => (roots.has(asset.id) ? renamed(asset, own) : asset))
  const relationships = (found.relationships ?? []).map(relationship => ({
    ...relationship,
    from: roots.has(relationship.from) ? keyOf(own) : relationship.from,
    to: roots.has(relationship.to) ? keyOf(own) : relationship.to,
  }))
  return {
    ...found,
    assets: [...stated.assets.map(asset => placedIn(asset, folder)), ...assets],
    relationships: [
      ...relationships,
      ...(stated.relationships ?? []),
      ...containedIn(own, inside, roots, found.relationships ?? []),
    ],
  }
}

/** A registry's word is about the repository as a whole: in an inventory of several, its folder says which. */
function placedIn<A extends Asset>(asset: A, folder: string): A {
  if (folder === '') return asset
  return {...asset, evidence: asset.evidence.map(place => (place.path === '.' ? {...place, path: folder} : place))}
}

/**
 * What the root folder is to the detectors; and where they see no model in it, the one model that its files are (a GGUF
 * file, a numbered set).
 */
function rootIds(assets: readonly Asset[], kind: 'model' | 'dataset', folder: string): ReadonlySet<string> {
  const root = folderId(kind, folder)
  const isRead = assets.some(
    ({id, evidence}) => id === root && evidence.some(({detector}) => detector.startsWith('weights/')),
  )
  if (kind === 'dataset' || isRead) return new Set([root])
  const local = new Set(
    assets.flatMap(asset => (asset.kind === 'model' && asset.facts.registry === undefined ? [asset.id] : [])),
  )
  local.delete(root)
  return local.size === 1 ? new Set([root, ...local]) : new Set([root])
}

/** Assets that only their place names, of this folder. */
function isInside(folder: string): (asset: Asset) => boolean {
  if (folder === '') return () => true
  return ({kind, id}) => id === localId(kind, folder) || id.startsWith(`${localId(kind, folder)}/`)
}

/**
 * Under the name, version, library and task that the registry gives; what it is called inside is no name of it, and its
 * configuration tells but what wrote it.
 */
function renamed(asset: Asset, own: Asset): Asset {
  const {group: _group, version: _version, purl: _purl, ...rest} = asset
  const facts = {...asset.facts, ...wordOf(own)}
  // the facts are those of its kind still: only what a registry knows better was set
  return {
    ...rest,
    id: own.id,
    name: own.name,
    ...(own.group !== undefined && {group: own.group}),
    ...(own.version !== undefined && {version: own.version}),
    facts,
  } as Asset
}

/** Weights, and models that lie here; a model that is but named as what another one derives from lies elsewhere. */
function containedIn(
  own: Asset,
  inside: readonly Asset[],
  roots: ReadonlySet<string>,
  relationships: readonly Relationship[],
): Relationship[] {
  if (own.kind !== 'model') return []
  const holders = new Set(relationships.flatMap(({from, kind}) => (kind === 'contains' ? [from] : [])))
  const bases = new Set(
    relationships.flatMap(({to, kind}) => (kind === 'derived-from' && !holders.has(to) ? [to] : [])),
  )
  return inside
    .filter(
      asset =>
        asset.kind === 'weights' ||
        (asset.kind === 'model' && asset.facts.registry === undefined && !roots.has(asset.id)),
    )
    .filter(asset => !bases.has(keyOf(asset)))
    .map(asset => ({from: keyOf(own), to: keyOf(asset), kind: 'contains'}))
}

function wordOf({facts}: Asset): {registry?: string; library?: string; task?: string} {
  return {
    ...('registry' in facts && facts.registry !== undefined && {registry: facts.registry}),
    ...('library' in facts && facts.library !== undefined && {library: facts.library}),
    ...('task' in facts && facts.task !== undefined && {task: facts.task}),
  }
}
