import {modelDeprecated as meta} from '../../../rules/model-deprecated.ts'
import {findingOf} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'
import {endOf} from './lifecycle.ts'
import {isHostedModel} from './model-retired.ts'

/** By the list of the provider that comes with aibom; the rule `model-retired` says where that is too old. */
export const modelDeprecated: ThreatRule = {
  meta,
  judge({inventory, today}) {
    const findings = inventory.assets.filter(isHostedModel).flatMap(model => {
      const end = endOf(model.facts.registry ?? '', model.name, today)
      return end === undefined || end.isRetired ? [] : [findingOf(meta, model, {message: end.message})]
    })
    return {findings}
  },
}
