import {keyOf} from '../../inventory/identity.ts'
import type {Extraction} from '../../inventory/inventory.ts'

/**
 * What moving names stand for today, in their place: an alias of MLflow becomes the version that it points to; as it
 * was written it stays told in the facts. Pure.
 * @param versions by the key of the asset
 */
export function pinVersions(found: Extraction, versions: ReadonlyMap<string, string>): Extraction {
  if (versions.size === 0) return found
  const moved = new Map<string, string>()
  const assets = found.assets.map(asset => {
    const key = keyOf(asset)
    const version = versions.get(key)
    if (version === undefined || version === asset.version) return asset
    moved.set(key, keyOf({...asset, version}))
    return {...asset, version}
  })
  const relationships = (found.relationships ?? []).map(each => ({
    ...each,
    from: moved.get(each.from) ?? each.from,
    to: moved.get(each.to) ?? each.to,
  }))
  return {...found, assets, relationships}
}
