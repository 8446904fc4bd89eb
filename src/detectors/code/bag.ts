import type {Asset, Relationship} from '../../inventory/asset.ts'
import {isOfProduct, joinFacts, withOwnAddresses} from '../../inventory/combine.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {keyOf} from '../../inventory/identity.ts'
import {withOtherStatements} from '../../inventory/other-statements.ts'

/** What one file gave: one asset an identity and version, with every place once. */
export class Bag {
  readonly #assets = new Map<string, Asset>()
  readonly #evidence = new Map<string, Map<string, Evidence>>()
  readonly #relationships = new Map<string, Relationship>()

  add(asset: Asset): string {
    const key = keyOf(asset)
    const known = this.#assets.get(key)
    const places = this.#evidence.get(key) ?? new Map<string, Evidence>()
    this.#assets.set(key, known === undefined ? asset : joinAssets(known, asset))
    this.#evidence.set(key, places)
    for (const evidence of asset.evidence) keepStronger(places, evidence)
    return key
  }

  /** Adds values of a property to an asset that is known already. */
  state(key: string, property: string, values: readonly string[]): void {
    const asset = this.#assets.get(key)
    if (asset !== undefined && values.length > 0)
      this.#assets.set(key, {...asset, properties: joinProperties(asset.properties, {[property]: values})})
  }

  relate(from: string, to: string, kind: Relationship['kind']): void {
    if (from !== to) this.#relationships.set(`${from}\0${to}\0${kind}`, {from, to, kind})
  }

  /** Puts an asset into another one, which it is: its places and what it is related to. @param owners by key, the other's key */
  join(owners: ReadonlyMap<string, string>): void {
    if (owners.size === 0) return
    for (const [key, owner] of owners) {
      const places = this.#evidence.get(owner)
      for (const evidence of this.#evidence.get(key)?.values() ?? [])
        if (places !== undefined) keepStronger(places, evidence)
      this.#assets.delete(key)
      this.#evidence.delete(key)
    }
    for (const [relation, {from, to, kind}] of [...this.#relationships]) {
      if (!owners.has(from) && !owners.has(to)) continue
      this.#relationships.delete(relation)
      this.relate(owners.get(from) ?? from, owners.get(to) ?? to, kind)
    }
  }

  /** Whether an asset was seen at all. */
  has(key: string): boolean {
    return this.#assets.has(key)
  }

  /** Whether an asset was seen in a line. */
  stands(key: string, path: string, line: number): boolean {
    return this.#evidence.get(key)?.has(placeKey({path, line})) === true
  }

  get assets(): Asset[] {
    return [...this.#assets].map(([key, asset]) => ({
      ...asset,
      evidence: [...(this.#evidence.get(key)?.values() ?? [])],
    }))
  }

  get relationships(): Relationship[] {
    return [...this.#relationships.values()]
  }
}

/** Facts of the first, completed by those of the second. Both are of one identity, therefore of one kind. */
function joinAssets(first: Asset, second: Asset): Asset {
  const properties = joinProperties(first.properties, second.properties)
  const [own = first, other = second] = withOwnAddresses([first, second])
  const facts = joinFacts<Asset['facts']>([own.facts, other.facts])
  // one place of the product stands for all, until the places are put in
  const evidence = isOfProduct(first) ? first.evidence : second.evidence
  const joined: Asset = Object.assign({}, first, {facts, evidence}, Object.keys(properties).length > 0 && {properties})
  return withOtherStatements([first, second], joined)
}

function joinProperties(
  first: Asset['properties'] = {},
  second: Asset['properties'] = {},
): Record<string, readonly string[]> {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort()
  return Object.fromEntries(
    names.map(name => [name, [...new Set([...(first[name] ?? []), ...(second[name] ?? [])])].sort()]),
  )
}

const strength = {mentioned: 0, configured: 1, used: 2} as const

/** One entry a place: the stronger level, then the surer one. */
function keepStronger(places: Map<string, Evidence>, evidence: Evidence): void {
  const key = placeKey(evidence)
  const known = places.get(key)
  const gain =
    known === undefined ? 1 : strength[evidence.level] - strength[known.level] || evidence.confidence - known.confidence
  if (gain > 0) places.set(key, evidence)
}

function placeKey({path, line}: {readonly path: string; readonly line?: number}): string {
  return `${path}\0${line ?? 0}`
}
