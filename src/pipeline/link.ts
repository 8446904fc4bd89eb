import type {Asset, AssetKind, Relationship} from '../inventory/asset.ts'
import {keyOf, subjectKey} from '../inventory/identity.ts'

/** How the subject stands to what nothing else leads to. */
const subjectRelations: Readonly<Partial<Record<AssetKind, Relationship['kind']>>> = {
  model: 'depends-on',
  weights: 'contains',
  dataset: 'depends-on',
  service: 'calls',
  agent: 'contains',
  'mcp-server': 'depends-on',
  prompt: 'contains',
  tool: 'contains',
}

/**
 * Joins across detectors: what no other asset leads to hangs on the subject, so that the graph has one root.
 * Packages are left as their manifests say. Pure.
 */
export function link(assets: readonly Asset[], relationships: readonly Relationship[]): Relationship[] {
  const reached = new Set(relationships.map(relationship => relationship.to))
  const added = assets.flatMap((asset): Relationship[] => {
    const kind = subjectRelations[asset.kind]
    const key = keyOf(asset)
    return kind === undefined || reached.has(key) ? [] : [{from: subjectKey, to: key, kind}]
  })
  return [...relationships, ...added]
}
