import {listed} from '../../lib/listed.ts'
import {mixedRegistries as meta} from '../../rules/mixed-registries.ts'
import {findingOf, isInProduct} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

/** Public indexes of vendors, which hold packages that everybody may publish nothing to. */
const vendorIndex =
  /^https:\/\/(?:[\w-]+\.)*(?:pytorch\.org|nvidia\.com|pypi\.org|pythonhosted\.org|jax-releases\.storage\.googleapis\.com|huggingface\.co|intel\.com|amd\.com)(?:\/|$)/

export const mixedRegistries: ThreatRule = {
  meta,
  judge({inventory}) {
    const findings = inventory.assets.flatMap(asset => {
      const indexes = (asset.properties?.['aibom:package:extra-index'] ?? []).filter(index => !vendorIndex.test(index))
      if (asset.kind !== 'package' || indexes.length === 0 || !isInProduct(asset)) return []
      return [
        findingOf(meta, asset, `package ${asset.name} is taken from the public index or from ${listed(indexes)}, whichever has the higher version`),
      ]
    })
    return {findings}
  },
}
