import type {Asset, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {keyOf} from '../../inventory/identity.ts'

/** What one file gave: one asset an identity and version, with every place once. */
export class Bag {
  readonly #assets = new Map<string, Asset>()
  readonly #relationships = new Map<string, Relationship>()

  add(asset: Asset): string {
    const key = keyOf(asset)
    const known = this.#assets.get(key)
    this.#assets.set(key, known === undefined ? asset : joinAssets(known, asset))
    return key
  }

  relate(from: string, to: string, kind: Relationship['kind']): void {
    if (from !== to) this.#relationships.set(`${from}\0${to}\0${kind}`, {from, to, kind})
  }

  has(key: string): boolean {
    return this.#assets.has(key)
  }

  get assets(): Asset[] {
    return [...this.#assets.values()]
  }

  get relationships(): Relationship[] {
    return [...this.#relationships.values()]
  }
}

/** Facts of the first, completed by those of the second. Both are of one identity, therefore of one kind. */
function joinAssets(first: Asset, second: Asset): Asset {
  const evidence = joinEvidence(first.evidence, second.evidence)
  const properties = {...second.properties, ...first.properties}
  const facts = {...second.facts, ...first.facts}
  return Object.assign({}, first, {evidence, facts}, Object.keys(properties).length > 0 && {properties})
}

const strength = {mentioned: 0, configured: 1, used: 2} as const

/** One entry a place: the stronger level, then the surer one. */
function joinEvidence(first: readonly Evidence[], second: readonly Evidence[]): Evidence[] {
  const byPlace = new Map(first.map(evidence => [placeKey(evidence), evidence]))
  for (const evidence of second) {
    const known = byPlace.get(placeKey(evidence))
    const gain = known === undefined ? 1 : strength[evidence.level] - strength[known.level] || evidence.confidence - known.confidence
    if (gain > 0) byPlace.set(placeKey(evidence), evidence)
  }
  return [...byPlace.values()]
}

function placeKey({path, line}: Evidence): string {
  return `${path}\0${line ?? 0}`
}
