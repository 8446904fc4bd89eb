import {hostedVersion} from '../../catalog/models/hosted-version.ts'
import type {Asset} from '../../inventory/asset.ts'
import {keyOf} from '../../inventory/identity.ts'

/** The versions that ids of hosted models carry, by the key of the asset. */
export function hostedVersions(assets: readonly Asset[]): Map<string, string> {
  return new Map(
    assets.flatMap(asset => {
      const version =
        asset.kind === 'model' && asset.version === undefined
          ? hostedVersion(asset.facts.registry, asset.name)?.version
          : undefined
      return version === undefined ? [] : [[keyOf(asset), version]]
    }),
  )
}

/** Tells an alias, which its provider moves to newer models, from an id that is one model for good. */
export function markFloating<A extends Asset>(asset: A): A {
  const isAlias =
    asset.kind === 'model' &&
    asset.version === undefined &&
    hostedVersion(asset.facts.registry, asset.name)?.floating === true
  return isAlias ? {...asset, facts: {...asset.facts, floating: true}} : asset
}
