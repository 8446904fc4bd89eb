import {reachOfTools} from '../../catalog/agent-tools.ts'
import {classifyModelName} from '../../catalog/models/model-names.ts'
import {providerBySlug} from '../../catalog/providers.ts'
import {modelReference} from '../../catalog/references/model.ts'
import type {Asset, AssetOf, Relationship} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import type {PromptFacts} from '../../inventory/facts.ts'
import {keyOf, localId} from '../../inventory/identity.ts'
import {makeModel, makePrompt} from '../../inventory/make.ts'
import {sha256Hex} from '../../lib/digest.ts'
import type {UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {orderedJson} from '../../lib/parse/ordered-json.ts'
import {baseName} from '../../lib/path.ts'
import {isFrameOfVariables, templateVariables} from '../../lib/text/template.ts'

/** The path to a value from the root of its document. */
export type Keys = readonly (string | number)[]

/** An agent, a prompt or a model that a definition file holds, with the keys of its place. */
export interface Definition {
  readonly agent?: {
    readonly name: string
    readonly keys: Keys
    readonly framework: string
    readonly tools?: readonly string[]
    readonly description?: string | undefined
    readonly version?: string | undefined
    /** where it answers */
    readonly addresses?: readonly string[]
    /** what others rely on, of which any difference counts: a digest of it is kept */
    readonly stated?: UnknownRecord
  }
  readonly prompts?: readonly {
    readonly name: string
    readonly text: string
    readonly keys: Keys
    readonly role?: PromptFacts['role']
  }[]
  readonly models?: readonly {readonly name: string; readonly keys: Keys; readonly provider?: string | undefined}[]
  /** MCP servers that the agent is given, without what is secret in their addresses */
  readonly servers?: readonly {readonly name: string; readonly url: string; readonly keys: Keys}[]
}

/** Names of providers in these tools, without punctuation, where ours differ. */
const slugByName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    googlegemini: 'google-gemini',
    google: 'google-gemini',
    googlegenerativeai: 'google-gemini',
    gemini: 'google-gemini',
    googlevertex: 'vertex-ai',
    vertexai: 'vertex-ai',
    googlevertexai: 'vertex-ai',
    azureopenai: 'azure-openai',
    azure: 'azure-openai',
    awsbedrock: 'bedrock',
    bedrock: 'bedrock',
    mistralcloud: 'mistral',
    mistralai: 'mistral',
    xaigrok: 'xai',
    x: 'xai',
  }),
)

/** The slug of a provider as these tools write it: `langgenius/openai/openai`, `azure_openai`, `GoogleGemini`. */
export function slugOf(provider: string): string | undefined {
  const last = baseName(provider).toLowerCase()
  const bare = last.replace(/[-_\s]/g, '')
  return slugByName.get(bare) ?? (providerBySlug(last.replaceAll('_', '-')) ?? providerBySlug(bare))?.slug
}

/** Definitions as assets: the agent depends on its prompts and models. */
export function toAssets(
  definitions: readonly Definition[],
  document: StructuredDocument,
  path: string,
  evidence: Omit<Evidence, 'line'>,
): {assets: Asset[]; relationships: Relationship[]} {
  const assets: Asset[] = []
  const relationships: Relationship[] = []
  const at = (keys: Keys): Evidence => {
    const line = document.lineOf(keys)
    return {...evidence, ...(line !== undefined && {line})}
  }
  for (const definition of definitions) {
    const prompts = (definition.prompts ?? [])
      .filter(({text}) => !isFrameOfVariables(text))
      .map(prompt => toPrompt(prompt, path, at(prompt.keys)))
    const models = (definition.models ?? []).flatMap(model => toModel(model, at(model.keys)))
    const servers = (definition.servers ?? []).map(server => toServer(server, path, at(server.keys)))
    assets.push(...prompts, ...models, ...servers)
    if (definition.agent === undefined) continue
    const agent = toAgent(definition.agent, path, at(definition.agent.keys))
    assets.push(agent)
    relationships.push(
      ...[...prompts, ...models, ...servers].map(
        (asset): Relationship => ({from: keyOf(agent), to: keyOf(asset), kind: 'depends-on'}),
      ),
    )
  }
  return {assets, relationships}
}

function toPrompt(
  {name, text, keys, role = 'system'}: NonNullable<Definition['prompts']>[number],
  path: string,
  evidence: Evidence,
): Asset {
  const variables = templateVariables(text)
  return makePrompt({path, symbol: keys.join('.'), name}, text, [evidence], {
    role,
    ...(variables.length > 0 && {variables}),
  })
}

function toModel({name, provider}: NonNullable<Definition['models']>[number], evidence: Evidence): Asset[] {
  const reference = modelReference(name, provider === undefined ? undefined : serverOf(name, slugOf(provider)))
  if (reference?.kind !== 'model') return []
  return [makeModel(reference.name, [evidence], reference.registry === undefined ? {} : {registry: reference.registry})]
}

/** A node of OpenAI's speaks to every server with the same protocol: `qwen2.5:14b` is a name of Ollama's. */
function serverOf(name: string, slug: string | undefined): string | undefined {
  return slug === 'openai' && classifyModelName(name)?.registry === 'ollama' ? 'ollama' : slug
}

function toServer(
  {name, url}: NonNullable<Definition['servers']>[number],
  path: string,
  evidence: Evidence,
): AssetOf<'mcp-server'> {
  const id = localId('mcp-server', path, name)
  return {
    kind: 'mcp-server',
    id,
    name,
    aliases: [],
    digests: [],
    evidence: [evidence],
    facts: {role: 'configured', url},
  }
}

function toAgent(
  {name, framework, tools = [], description, version, addresses = [], stated}: NonNullable<Definition['agent']>,
  path: string,
  evidence: Evidence,
): AssetOf<'agent'> {
  const reach = reachOfTools(tools)
  return {
    kind: 'agent',
    id: localId('agent', path, name),
    name,
    ...(version !== undefined && {version}),
    ...(description !== undefined && {description}),
    aliases: [],
    digests:
      stated === undefined
        ? []
        : [{alg: 'sha256', hex: sha256Hex(orderedJson(stated)), of: 'content', from: 'computed'}],
    evidence: [evidence],
    ...(addresses.length > 0 && {properties: {'aibom:agent:url': addresses}}),
    facts: {
      framework,
      ...(tools.length > 0 && {tools: [...new Set(tools)].sort()}),
      ...(Object.keys(reach).length > 0 && {reach}),
    },
  }
}
