import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {mergeAssets} from '../../src/inventory/merge.ts'
import {inventories} from '../support/arbitrary-inventory.ts'

/** What several detectors found, some of it twice. */
const found = fc.array(inventories(), {minLength: 1, maxLength: 4}).map(parts => ({
  assets: parts.flatMap(part => part.assets),
  relationships: parts.flatMap(part => part.relationships),
}))

describe('mergeAssets', () => {
  it('does not depend on the order', () =>
    fc.assert(
      fc.property(found, ({assets, relationships}) => {
        const one = mergeAssets(assets, relationships)
        const other = mergeAssets(assets.toReversed(), relationships.toReversed())
        expect(other.assets).toEqual(one.assets)
        expect(other.relationships).toEqual(one.relationships)
      }),
    ))

  it('changes nothing when it runs again', () =>
    fc.assert(
      fc.property(found, ({assets, relationships}) => {
        const once = mergeAssets(assets, relationships)
        const twice = mergeAssets(once.assets, once.relationships)
        expect(twice.assets).toEqual(once.assets)
        expect(twice.relationships).toEqual(once.relationships)
      }),
    ))

  it('loses no evidence and leaves no relationship in the air', () =>
    fc.assert(
      fc.property(found, ({assets, relationships}) => {
        const merged = mergeAssets(assets, relationships)
        const places = new Set(merged.assets.flatMap(asset => asset.evidence).map(item => JSON.stringify(item)))
        expect(assets.flatMap(asset => asset.evidence).filter(item => !places.has(JSON.stringify(item)))).toEqual([])
        expect(merged.dangling).toEqual([])
      }),
    ))
})
