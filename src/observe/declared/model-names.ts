import {providerByPrefix} from '../../catalog/providers.ts'

/** What a name is reduced to, step by step, so that two spellings of one model meet. */
const wrappers: readonly RegExp[] = [
  /^models\//,
  /^arn:aws[\w-]*:bedrock:[\w-]*:\d*:[\w-]+\//,
  /^projects\/[\w-]+\/locations\/[\w-]+\//,
  /^publishers\/[\w-]+\/models\//,
  /^(?:us|eu|apac|ap|au|jp|ca|global|us-gov)\.(?=[a-z0-9]+\.)/,
  /^(?:anthropic|meta|mistral|cohere|ai21|amazon|stability|deepseek|openai|qwen|google|writer)\.(?=[a-z])/,
]
const prefixLimit = 3
const bedrockEnding = /-v\d{1,2}(?::\d{1,2})?$/
/** Words of an alias that its provider moves. */
const aliasEnding = /-(?:latest|preview|default|stable|0)$/
/** What follows the name of a model where a version of it answers. */
const versionEnding = /^[-@:](?:20\d\d|\d{4,8}|v\d|0\d\d|latest|preview|exp|\d\d-\d\d|[0-9a-f]{64})[\w.:-]*$/

/**
 * Spellings of one model, lower case, the given one first: with and without the prefix of a provider, a gateway or a
 * cloud.
 */
export function modelKeys(name: string): string[] {
  const keys = new Set<string>()
  let rest = name.trim().toLowerCase()
  for (let step = 0; step < prefixLimit; step++) {
    keys.add(rest)
    for (const wrapper of wrappers) rest = rest.replace(wrapper, '')
    keys.add(rest)
    const prefixed = providerByPrefix(rest)
    if (prefixed === undefined) break
    rest = prefixed.rest
  }
  keys.add(rest)
  keys.add(rest.replace(bedrockEnding, ''))
  return [...keys].filter(key => key !== '')
}

/** Whether two names mean one model, spelled in two ways. */
export function isSameModel(a: string, b: string): boolean {
  const keys = new Set(modelKeys(a))
  return modelKeys(b).some(key => keys.has(key)) || lastSegment(a) === lastSegment(b)
}

/** `meta-llama/Llama-3.1-8B` and what a server of it is asked for. */
function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase()
}

/**
 * Whether a model that answered is a version of the name that was asked for: `gpt-4o-2024-08-06` of `gpt-4o`, but not
 * `gpt-4o-mini`.
 */
export function isVersionOf(answered: string, requested: string): boolean {
  if (isSameModel(answered, requested)) return true
  return modelKeys(requested).some(key => {
    const base = key.replace(aliasEnding, '')
    return modelKeys(answered).some(
      answer => answer === base || (answer.startsWith(base) && versionEnding.test(answer.slice(base.length))),
    )
  })
}

/** The names that a model may be a version of, lower case: `gpt-4o` of `gpt-4o-2024-08-06`. */
export function namesOfVersion(name: string): string[] {
  return modelKeys(name).flatMap(key =>
    [...key.matchAll(/[-@:]/g)].flatMap(({index}) => (versionEnding.test(key.slice(index)) ? key.slice(0, index) : [])),
  )
}

/** Words that tell a larger model from a smaller one, whatever their order. */
const tiers =
  /^(?:mini|nano|micro|small|medium|large|xl|flash|lite|pro|max|ultra|plus|haiku|sonnet|opus|instant|tiny|coder?|vision|audio|realtime|embed(?:ding)?s?|reasoner|thinking|\d+b|\d+x\d+b)$/
const families =
  /^(?:gpt|chatgpt|claude|gemini|mistral|codestral|ministral|pixtral|mixtral|llama|command|deepseek|grok|qwen|sonar|jamba|nova|titan|text|o\d)\d*$/

/**
 * Whether what answered is another model than the one asked for, not a version of it: another family, size or
 * generation. Names that owners chose themselves (deployments, routers) tell nothing.
 */
export function isOtherModel(answered: string, requested: string): boolean {
  if (isVersionOf(answered, requested)) return false
  const [asked, given] = [lineOf(requested), lineOf(answered)]
  if (asked === undefined || given === undefined) return false
  if (asked.family !== given.family || asked.tiers !== given.tiers) return true
  return asked.generation !== '' && given.generation !== '' && asked.generation !== given.generation
}

/** Family, sizes and generation of a public model; undefined for other names. */
function lineOf(
  name: string,
): {readonly family: string; readonly tiers: string; readonly generation: string} | undefined {
  const key = modelKeys(name).at(-1) ?? ''
  const words = lastSegment(key).split(/[-_:@ ]/)
  const family = words.find(word => families.test(word))
  if (family === undefined || words.indexOf(family) > 1) return undefined
  const sizes = words.filter(word => tiers.test(word)).sort()
  const generation = words.find(word => /^v?\d(?:\.\d{1,2})?o?$/.test(word)) ?? ''
  return {family: family.replace('chatgpt', 'gpt'), tiers: sizes.join(' '), generation: generation.replace(/^v/, '')}
}
