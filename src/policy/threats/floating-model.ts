import type {AssetOf} from '../../inventory/asset.ts'
import {floatingModel as meta} from '../../rules/floating-model.ts'
import {isInProduct, judgeEach, nameOf} from './found.ts'
import {isFloatingFetch} from './stores.ts'
import type {ThreatRule} from './threat-rule.ts'

/** Of models that the product fetches; those that a provider runs are for the rule `hosted-alias`. */
export const floatingModel: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['model'], model => {
      if (!isFloatingFetch(model) || !isInProduct(model) || isOnlyAskedFor(model)) return undefined
      return `model ${nameOf(model)} is fetched from ${model.facts.registry} ${howNamed(model)}`
    }),
}

/** Libraries that ask a server for a model, by its name, and fetch nothing. */
const askers: ReadonlySet<string> = new Set([
  ...['code/openai', 'code/openai-agents', 'code/litellm', 'code/together', 'code/fireworks', 'code/openrouter'],
  ...['code/groq', 'code/mistral', 'code/aisuite', 'code/ai-sdk'],
])

function isOnlyAskedFor({evidence}: AssetOf<'model'>): boolean {
  const used = evidence.filter(({scope, level}) => scope === 'product' && level !== 'mentioned')
  return used.length > 0 && used.every(({detector}) => askers.has(detector))
}

function howNamed({version, facts: {revision}}: AssetOf<'model'>): string {
  if (revision === undefined) return 'without a revision'
  return revision === version ? 'without a revision in one place at least' : `at ${revision}, which moves`
}
