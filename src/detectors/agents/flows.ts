import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import type {Definition, Keys} from './definition.ts'

/** Flows drawn by hand have some tens of nodes. */
export const nodeLimit = 2000

export type Prompts = NonNullable<Definition['prompts']>[number][]
export type Models = NonNullable<Definition['models']>[number][]

/** The nodes of a flow, each with the keys of its place. */
export function nodesAt(value: unknown, keys: Keys): [UnknownRecord, Keys][] {
  return indexedRecords(value)
    .slice(0, nodeLimit)
    .map(([index, node]) => [node, [...keys, index]])
}

/** n8n: nodes of its LangChain package; expressions (`={{ … }}`) are values of run time. */
export function readN8n(root: UnknownRecord): Definition[] {
  return nodesAt(root['nodes'], ['nodes']).flatMap(([node, keys]) => {
    const type = /^@n8n\/n8n-nodes-langchain\.(\w+)$/.exec(asText(node['type']) ?? '')?.[1]
    const parameters = asRecord(node['parameters'])
    if (type === undefined || parameters === undefined || node['disabled'] === true) return []
    if (type === 'agent' || type === 'agentTool') return n8nAgent(node, parameters, keys)
    return n8nModel(type, parameters, [...keys, 'parameters'])
  })
}

function n8nAgent(node: UnknownRecord, parameters: UnknownRecord, keys: Keys): Definition[] {
  const name = asText(node['name'])
  const text = asText(asRecord(parameters['options'])?.['systemMessage'])
  if (name === undefined) return []
  const prompts =
    text === undefined
      ? []
      : [{name, text: text.replace(/^=/, ''), keys: [...keys, 'parameters', 'options', 'systemMessage']}]
  return [{agent: {name, keys: [...keys, 'name'], framework: 'n8n'}, prompts}]
}

function n8nModel(type: string, parameters: UnknownRecord, keys: Keys): Definition[] {
  const provider = /^(?:lmChat|lm|embeddings)([A-Z]\w*)$/.exec(type)?.[1] ?? (type === 'openAi' ? 'openai' : undefined)
  const key = ['model', 'modelName', 'modelId'].find(one => parameters[one] !== undefined)
  if (provider === undefined || key === undefined) return []
  const chosen = asText(asRecord(parameters[key])?.['value'])
  const name = chosen ?? asText(parameters[key])
  const place = chosen === undefined ? [key] : [key, 'value']
  return name === undefined || name.startsWith('=') ? [] : [{models: [{name, keys: [...keys, ...place], provider}]}]
}

/** Flowise: nodes with their `inputs`, told by their category. */
export function readFlowise(root: UnknownRecord): Definition[] {
  return nodesAt(root['nodes'], ['nodes']).flatMap(([node, keys]): Definition[] => {
    const holder = asRecord(node['data'])
    const inputs = asRecord(holder?.['inputs'])
    const category = asText(holder?.['category'])
    const type = asText(holder?.['name']) ?? ''
    if (holder === undefined || inputs === undefined || category === undefined) return []
    const at = [...keys, 'data', 'inputs']
    const name = asText(inputs['agentName']) ?? asText(holder['label']) ?? type
    const models: Models = ['modelName', 'model'].flatMap(key => {
      const model = asText(inputs[key])
      return model === undefined || !/Chat Models|LLMs|Embeddings/.test(category)
        ? []
        : [{name: model, keys: [...at, key], provider: flowiseProvider(type)}]
    })
    const prompts: Prompts = ['systemMessage', 'systemMessagePrompt', 'systemPrompt', 'agentPrompt'].flatMap(key => {
      const text = asText(inputs[key])
      return text === undefined ? [] : [{name, text, keys: [...at, key]}]
    })
    const isAgent = category === 'Agents' || category === 'Multi Agents' || type === 'agentAgentflow'
    return [
      {
        ...(isAgent && {agent: {name, keys: [...keys, 'data', 'label'], framework: 'flowise'}}),
        prompts,
        models: models.slice(0, 1),
      },
    ]
  })
}

/** `chatOpenAI`, `azureChatOpenAI`, `awsChatBedrock`, `groqChat`, `openAIEmbeddings`. */
function flowiseProvider(type: string): string {
  return type.replace(/chat|embeddings?|llm/gi, '')
}

/** Langflow: components whose fields stand in `node.template`, each with a value. */
export function readLangflow(root: UnknownRecord): Definition[] {
  const holder = asRecord(root['data'])
  return nodesAt(holder?.['nodes'], ['data', 'nodes']).flatMap(([node, keys]): Definition[] => {
    const component = asRecord(node['data'])
    const type = asText(component?.['type']) ?? ''
    const template = asRecord(asRecord(component?.['node'])?.['template'])
    if (template === undefined) return []
    const at = (key: string): Keys => [...keys, 'data', 'node', 'template', key, 'value']
    const fieldOf = (key: string): string | undefined => asText(asRecord(template[key])?.['value'])
    const name = asText(asRecord(component?.['node'])?.['display_name']) ?? type
    const model = fieldOf('model_name')
    const prompts: Prompts = ['system_prompt', 'system_message', ...(type === 'Prompt' ? ['template'] : [])].flatMap(
      key => {
        const text = fieldOf(key)
        return text === undefined
          ? []
          : [{name, text, keys: at(key), role: key === 'template' ? ('template' as const) : ('system' as const)}]
      },
    )
    const provider = fieldOf('agent_llm') ?? type.replace(/(?:Model|Embeddings)(?:Component)?$/, '')
    const models: Models = model === undefined ? [] : [{name: model, keys: at('model_name'), provider}]
    return [
      {
        ...(type === 'Agent' && {agent: {name, keys: [...keys, 'data', 'type'], framework: 'langflow'}}),
        prompts,
        models,
      },
    ]
  })
}
