import {hostedAlias as meta} from '../../../rules/hosted-alias.ts'
import {isInProduct, judgeEach} from '../found.ts'
import {isHosted} from '../stores.ts'
import type {ThreatRule} from '../threat-rule.ts'

/**
 * Names that providers say they move. Other names without a date may be one model for good: of Anthropic since Claude
 * 4.6, of Groq, of most others.
 * @see OpenAI "Models", Anthropic "Model IDs and versioning", Gemini "Model versions"
 */
const aliases: Readonly<Record<string, RegExp>> = {
  openai:
    /^(?:gpt-[\d.]{1,5}o?(?:-turbo(?:-preview)?)?(?:-(?:mini|nano|pro))?|o\d(?:-(?:mini|pro))?|gpt-4o(?:-mini)?-(?:realtime|audio|search)-preview)$/,
  anthropic: /^claude-(?:opus|sonnet|haiku)-4(?:-[015])?$/,
  'google-gemini': /^(?:models\/)?gemini-(?:1\.5-(?:pro|flash(?:-8b)?)|2\.0-flash(?:-lite)?)$/,
}

function isAlias(registry: string, name: string): boolean {
  return /-latest$/.test(name) || aliases[registry]?.test(name) === true
}

/** Of models that a provider runs, by the names that it is known to move. */
export const hostedAlias: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['model'], model => {
      const {registry = '', floating} = model.facts
      if (floating !== true || !isHosted(model) || !isAlias(registry, model.name) || !isInProduct(model))
        return undefined
      return `${model.name} is a name that ${registry} moves to newer models`
    }),
}
