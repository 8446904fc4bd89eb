import type {Asset, AssetOf} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'
import {folderOf} from '../../../lib/path.ts'
import type {Artifact} from '../../context.ts'

/** The weights that a model contains. */
export function weightsOf(model: Asset, {assets, relationships}: Artifact['inventory']): AssetOf<'weights'>[] {
  const key = keyOf(model)
  const keys = new Set(relationships.filter(({from, kind}) => from === key && kind === 'contains').map(({to}) => to))
  return assets.filter((asset): asset is AssetOf<'weights'> => asset.kind === 'weights' && keys.has(keyOf(asset)))
}

/** The folders that they are in. */
export function weightFoldersOf(model: Asset, inventory: Artifact['inventory']): ReadonlySet<string> {
  return new Set(weightsOf(model, inventory).map(({name, evidence}) => folderOf(evidence[0]?.path ?? name)))
}
