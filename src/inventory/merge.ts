import {addTo} from '../lib/group.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import type {Asset, AssetOf, Relationship} from './asset.ts'
import {combineAssets} from './combine.ts'
import {satisfiesDeclared} from './declared-range.ts'
import {fullName, keyOf, registryId, subjectKey} from './identity.ts'
import {sameThings} from './same-thing.ts'

/** Why a package is known by its ranges only. */
const incompleteProperty = 'aibom:package:incomplete'

/** The inventory of all extractions together, and what became of the keys they used. */
export interface Merged {
  /** one a key, sorted by it */
  readonly assets: readonly Asset[]
  readonly relationships: readonly Relationship[]
  /** relationships with an end that no asset has: a detector's mistake, left out of the above */
  readonly dangling: readonly Relationship[]
  /**
   * the keys that an old key stands for now: one as a rule, several where a bare id has several versions, none where it
   * never was
   */
  keysOf(key: string): readonly string[]
}

/**
 * Joins what several detectors saw of one thing.
 *
 * - By id and version. An asset without version joins the only versioned one of its id, else it stands beside them. A
 *   package joins the only version that
 *   all its declared ranges allow.
 * - A model or data set of unknown registry joins the only one of the same name whose registry is known.
 * - An old name (alias) joins the asset that has it.
 * - What is one thing under two ids is joined: {@link sameThings}.
 * The order of the input does not matter, and merging again changes nothing.
 */
export function mergeAssets(assets: readonly Asset[], relationships: readonly Relationship[]): Merged {
  const idOf = joinIds(assets)
  const namesById = new Map(sortedBy(assets, fullName).map(asset => [asset.id, asset]))
  const byId = new Map<string, Asset[]>()
  const oldIds = new Map<string, string>()
  for (const asset of assets) {
    const id = idOf(asset.id)
    oldIds.set(asset.id, id)
    addTo(byId, `${asset.kind}\0${id}`, id === asset.id ? asset : renamed(asset, namesById.get(id) ?? asset))
  }
  const merged = sortedBy([...byId.values()].flatMap(mergeVersions), keyOf)
  const keysOf = keyResolver(assets, merged, oldIds)
  return {
    assets: merged,
    ...mergeRelationships(relationships, keysOf),
    keysOf,
  }
}

/** The same asset under the id and name of another; its own name is kept as an alias. */
function renamed(asset: Asset, to: Asset): Asset {
  const {group: _group, ...rest} = asset
  return {
    ...rest,
    id: to.id,
    name: to.name,
    ...(to.group !== undefined && {group: to.group}),
    aliases: [...asset.aliases, fullName(asset)],
  }
}

function mergeVersions(sameId: readonly Asset[]): Asset[] {
  const byVersion = new Map<string | undefined, Asset[]>()
  for (const asset of sameId) addTo(byVersion, asset.version, asset)
  const floating = byVersion.get(undefined)
  const fitting = floating === undefined ? [] : versionsFor(floating, [...byVersion.keys()])
  const [only] = fitting
  if (floating !== undefined && only !== undefined && fitting.length === 1) {
    byVersion.delete(undefined)
    for (const asset of floating) addTo(byVersion, only, asset.kind === 'package' ? withoutLack(asset) : asset)
  }
  return [...byVersion.values()].map(([first, ...rest]) => combineAssets([first as Asset, ...rest]))
}

/** The versions that something without version may be. */
function versionsFor(floating: readonly Asset[], versions: readonly (string | undefined)[]): string[] {
  const known = versions.filter(version => version !== undefined)
  return known.filter(version =>
    floating.every(
      asset => asset.kind !== 'package' || satisfiesDeclared(asset.facts.ecosystem, version, asset.facts.declared),
    ),
  )
}

/** That its version is unknown holds no more once it is found. */
function withoutLack(asset: AssetOf<'package'>): Asset {
  const {[incompleteProperty]: _lack, ...properties} = asset.properties ?? {}
  return {...asset, ...(asset.properties !== undefined && {properties})}
}

