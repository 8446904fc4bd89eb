import {modelDeprecated as meta} from '../../rules/model-deprecated.ts'
import {findingOf} from './found.ts'
import {lifecycleOf} from './lifecycle.ts'
import {isHostedModel, replacementOf} from './model-retired.ts'
import type {ThreatRule} from './threat-rule.ts'

/** By the list of the provider that comes with aibom; the rule `model-retired` says where that is too old. */
export const modelDeprecated: ThreatRule = {
  meta,
  judge({inventory, today}) {
    const findings = inventory.assets.filter(isHostedModel).flatMap(model => {
      const answer = lifecycleOf(model.facts.registry ?? '', model.name, today)
      if (answer.state !== 'deprecated') return []
      const {retires} = answer.row
      const when = retires === undefined ? 'is deprecated' : `will be retired on ${retires}`
      return [findingOf(meta, model, `${model.name} ${when}${replacementOf(answer.row)}`)]
    })
    return {findings}
  },
}
