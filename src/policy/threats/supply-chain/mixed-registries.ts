import {isVendorIndex} from '../../../inventory/package-index.ts'
import {listed} from '../../../lib/text/listed.ts'
import {mixedRegistries as meta} from '../../../rules/mixed-registries.ts'
import {findingOf, isInProduct} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Of packages with an index beside the public one; indexes of vendors such as PyTorch do not count. */
export const mixedRegistries: ThreatRule = {
  meta,
  judge({inventory}) {
    const findings = inventory.assets.flatMap(asset => {
      const indexes = (asset.properties?.['aibom:package:extra-index'] ?? []).filter(index => !isVendorIndex(index))
      if (asset.kind !== 'package' || indexes.length === 0 || !isInProduct(asset)) return []
      return [
        findingOf(meta, asset, {
          message: `package ${asset.name} is taken from the public index or from ${listed(indexes)}, whichever has the higher version`,
        }),
      ]
    })
    return {findings}
  },
}
