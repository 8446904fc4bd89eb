import type {Asset, Relationship} from '../inventory/asset.ts'
import {keyOf} from '../inventory/identity.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {addTo} from '../lib/group.ts'

/** Who leads to whom. */
export interface Graph {
  readonly byKey: ReadonlyMap<string, Asset>
  readonly from: ReadonlyMap<string, readonly Relationship[]>
  /** key of a part → identities of what contains it */
  readonly wholes: ReadonlyMap<string, readonly string[]>
}

/** Relationships that start from no asset of the inventory are left out. */
export function graphOf({assets, relationships}: Pick<Inventory, 'assets' | 'relationships'>): Graph {
  const byKey = new Map(assets.map(asset => [keyOf(asset), asset]))
  const from = new Map<string, Relationship[]>()
  const wholes = new Map<string, string[]>()
  for (const relationship of relationships) {
    const whole = byKey.get(relationship.from)
    if (whole === undefined) continue
    addTo(from, relationship.from, relationship)
    if (relationship.kind === 'contains') addTo(wholes, relationship.to, whole.id)
  }
  return {byKey, from, wholes}
}

/** What an edge of this kind leads to. */
export function targetsOf(asset: Asset, {byKey, from}: Graph, kind?: Relationship['kind']): Asset[] {
  return (from.get(keyOf(asset)) ?? []).flatMap(edge =>
    kind === undefined || edge.kind === kind ? (byKey.get(edge.to) ?? []) : [],
  )
}
