import type {Asset} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'
import {originUnknown as meta} from '../../../rules/origin-unknown.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Of weights that are here: neither they nor the model that holds them say where they are from. */
export const originUnknown: ThreatRule = {
  meta,
  judge(context) {
    const {assets, relationships} = context.inventory
    const derived = new Set(
      relationships.flatMap(({kind, from}) => (kind === 'derived-from' || kind === 'trained-on' ? [from] : [])),
    )
    const stated = new Set(
      assets.flatMap(asset => (statesOrigin(asset) || derived.has(keyOf(asset)) ? [keyOf(asset)] : [])),
    )
    const known = new Set(
      relationships.flatMap(({from, to, kind}) => (kind === 'contains' && stated.has(from) ? [to] : [])),
    )
    return judgeEach(meta, context, ['weights'], weights => {
      if (!weights.facts.present || stated.has(keyOf(weights)) || known.has(keyOf(weights)) || !isInProduct(weights))
        return undefined
      return `nothing says where ${weights.id.slice('weights:'.length)} comes from`
    })
  },
}

function statesOrigin(asset: Asset): boolean {
  const isPublished =
    asset.kind === 'model' && (asset.facts.registry !== undefined || asset.facts.modelCard !== undefined)
  const isStated = asset.author !== undefined || asset.purl !== undefined || asset.description !== undefined
  return isPublished || isStated || (asset.licences ?? []).length > 0 || (asset.references ?? []).length > 0
}
