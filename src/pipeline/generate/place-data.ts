import {keyOf, registryId} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'
import type {DataFiles} from './data-files.ts'

/**
 * Calls data sets that lie in the source by their place in it, however the file that names them writes the path:
 * `../data/rows.csv`. Pure.
 * @param data of the same assets
 */
export function placeData(found: Extraction, data: DataFiles): {readonly found: Extraction; readonly data: DataFiles} {
  const moved = new Map<string, string>()
  const assets = found.assets.map(asset => {
    const path = data.get(keyOf(asset))?.path
    if (asset.kind !== 'dataset' || path === undefined) return asset
    const id = registryId('dataset', '', path)
    if (id === asset.id) return asset
    const placed = {...asset, id, name: asset.id === registryId('dataset', '', asset.name) ? path : asset.name}
    moved.set(keyOf(asset), keyOf(placed))
    return placed
  })
  const placed = (key: string): string => moved.get(key) ?? key
  return {
    found: {
      ...found,
      assets,
      findings: (found.findings ?? []).map(finding => ({...finding, asset: placed(finding.asset)})),
      relationships: (found.relationships ?? []).map(edge => ({...edge, from: placed(edge.from), to: placed(edge.to)})),
    },
    data: new Map([...data].map(([key, file]) => [placed(key), file])),
  }
}
