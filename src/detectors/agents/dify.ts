import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import type {Definition, Keys} from './definition.ts'
import {type Models, nodeLimit, nodesAt, type Prompts} from './flows.ts'

type Servers = NonNullable<Definition['servers']>[number][]

/** Dify's DSL: an application with one model, or a graph of nodes. */
export function readDify(root: UnknownRecord): Definition[] {
  const app = asRecord(root['app'])
  const name = asText(app?.['name'])
  if (root['kind'] !== 'app' || app === undefined || name === undefined) return []
  const settings = asRecord(root['model_config']) ?? {}
  const isAgent = app['mode'] === 'agent-chat' || asRecord(settings['agent_mode'])?.['enabled'] === true
  const text = asText(settings['pre_prompt'])
  const own: Definition = {
    ...(isAgent && {agent: {name, keys: ['app', 'name'], framework: 'dify', description: asText(app['description'])}}),
    ...(text !== undefined && {prompts: [{name, text, keys: ['model_config', 'pre_prompt']}]}),
    models: difyModel(settings, ['model_config']),
  }
  const graph = asRecord(asRecord(root['workflow'])?.['graph'])
  return [own, ...nodesAt(graph?.['nodes'], ['workflow', 'graph', 'nodes']).map(([node, keys]) => difyNode(node, keys))]
}

function difyModel(holder: UnknownRecord, keys: Keys): Models {
  const model = asRecord(holder['model'])
  const name = asText(model?.['name'])
  return name === undefined || name === ''
    ? []
    : [{name, keys: [...keys, 'model', 'name'], provider: asText(model?.['provider'])}]
}

function difyNode(node: UnknownRecord, keys: Keys): Definition {
  const holder = asRecord(node['data']) ?? {}
  const title = asText(holder['title']) ?? 'node'
  const at = [...keys, 'data']
  const prompts: Prompts = indexedRecords(holder['prompt_template'])
    .slice(0, nodeLimit)
    .flatMap(([index, part]) => {
      const text = asText(part['text'])
      if (text === undefined || part['role'] !== 'system') return []
      return [{name: title, text, keys: [...at, 'prompt_template', index, 'text']}]
    })
  const own: Definition = {prompts, models: difyModel(holder, at)}
  return holder['type'] === 'agent' ? difyAgent(title, asRecord(holder['agent_parameters']) ?? {}, own, at) : own
}

/** What an agent's strategy is given stands in parameters, each with its value. */
function difyAgent(name: string, parameters: UnknownRecord, own: Definition, at: Keys): Definition {
  const given = (key: string): unknown => asRecord(parameters[key])?.['value']
  const keysOf = (key: string): Keys => [...at, 'agent_parameters', key, 'value']
  const text = asText(given('instruction'))
  const model = asRecord(given('model'))
  const modelName = asText(model?.['model'])
  return {
    agent: {name, keys: [...at, 'title'], framework: 'dify'},
    prompts: [
      ...(own.prompts ?? []),
      ...(text === undefined || text === '' ? [] : [{name, text, keys: keysOf('instruction')}]),
    ],
    models: [
      ...(own.models ?? []),
      ...(modelName === undefined
        ? []
        : [{name: modelName, keys: [...keysOf('model'), 'model'], provider: asText(model?.['provider'])}]),
    ],
    servers: serverKeys.flatMap(key => difyServers(asText(given(key)), keysOf(key))),
  }
}

/** Parameters of the strategies that call MCP servers: one address, or the settings of several as JSON. */
const serverKeys = ['mcp_server', 'mcp_server_url', 'servers_config', 'mcp_servers_config', 'config_json']
const settingsLimit = 100_000
const serverLimit = 100

function difyServers(text: string | undefined, keys: Keys): Servers {
  if (text === undefined || text.length > settingsLimit) return []
  if (/^https?:\/\/\S+$/.test(text)) return [{name: redactUrl(text), url: redactUrl(text), keys}]
  const settings = asRecord(parseJsonOrNothing(text))
  return Object.entries(asRecord(settings?.['mcpServers']) ?? settings ?? {})
    .slice(0, serverLimit)
    .flatMap(([name, value]) => {
      const url = asText(asRecord(value)?.['url'])
      return url === undefined ? [] : [{name, url: redactUrl(url), keys}]
    })
}
