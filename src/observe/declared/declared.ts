import type {Entry} from '../../drift/entry.ts'
import {regionMark} from '../../drift/project-facts.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {codingAgentsOf} from '../dialects/coding-agents.ts'
import {vectorStoreOf} from '../dialects/providers.ts'
import type {DeclaredPrompt} from './match-prompts.ts'
import {modelKeys} from './model-names.ts'

/** A service as it is declared. */
export interface DeclaredService {
  readonly provider: string
  readonly names: readonly string[]
  readonly endpoints: readonly string[]
  /** of a cloud, where it is known: `us-east-1` */
  readonly regions: readonly string[]
  /** its address comes from a variable: only a run knows it */
  readonly isElsewhere: boolean
}

/** A model as it is declared, with the keys that names in telemetry are looked up by. */
export interface DeclaredModel {
  readonly id: string
  readonly name: string
  readonly registry?: string
  readonly keys: readonly string[]
}

/** An MCP server as it is declared, with every name that telemetry may call it by. */
export interface DeclaredMcpServer {
  readonly id: string
  readonly names: readonly string[]
  readonly url?: string
  /** its tools stand in another program: nobody lists them */
  readonly hasOwnTools: boolean
}

/**
 * A tool, agent or data source as it is declared; `id` is the identity of the asset, empty where files of it say alone
 * that it may run.
 */
export interface DeclaredName {
  readonly id: string
  readonly names: readonly string[]
  /** of an agent without a model: identities of the agents that it leads */
  readonly leads?: readonly string[]
}

/** A tool as it is declared, with what a model may be told of it. */
export interface DeclaredTool extends DeclaredName {
  /** SHA-256 of each description and of each whole definition; empty where it is not known what a model is told */
  readonly descriptions: readonly string[]
  readonly definitions: readonly string[]
}

/** What one lock or BOM says may run, in the words of telemetry. */
export interface Declared {
  /** as the user named it */
  readonly path: string
  readonly form: 'lock' | 'bom' | 'source'
  readonly subject?: string
  readonly version?: string
  readonly models: readonly DeclaredModel[]
  readonly services: readonly DeclaredService[]
  readonly tools: readonly DeclaredTool[]
  readonly agents: readonly DeclaredName[]
  readonly mcpServers: readonly DeclaredMcpServer[]
  readonly dataSources: readonly DeclaredName[]
  readonly prompts: readonly DeclaredPrompt[]
  readonly frameworks: readonly string[]
  /** vector stores whose library is there, which may run inside the program; undefined for a lock, which lists no packages */
  readonly stores?: readonly string[]
}

/** Variables whose value is an address. */
const addressVariable = /_(?:BASE_?URL|API_?BASE|ENDPOINT|HOST|URL)$/
/** Roles of prompts that a model gets as instructions. */
const userRoles: ReadonlySet<string> = new Set(['user', 'assistant'])

/** What a BOM or a walked source declares. */
export function declaredOfInventory(
  inventory: Inventory,
  entries: readonly Entry[],
  path: string,
  form: 'bom' | 'source',
): Declared {
  const {subject, assets} = inventory
  const byId = new Map(assets.map(asset => [asset.id, asset]))
  const prompts = assets.flatMap(asset => promptOf(asset))
  const frameworks = assets.flatMap(asset => (asset.kind === 'agent' ? (asset.facts.framework ?? []) : []))
  return {
    ...declaredOfEntries(entries, path, byId),
    form,
    subject: subject.name,
    ...(subject.version !== undefined && {version: subject.version}),
    prompts,
    frameworks: [...new Set(frameworks)],
    stores: [...new Set(assets.flatMap(({kind, name}) => (kind === 'package' ? storesOfPackage(name) : [])))],
  }
}

/** What a lock declares: it has no subject, and neither roles nor lengths of prompts. */
export function declaredOfEntries(
  entries: readonly Entry[],
  path: string,
  byId: ReadonlyMap<string, Asset> = new Map(),
): Declared {
  const ofKind = (kind: Entry['kind']): Entry[] => entries.filter(entry => entry.kind === kind)
  const named = (kind: Entry['kind']): DeclaredName[] =>
    ofKind(kind).map(entry => ({id: entry.id, names: namesOf(entry)}))
  return {
    path,
    form: 'lock',
    models: ofKind('model').map(entry => modelOf(entry, byId.get(entry.id))),
    services: ofKind('service').map(entry => serviceOf(entry, byId.get(entry.id))),
    tools: ofKind('tool').map(entry => toolOf(entry, byId.get(entry.id))),
    agents: [
      ...ofKind('agent').map(agentOf),
      ...codingAgentsOf(entries.flatMap(({paths}) => paths)).map(name => ({id: '', names: [name]})),
    ],
    mcpServers: ofKind('mcp-server').map(serverOf),
    dataSources: named('dataset'),
    prompts: ofKind('prompt').flatMap(lockedPrompts),
    frameworks: [],
  }
}

