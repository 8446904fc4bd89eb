import {hostedAlias as meta} from '../../rules/hosted-alias.ts'
import {isInProduct, judgeEach} from './found.ts'
import {isHosted} from './stores.ts'
import type {ThreatRule} from './threat-rule.ts'

export const hostedAlias: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['model'], model => {
      if (model.facts.floating !== true || !isHosted(model) || !isInProduct(model)) return undefined
      return `${model.name} is a name that ${model.facts.registry} moves to newer models`
    }),
}