function keyResolver(
  before: readonly Asset[],
  after: readonly Asset[],
  oldIds: ReadonlyMap<string, string>,
): (key: string) => readonly string[] {
  const keys = new Set(after.map(keyOf))
  const keysById = new Map<string, string[]>()
  for (const asset of after) addTo(keysById, asset.id, keyOf(asset))
  const moved = new Map<string, readonly string[]>()
  for (const asset of before) {
    const id = oldIds.get(asset.id) ?? asset.id
    const key = keyOf({...asset, id})
    moved.set(keyOf(asset), keys.has(key) ? [key] : (keysById.get(id) ?? []))
  }
  return key => {
    if (key === subjectKey || keys.has(key)) return [key]
    return moved.get(key) ?? keysById.get(oldIds.get(key) ?? key) ?? []
  }
}

function mergeRelationships(
  relationships: readonly Relationship[],
  keysOf: (key: string) => readonly string[],
): Pick<Merged, 'relationships' | 'dangling'> {
  const joined = new Map<string, Relationship>()
  const dangling: Relationship[] = []
  for (const relationship of relationships) {
    const froms = keysOf(relationship.from)
    const tos = keysOf(relationship.to)
    if (froms.length === 0 || tos.length === 0) dangling.push(relationship)
    for (const from of froms) {
      for (const to of tos) {
        if (from !== to)
          joined.set(`${pairOf({...relationship, from, to})}\n${relationship.relation ?? ''}`, {
            ...relationship,
            from,
            to,
          })
      }
    }
  }
  return {
    relationships: withoutEchoes(sortedBy(joined, ([key]) => key).map(([, relationship]) => relationship)),
    dangling,
  }
}

/** One sighting that tells how says all that one without it says. */
function withoutEchoes(relationships: readonly Relationship[]): Relationship[] {
  const told = new Set(relationships.filter(({relation}) => relation !== undefined).map(pairOf))
  return relationships.filter(relationship => relationship.relation !== undefined || !told.has(pairOf(relationship)))
}

function pairOf({from, kind, to}: Relationship): string {
  return [from, kind, to].join('\n')
}

/** Maps every id to the one it stands for: {@link mergeAssets} tells the rules. */
function joinIds(assets: readonly Asset[]): (id: string) => string {
  const named = assets.flatMap(asset => {
    if (asset.kind !== 'model' && asset.kind !== 'dataset') return []
    const registry = asset.facts.registry ?? ''
    return {asset, registry, name: asset.id.slice(registryId(asset.kind, registry, '').length)}
  })
  const idsByName = new Map<string, Set<string>>()
  const idsByAlias = new Map<string, Set<string>>()
  for (const {asset, registry, name} of named) {
    if (registry !== '') add(idsByName, `${asset.kind}\0${name}`, asset.id)
    for (const alias of asset.aliases) {
      add(idsByAlias, `${asset.kind}/${registry}\0${alias}`, asset.id)
      add(idsByAlias, `${asset.kind}/\0${alias}`, asset.id)
    }
  }
  const parents = new Map<string, string>(sameThings(assets))
  for (const {asset, registry, name} of named) {
    const target =
      only(idsByAlias.get(`${asset.kind}/${registry}\0${name}`)) ??
      (registry === '' ? only(idsByName.get(`${asset.kind}\0${name}`)) : undefined)
    if (target !== undefined && target !== asset.id) parents.set(asset.id, target)
  }
  return id => rootOf(id, parents)
}

/** Follows old names to the end; two that name each other meet at the first of them. */
function rootOf(id: string, parents: ReadonlyMap<string, string>): string {
  const seen: string[] = []
  let at = id
  while (!seen.includes(at)) {
    seen.push(at)
    const parent = parents.get(at)
    if (parent === undefined) return at
    at = parent
  }
  return [...seen.slice(seen.indexOf(at))].sort(compareText)[0] ?? id
}

function only(ids: ReadonlySet<string> | undefined): string | undefined {
  return ids?.size === 1 ? [...ids][0] : undefined
}

function add<K>(map: Map<K, Set<string>>, key: K, value: string): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, new Set([value]))
  else values.add(value)
}
