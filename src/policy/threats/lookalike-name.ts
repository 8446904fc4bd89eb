import type {Asset} from '../../inventory/asset.ts'
import {lookalikeName as meta} from '../../rules/lookalike-name.ts'
import {judgeEach} from './found.ts'
import {lookalikeOf} from './lookalikes.ts'
import type {ThreatRule} from './threat-rule.ts'

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
function ownerOf(asset: Asset): {readonly name: string; readonly of: 'hub' | 'npm'} | undefined {
  switch (asset.kind) {
    case 'model':
    case 'dataset':
      return asset.facts.registry === 'huggingface' && asset.group !== undefined ? {name: asset.group, of: 'hub'} : undefined
    case 'package':
      return asset.facts.ecosystem === 'npm' && asset.group !== undefined ? {name: asset.group, of: 'npm'} : undefined
    default:
      return undefined
  }
}
