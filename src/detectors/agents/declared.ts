import {asList, asRecord, asText, indexedRecords, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {isAgentCard} from './agent-card.ts'
import type {Definition, Keys} from './definition.ts'

const itemLimit = 1000
const depthLimit = 12

/** Names of tools, given as texts or as maps with a name. */
function toolNames(value: unknown): string[] {
  return asList(value)
    .slice(0, itemLimit)
    .flatMap(item => {
      const record = asRecord(item)
      return asText(record === undefined ? item : (record['name'] ?? record['id'] ?? record['type'])) ?? []
    })
}

/** One agent described by plain keys; the names of the keys differ from tool to tool. */
function describe(
  record: UnknownRecord,
  keys: Keys,
  framework: string,
  names: {prompt: string; model?: string},
): Definition[] {
  const name = asText(record['name'])
  if (name === undefined) return []
  const text = asText(record[names.prompt])
  const modelKey = names.model ?? 'model'
  const model = asRecord(record[modelKey])
  const nested =
    model === undefined ? [] : ['id', 'name', 'model'].filter(key => asText(model[key]) !== undefined).slice(0, 1)
  const modelName = asText(model?.[nested[0] ?? '']) ?? asText(record[modelKey])
  return [
    {
      agent: {
        name,
        keys: [...keys, 'name'],
        framework,
        tools: toolNames(record['tools']),
        description: asText(record['description']),
      },
      ...(text !== undefined && !/^\$\[file\(/.test(text) && {prompts: [{name, text, keys: [...keys, names.prompt]}]}),
      ...(modelName !== undefined && {
        models: [{name: modelName, keys: [...keys, modelKey, ...nested], provider: asText(model?.['provider'])}],
      }),
    },
  ]
}

/** The agent of an A2A card, with the ids of its skills as tools; none where it is no card. */
export function readAgentCard(root: UnknownRecord): Definition[] {
  const name = asText(root['name'])
  if (name === undefined || !isAgentCard(root)) return []
  const tools = recordsOf(root['skills']).flatMap(skill => asText(skill['id']) ?? asText(skill['name']) ?? [])
  return [
    {
      agent: {
        name,
        keys: ['name'],
        framework: 'a2a',
        tools,
        description: asText(root['description']),
        version: asText(root['version']),
        addresses: addressesIn(root),
        stated: withoutAddresses(root),
      },
    },
  ]
}

/** Lists of a card whose items are further addresses of the agent: of the protocol 1.0, and of those before. */
const interfaceLists = ['supportedInterfaces', 'additionalInterfaces'] as const

function addressesIn(root: UnknownRecord): string[] {
  const listed = interfaceLists.flatMap(list => recordsOf(root[list]).map(({url}) => asText(url)))
  const addresses = [asText(root['url']), ...listed].flatMap(url => (url === undefined ? [] : [redactUrl(url)]))
  return [...new Set(addresses)].sort()
}

/** What the card states besides its addresses, which are told for themselves. */
function withoutAddresses({url: _, ...rest}: UnknownRecord): UnknownRecord {
  const lists = interfaceLists.flatMap(list =>
    rest[list] === undefined ? [] : [[list, recordsOf(rest[list]).map(({url: __, ...item}) => item)] as const],
  )
  return {...rest, ...Object.fromEntries(lists)}
}

/** Agent Config of Google's ADK. */
export function readAdk(root: UnknownRecord): Definition[] {
  return asText(root['agent_class']) === undefined ? [] : describe(root, [], 'google-adk', {prompt: 'instruction'})
}

/** Types of Semantic Kernel's agents. */
const kernelTypes =
  'chat_completion_agent|openai_assistant|openai_responses|azureai_agent|azure_assistant|foundry_agent|bedrock_agent|copilot_studio_agent'
const kernelType = new RegExp(`^(?:${kernelTypes})$`)
/** Stands in every text that {@link readMicrosoft} knows. */
export const microsoftMark = new RegExp(`${kernelTypes}|kind["']?\\s{0,20}:\\s{0,20}["']?Prompt`)

/**
 * Declarative agents of Semantic Kernel (`type: chat_completion_agent`) and of the Microsoft Agent Framework (`kind:
 * Prompt`).
 */
export function readMicrosoft(root: UnknownRecord): Definition[] {
  const isKernel = kernelType.test(asText(root['type']) ?? '')
  if (isKernel) return describe(root, [], 'semantic-kernel', {prompt: 'instructions'})
  const isFramework = root['kind'] === 'Prompt' && asText(root['instructions']) !== undefined
  return isFramework ? describe(root, [], 'microsoft-agent-framework', {prompt: 'instructions'}) : []
}

/** Declarative agents of Microsoft 365 Copilot. */
export function readDeclarativeAgent(root: UnknownRecord): Definition[] {
  const isDeclared =
    (asText(root['$schema'])?.includes('declarative-agent') ?? false) || asText(root['instructions']) !== undefined
  return isDeclared ? describe(root, [], 'microsoft-365-copilot', {prompt: 'instructions'}) : []
}

/** `GptComponentMetadata` of Copilot Studio. */
export function readCopilotStudio(root: UnknownRecord): Definition[] {
  if (root['kind'] !== 'GptComponentMetadata') return []
  const name = asText(root['displayName'])
  const text = asText(root['instructions'])
  if (name === undefined) return []
  const prompts = text === undefined ? {} : {prompts: [{name, text, keys: ['instructions']}]}
  return [{agent: {name, keys: ['displayName'], framework: 'copilot-studio'}, ...prompts}]
}

/** An assistant of OpenAI's API, exported. */
export function readOpenaiAssistant(root: UnknownRecord): Definition[] {
  return root['object'] === 'assistant' ? describe(root, [], 'openai-assistants', {prompt: 'instructions'}) : []
}

/** Agent files of Letta: one agent, or a list. */
export function readLetta(root: UnknownRecord): Definition[] {
  const agents: [UnknownRecord, Keys][] = Array.isArray(root['agents'])
    ? indexedRecords(root['agents']).map(([index, agent]) => [agent, ['agents', index]])
    : [[root, []]]
  return agents.slice(0, itemLimit).flatMap(([agent, keys]) => {
    if (asRecord(agent['llm_config']) === undefined || asText(agent['system']) === undefined) return []
    return describe(agent, keys, 'letta', {prompt: 'system', model: 'llm_config'})
  })
}

/** Modes of Roo Code and Kilo Code. */
export function readModes(root: UnknownRecord): Definition[] {
  return indexedRecords(root['customModes'])
    .slice(0, itemLimit)
    .flatMap(([index, mode]): Definition[] => {
      const name = asText(mode['name']) ?? asText(mode['slug'])
      const text = asText(mode['roleDefinition'])
      if (name === undefined || text === undefined) return []
      const tools = asList(mode['groups']).flatMap(group => textsOf(Array.isArray(group) ? group[0] : group))
      const keys = ['customModes', index]
      return [
        {
          agent: {
            name,
            keys: [...keys, 'slug'],
            framework: 'roo-code',
            tools,
            description: asText(mode['description']),
          },
          prompts: [{name, text, keys: [...keys, 'roleDefinition']}],
        },
      ]
    })
}

/** Agents in the settings of opencode. */
export function readOpencode(root: UnknownRecord): Definition[] {
  return Object.entries({...asRecord(root['agent']), ...asRecord(root['mode'])})
    .slice(0, itemLimit)
    .flatMap(([name, value]): Definition[] => {
      const agent = asRecord(value)
      if (agent === undefined || agent['disable'] === true) return []
      const above = Object.hasOwn(asRecord(root['agent']) ?? {}, name) ? 'agent' : 'mode'
      const [text, model] = [asText(agent['prompt']), asText(agent['model'])]
      const tools = Object.entries(asRecord(agent['tools']) ?? {}).flatMap(([tool, on]) => (on === true ? [tool] : []))
      return [
        {
          agent: {name, keys: [above, name], framework: 'opencode', tools, description: asText(agent['description'])},
          ...(text !== undefined &&
            !text.startsWith('{file:') && {prompts: [{name, text, keys: [above, name, 'prompt']}]}),
          ...(model !== undefined && {models: [{name: model, keys: [above, name, 'model']}]}),
        },
      ]
    })
}

/** A file of Codex's own agents; one without a name is called by its file, which the settings name. */
export function readCodexAgent(root: UnknownRecord): Definition[] {
  return describe(root, [], 'codex', {prompt: 'developer_instructions'})
}

/**
 * Roles in the settings of Codex: `[agents.explorer]` with its description or file; other keys of the table are limits.
 */
export function readCodexRoles(root: UnknownRecord): Definition[] {
  return Object.entries(asRecord(root['agents']) ?? {})
    .slice(0, itemLimit)
    .flatMap(([name, value]): Definition[] => {
      const role = asRecord(value)
      if (role === undefined) return []
      return [{agent: {name, keys: ['agents', name], framework: 'codex', description: asText(role['description'])}}]
    })
}

/** Components of AutoGen: agents and teams, nested in each other, each with its class as `provider`. */
export function readAutogen(root: UnknownRecord): Definition[] {
  const found: Definition[] = []
  collectComponents(root, [], found)
  return found
}

function collectComponents(value: unknown, keys: Keys, found: Definition[]): void {
  if (keys.length > depthLimit * 2 || found.length >= itemLimit) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.slice(0, itemLimit).entries()) collectComponents(item, [...keys, index], found)
    return
  }
  const record = asRecord(value)
  if (record === undefined) return
  const provider = asText(record['provider']) ?? ''
  const config = asRecord(record['config'])
  if (config !== undefined && /^autogen_(?:agentchat|ext)(?:\.\w+)*\.agents\./.test(provider))
    found.push(...readAutogenAgent(config, [...keys, 'config']))
  for (const [key, item] of Object.entries(record)) collectComponents(item, [...keys, key], found)
}

function readAutogenAgent(config: UnknownRecord, keys: Keys): Definition[] {
  const name = asText(config['name'])
  if (name === undefined) return []
  const text = asText(config['system_message'])
  const client = asRecord(asRecord(config['model_client'])?.['config'])
  const model = asText(client?.['model'])
  const tools = recordsOf(config['tools']).flatMap(
    tool => asText(asRecord(tool['config'])?.['name']) ?? asText(tool['label']) ?? [],
  )
  return [
    {
      agent: {name, keys: [...keys, 'name'], framework: 'autogen', tools, description: asText(config['description'])},
      ...(text !== undefined && {prompts: [{name, text, keys: [...keys, 'system_message']}]}),
      ...(model !== undefined && {models: [{name: model, keys: [...keys, 'model_client', 'config', 'model']}]}),
    },
  ]
}

/** Models, prompts and rules of Continue's config.yaml and config.json. */
export function readContinue(root: UnknownRecord): Definition[] {
  const models = indexedRecords(root['models']).flatMap(([index, model]) => {
    const name = asText(model['model'])
    return name === undefined ? [] : [{name, keys: ['models', index, 'model'], provider: asText(model['provider'])}]
  })
  const prompts = indexedRecords(root['prompts'] ?? root['customCommands']).flatMap(([index, prompt]) => {
    const [name, text] = [asText(prompt['name']), asText(prompt['prompt'])]
    const above = root['prompts'] === undefined ? 'customCommands' : 'prompts'
    return name === undefined || text === undefined
      ? []
      : [{name, text, keys: [above, index, 'prompt'], role: 'command' as const}]
  })
  const rules = asList(root['rules']).flatMap((rule, index) => {
    const text = asText(rule)
    return text === undefined
      ? []
      : [{name: `rules.${index}`, text, keys: ['rules', index], role: 'instructions' as const}]
  })
  return [{models: models.slice(0, itemLimit), prompts: [...prompts, ...rules].slice(0, itemLimit)}]
}