/** `chromadb`, `@qdrant/js-client-rest`, `langchain-pinecone` */
function storesOfPackage(name: string): string[] {
  return name.split(/[^A-Za-z0-9]/).flatMap(word => vectorStoreOf(word) ?? [])
}

function namesOf({id, name, aliases}: Entry): string[] {
  return [...new Set([name, name.slice(name.indexOf('#') + 1), ...aliases, id.slice(id.lastIndexOf('#') + 1)])]
}

function modelOf(entry: Entry, asset: Asset | undefined): DeclaredModel {
  const registry = asset?.kind === 'model' ? asset.facts.registry : entry.id.split(/[:/]/)[1]
  const keys = [entry.name, ...entry.aliases].flatMap(modelKeys)
  return {id: entry.id, name: entry.name, ...(registry !== undefined && {registry}), keys: [...new Set(keys)]}
}

function serviceOf(entry: Entry, asset: Asset | undefined): DeclaredService {
  const provider = asset?.kind === 'service' ? asset.facts.provider : entry.name
  const variables = entry.facts.get('environment') ?? []
  const stated = entry.facts.get('endpoint') ?? []
  const regions = stated.flatMap(text => (text.startsWith(regionMark) ? [text.slice(regionMark.length)] : []))
  const endpoints = stated.filter(text => !text.startsWith(regionMark))
  return {
    provider,
    names: namesOf(entry),
    endpoints,
    regions,
    isElsewhere: endpoints.length === 0 && variables.some(name => addressVariable.test(name)),
  }
}

/** Of files that hold captured definitions a lock has another digest. */
const captured = /\.(?:json|ya?ml)#/

/**
 * A lock has the digest of what a tool says of itself in the code. Where a framework reads it, the model may be told
 * another part.
 */
function toolOf(entry: Entry, asset: Asset | undefined): DeclaredTool {
  const facts = asset?.kind === 'tool' ? asset.facts : undefined
  const isAsWritten = facts === undefined && !entry.facts.has('framework') && !captured.test(entry.id)
  return {
    id: entry.id,
    names: namesOf(entry),
    descriptions: facts?.descriptions ?? (isAsWritten ? digestsOf(entry) : []),
    definitions: facts?.definitions ?? entry.facts.get('definition') ?? [],
  }
}

function agentOf(entry: Entry): DeclaredName {
  const uses = entry.facts.get('uses') ?? []
  const leads = uses.some(id => id.startsWith('model:')) ? [] : uses.filter(id => id.startsWith('agent:'))
  return {id: entry.id, names: namesOf(entry), ...(leads.length > 0 && {leads})}
}

function serverOf(entry: Entry): DeclaredMcpServer {
  const [url] = entry.facts.get('url') ?? []
  const isElsewhere = url !== undefined || entry.facts.has('command') || entry.facts.has('package')
  return {id: entry.id, names: namesOf(entry), ...(url !== undefined && {url}), hasOwnTools: isElsewhere}
}

function digestsOf(entry: Entry): string[] {
  return (entry.facts.get('digest') ?? []).flatMap(digest =>
    digest.startsWith('sha256:') ? [digest.slice('sha256:'.length)] : [],
  )
}

/** A lock has the sizes of prompts and the names of their variables, but not how a template of messages begins. */
function lockedPrompts(entry: Entry): DeclaredPrompt[] {
  const [role] = entry.facts.get('role') ?? []
  const [size] = entry.facts.get('size') ?? []
  return digestsOf(entry).map(sha256 => ({
    id: entry.id,
    sha256,
    ...(size !== undefined && {byteLength: Number(size)}),
    hasVariables: entry.facts.has('variable') || (role !== undefined && userRoles.has(role)),
  }))
}

function promptOf(asset: Asset): DeclaredPrompt[] {
  if (asset.kind !== 'prompt') return []
  const {byteLength, variables = [], role, opening} = asset.facts
  if (opening !== undefined) return [{id: asset.id, sha256: opening, hasVariables: false}]
  return asset.digests.flatMap(({alg, hex, of}) =>
    alg === 'sha256' && of === 'content'
      ? [
          {
            id: asset.id,
            sha256: hex,
            ...(byteLength !== undefined && {byteLength}),
            hasVariables: variables.length > 0 || userRoles.has(role),
          },
        ]
      : [],
  )
}
