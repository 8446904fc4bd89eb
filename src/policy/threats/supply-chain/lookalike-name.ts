import type {Asset, AssetOf} from '../../../inventory/asset.ts'
import {lookalikeOf, type NameRegistry} from '../../../inventory/well-known-names.ts'
import {lookalikeName as meta} from '../../../rules/lookalike-name.ts'
import {judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Compares owners at the hub, and npm scopes and names of direct packages, with well-known ones. */
export const lookalikeName: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['model', 'dataset', 'package'], asset => {
      const owner = ownerOf(asset)
      const known = owner === undefined ? undefined : lookalikeOf(owner.name, owner.of)
      return known === undefined ? undefined : `${owner?.name} is almost ${known}`
    }),
}

/** Who publishes it, by its registry's name. */
function ownerOf(asset: Asset): {readonly name: string; readonly of: NameRegistry} | undefined {
  switch (asset.kind) {
    case 'model':
    case 'dataset':
      return asset.facts.registry === 'huggingface' && asset.group !== undefined
        ? {name: asset.group, of: 'hub'}
        : undefined
    case 'package':
      return packageOwner(asset)
    default:
      return undefined
  }
}

/** A scope stands for its owner; other names stand for themselves. */
function packageOwner({
  facts,
  group,
  name,
}: AssetOf<'package'>): {readonly name: string; readonly of: NameRegistry} | undefined {
  if (facts.local === true || !facts.direct) return undefined
  if (facts.ecosystem === 'npm') return group === undefined ? {name, of: 'npm-package'} : {name: group, of: 'npm'}
  return facts.ecosystem === 'pypi' ? {name: name.replace(/[-_.]+/g, '-'), of: 'pypi-package'} : undefined
}
