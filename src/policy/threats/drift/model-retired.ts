import type {Asset, AssetOf} from '../../../inventory/asset.ts'
import {keyOf} from '../../../inventory/identity.ts'
import {listed} from '../../../lib/text/listed.ts'
import {modelRetired as meta} from '../../../rules/model-retired.ts'
import {findingOf, isInProduct} from '../found.ts'
import {isHosted} from '../stores.ts'
import type {ThreatRule, Undecided} from '../threat-rule.ts'
import {endOf, lifecycleOf} from './lifecycle.ts'

/** By the list of the provider that comes with aibom; undecided where that is too old. */
export const modelRetired: ThreatRule = {
  meta,
  judge({inventory, today}) {
    const hosted = inventory.assets
      .filter(isHostedModel)
      .map(model => ({model, answer: lifecycleOf(model.facts.registry ?? '', model.name, today)}))
    const findings = hosted.flatMap(({model}) => {
      const end = endOf(model.facts.registry ?? '', model.name, today)
      return end?.isRetired === true ? [findingOf(meta, model, {message: end.message})] : []
    })
    const undecided = hosted.flatMap(({model, answer}): Undecided[] => {
      if (answer.state !== 'stale') return []
      const message = `whether ${model.name} is retired: the list of ${model.facts.registry} is of ${answer.checked}, use a newer aibom`
      return [{rule: meta.id, asset: keyOf(model), reason: 'not-decidable', message}]
    })
    const unlisted = [
      ...new Set(hosted.flatMap(({model, answer}) => (answer.state === 'unknown' ? [model.facts.registry ?? ''] : []))),
    ].sort()
    return {
      findings,
      undecided,
      ...(unlisted.length > 0 && {off: `no list of retired models is at hand for ${listed(unlisted)}`}),
    }
  },
}

/** A model that a provider runs and the product uses. */
export function isHostedModel(asset: Asset): asset is AssetOf<'model'> {
  return asset.kind === 'model' && isHosted(asset) && isInProduct(asset)
}
