import {normaliseKey} from '../../catalog/config-keys.ts'
import {providerByPrefix} from '../../catalog/providers.ts'
import {isPromptText} from '../../catalog/settings.ts'
import type {Collector} from '../../inventory/collector.ts'
import {asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {templateVariables} from '../../lib/text/template.ts'
import type {RecordPlace} from './container.ts'
import {valueUnder} from './walk.ts'

const modelKeys = [
  'foundationmodel',
  'model',
  'llm',
  'modelid',
  'modelname',
  'modelclient',
  'modelsettings',
  'llmconfig',
  'modelconfig',
]
const instructionKeys = [
  'instruction',
  'instructions',
  'systemprompt',
  'systemmessage',
  'prompt',
  'backstory',
  'sysprompt',
  'systeminstruction',
]
/** One agent a file: `agents/critic.yaml`, `support.agent.yaml` */
const agentFile = /(?:^|\/)agents\/[^/]+$|(?:^|[/._-])agent\.(?:ya?ml|json|toml)$/
const agentWord = /^(?:agents?|subagents?|assistants?|crew)$/
/** Who a team consists of; each says what it is for, its model and its instructions. */
const teamWord = /^(?:instances|members|team|teammates|workers|experts|specialists)$/

/** Words by which a text tells somebody who they are, near its beginning. */
const tellsWho = /\b(?:you are|you're|your (?:role|task|job) is|act as)\b/i
const [openingLength, roleWords] = [600, 15]

/**
 * An agent by its shape: it has a model and instructions, or role, goal and backstory, and stands among agents or says
 * that it is one.
 */
export function reportAgent(place: RecordPlace, path: string, into: Collector): void {
  const record = {...place.record, ...innerOf(place.record)}
  if (isCrewMember(record)) {
    reportNamed(place, 'crewai', into)
    return
  }
  if (toldRole(place.record) !== undefined) reportText(place, 'role', into)
  if (!isAgent(record, place, path)) return
  reportNamed(place, undefined, into)
  reportInstructions(place, into)
}

function isAgent(record: UnknownRecord, {node}: RecordPlace, path: string): boolean {
  const instructions = valueUnder(record, ...instructionKeys)
  const hasInstructions =
    asText(instructions) !== undefined ||
    asText(asRecord(instructions)?.['content']) !== undefined ||
    toldRole(record) !== undefined
  const hasModel = valueUnder(record, ...modelKeys) !== undefined
  const declared = asText(valueUnder(record, 'agentclass', 'kind', 'type', 'provider', 'componenttype')) ?? ''
  if (/agent$/i.test(declared) && !/^user-?agent$/i.test(declared) && (hasModel || hasInstructions)) return true
  const above = node.ancestors.at(-1) ?? ''
  const isDescribed = valueUnder(record, 'description') !== undefined
  if (teamWord.test(above) && hasModel && hasInstructions && isDescribed) return true
  const isAmong =
    (node.key === '' && agentFile.test(path)) || agentWord.test(normaliseKey(node.key)) || agentWord.test(above)
  // Symfony says which platform each agent asks, and may say what it is told in code
  const asksPlatform = hasModel && asText(record['platform']) !== undefined
  return isAmong && ((hasModel && hasInstructions) || asksPlatform || isOfKind(record, hasInstructions))
}

/** In a list of agents the kind of each, or its tools, say as much as a model. */
function isOfKind(record: UnknownRecord, hasInstructions: boolean): boolean {
  const has = (...keys: string[]): boolean => valueUnder(record, ...keys) !== undefined
  return has('agenttype', 'tools') && has('name') && (hasInstructions || has('agenttype'))
}

/** `role: "You are a poet, …"`: elsewhere a role is a word or two. */
function toldRole(record: UnknownRecord): string | undefined {
  const text = asText(record['role'])
  if (text === undefined || text.trim().split(/\s+/, roleWords).length < roleWords) return undefined
  return tellsWho.test(text.slice(0, openingLength)) ? text : undefined
}

/** What an agent is told, whatever its words: the key says so in a record that is an agent's. */
function reportInstructions(place: RecordPlace, into: Collector): void {
  const key = Object.keys(place.record).find(one => instructionKeys.includes(normaliseKey(one)))
  if (key !== undefined) reportText(place, key, into)
}

function reportText({record, node, lineOf, level}: RecordPlace, key: string, into: Collector): void {
  const text = asText(record[key])
  if (text === undefined || !isPromptText(text)) return
  const variables = templateVariables(text)
  into.prompt(
    text,
    {line: lineOf(key), symbol: [...node.path, key].join('.'), level, confidence: 0.85},
    {role: 'system', ...(variables.length > 0 && {variables})},
    key,
  )
}

/** AutoGen, CloudFormation and Kubernetes put what an agent is made of one level down. */
function innerOf(record: UnknownRecord): UnknownRecord {
  return asRecord(record['config']) ?? asRecord(record['Properties']) ?? asRecord(record['spec']) ?? {}
}

/** @see CrewAI documentation, "YAML Configuration" of agents */
function isCrewMember(record: UnknownRecord): boolean {
  return (
    asText(record['role']) !== undefined &&
    asText(record['goal']) !== undefined &&
    asText(record['backstory']) !== undefined
  )
}

function reportNamed(place: RecordPlace, framework: string | undefined, into: Collector): void {
  const {record, node, line} = place
  const inner = innerOf(record)
  const own = asText(valueUnder(record, 'name', 'id')) ?? asText(valueUnder(inner, 'name', 'agentname'))
  const last = node.path.at(-1)
  const name =
    own ??
    (typeof last === 'string' && !agentWord.test(normaliseKey(last))
      ? last
      : asText(asRecord(record['metadata'])?.['name']))
  if (name === undefined || name.length > 100) return
  const at = own === undefined ? line : place.lineOf('name')
  const tools = textsOf(record['tools']).slice(0, 100)
  into.agent(
    name,
    {line: at, symbol: name, level: place.level, confidence: 0.9},
    {framework, tools, models: modelsOf(record, inner)},
  )
  if (framework !== 'crewai') return
  reportCrewProviders(place, into)
  const text = [record['role'], record['goal'], record['backstory']]
    .flatMap(part => asText(part)?.trim() ?? [])
    .join('\n')
  into.prompt(text, {line, symbol: name, level: place.level, confidence: 0.85}, {role: 'system'}, name)
}

/** CrewAI itself calls the provider that a model's name begins with: `llm: groq/llama-3.3-70b-versatile`. */
function reportCrewProviders({record, lineOf, level}: RecordPlace, into: Collector): void {
  for (const key of ['llm', 'function_calling_llm']) {
    const slug = providerByPrefix(asText(record[key]) ?? '')?.provider.slug
    if (slug !== undefined) into.service(slug, {line: lineOf(key), symbol: key, level, confidence: 0.9})
  }
}

/** Names alone: what a variable holds, or a record of settings, is told by the models found in it. */
function modelsOf(...records: readonly UnknownRecord[]): string[] {
  const named = records.flatMap(record => asText(valueUnder(record, ...modelKeys)) ?? [])
  return [...new Set(named)].filter(name => name.length <= 200 && !/[${}\s]/.test(name))
}
