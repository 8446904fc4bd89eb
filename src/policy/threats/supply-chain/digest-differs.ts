import {localId} from '../../../inventory/identity.ts'
import {digestDiffers as meta} from '../../../rules/digest-differs.ts'
import {findingOf, sourceFinding} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** From the gaps of a run that hashed weights: the digest that is declared was not the one computed. */
export const digestDiffers: ThreatRule = {
  meta,
  judge({inventory}) {
    const weights = new Map(
      inventory.assets.flatMap(asset => (asset.kind === 'weights' ? [[asset.id, asset] as const] : [])),
    )
    const findings = inventory.gaps.flatMap(({code, path, message}) => {
      if (code !== 'digest-mismatch') return []
      const asset = weights.get(localId('weights', path))
      const text = `${path}: ${message}`
      return [asset === undefined ? sourceFinding(meta, path, text) : findingOf(meta, asset, {message: text})]
    })
    return {findings}
  },
}
