import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'

/** A server as a client's configuration has it, not yet interpreted. */
export interface ConfiguredEntry {
  readonly name: string
  readonly entry: UnknownRecord
  readonly line?: number
}

interface Container {
  /** where the map (or list) of servers lies */
  readonly keys: readonly string[]
  /** in which files it means servers */
  readonly files: RegExp
}

/** Keys that mean servers in the files of some clients alone. */
const containers: readonly Container[] = [
  {keys: ['servers'], files: /$(?<=mcp[^/]*)/i},
  {keys: ['mcp'], files: /(?:^|\/)\.?(?:opencode|crush)\.jsonc?$/},
  {keys: ['extensions'], files: /(?:^|\/)(?:goose|\.goose)\/|\.ya?ml$(?<=recipe[^/]*)/},
  {keys: [], files: /\.jsonc?$(?<=mcp[^/]*)/i},
]
/** Keys that hold servers wherever they stand, without case, dashes, dots and underscores. */
const serverKeys = new Set([
  'mcpservers',
  'ampmcpservers',
  'modelcontextprotocolservers',
  'contextservers',
  'mcpserverconfigs',
  'mcpserverconfig',
])

/** Real files have some tens; the rest of a hostile one is not listed. */
const entryLimit = 1000

/** The servers that a client's configuration file names, each once. */
export function locateServers(document: StructuredDocument, path: string): ConfiguredEntry[] {
  const found = new Map<string, ConfiguredEntry>()
  for (const {place, value, isBare, own} of [...places(document.value), ...ownPlaces(document.value, path)]) {
    const servers = own === undefined ? entriesOf(value).filter(({entry}) => isBare || isServer(entry)) : [own]
    for (const {key, name, entry} of servers.slice(0, entryLimit)) {
      const at = key === undefined ? place : [...place, key]
      const id = at.join('\0')
      const line = document.lineOf(at) ?? document.lineOf(place)
      if (!found.has(id)) found.set(id, {name, entry, ...(line !== undefined && {line})})
    }
  }
  return [...found.values()].slice(0, entryLimit)
}

interface Servers {
  readonly place: readonly (string | number)[]
  readonly value: unknown
  /** an entry without command and URL counts too: the client knows the name */
  readonly isBare?: boolean
  /** the value itself is a server */
  readonly own?: Named
}

function ownPlaces(root: unknown, path: string): Servers[] {
  return containers
    .filter(({files}) => files.test(path))
    .flatMap(({keys}) => resolve(root, keys).map(([place, value]) => ({place, value})))
}

const embeddedLimit = 100_000

/** Values that are looked at in one file, and how deep. */
const nodeLimit = 100_000
const depthLimit = 12

/** A value that may hold servers, below the one that holds it: its path is put together where it is one. */
interface Place {
  readonly key: string | number
  readonly value: unknown
  readonly parent: Place | undefined
  readonly depth: number
}

/**
 * Every place whose key says that servers stand below it, every tool that says it is a server (`type: mcp`), and what
 * starts one by its package's name.
 */
function places(root: unknown): Servers[] {
  if (!isObject(root)) return []
  const found: Servers[] = []
  const open: Place[] = [{key: '', value: root, parent: undefined, depth: 0}]
  for (let next = open.pop(), count = 0; next !== undefined && count < nodeLimit; next = open.pop(), count++) {
    const own = serverOfType(next.value) ?? launchedServer(next)
    if (own !== undefined) found.push({place: pathOf(next), value: next.value, own})
    if (isServersKey(next))
      found.push({place: pathOf(next), value: next.value, isBare: normalised(next.key) === 'contextservers'})
    else if (own === undefined && next.depth < depthLimit) openChildren(next, open)
  }
  return found
}

const beginsAsJson = /^\s{0,20}[[{]/

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function pathOf(place: Place): (string | number)[] {
  const keys: (string | number)[] = []
  for (let at = place; at.parent !== undefined; at = at.parent) keys.push(at.key)
  return keys.reverse()
}

/** The last one first, for they are taken from the end. Numbers hold nothing, and of texts only JSON does. */
function openChildren(parent: Place, open: Place[]): void {
  if (!isObject(parent.value)) return
  const children: [string | number, unknown][] = Array.isArray(parent.value)
    ? [...parent.value.entries()]
    : Object.entries(parent.value)
  for (const [key, value] of children.reverse())
    if (isObject(value) || (typeof value === 'string' && beginsAsJson.test(value)))
      open.push({key, value, parent, depth: parent.depth + 1})
}

function normalised(key: string | number | undefined): string {
  return typeof key === 'string' && key.length <= 60 ? key.toLowerCase().replace(/[^a-z0-9]/g, '') : ''
}

/** Lists of servers by their transport, below a key that says of which protocol. */
const transportKeys = /^(?:stdio|sse|https?|streamablehttp|remote|local)servers$/

/** `mcpServers`, `mcp_servers`, `servers` below `mcp`, and `StdioServers` below `McpSettings`. */
function isServersKey({key, parent}: Place): boolean {
  const name = normalised(key)
  if (serverKeys.has(name)) return true
  const above = normalised(parent?.key)
  return (
    (name === 'servers' && above === 'mcp') || (transportKeys.test(name) && /^(?:mcp|modelcontextprotocol)/.test(above))
  )
}

const serverType = /^(?:hosted_|remote_)?mcp(?:_(?:server|tool|toolset|remote|local|stdio|sse|http))?$/i

/** `{type: mcp, server_url: …}` among an agent's tools, or `{type: mcp_remote, config: {server: "https://…"}}`. */
function serverOfType(value: unknown): Named | undefined {
  const stated = asRecord(value)
  const type = asText(stated?.['type']) ?? asText(stated?.['kind'])
  if (stated === undefined || type === undefined || !serverType.test(type)) return undefined
  const entry = {...addressed(asRecord(stated['config'])), ...stated}
  const name = asText(entry['name']) ?? asText(entry['server_label']) ?? asText(entry['ref']) ?? launchedName(entry)
  return name === undefined || !(isServer(entry) || asText(entry['ref']) !== undefined) ? undefined : {name, entry}
}

/** The settings of a server one level down, where its address may be called after the server. */
function addressed(config: UnknownRecord = {}): UnknownRecord {
  const server = asText(config['server'])
  return server !== undefined && /^https?:\/\//.test(server) ? {...config, url: server} : config
}

/** Keys that say what stands below them, and not how a server is called. */
const settingsKeys = /^(?:config|configuration|settings|params|parameters|options|server|stdio|transport|connection)$/i

/** What starts programs of packages, and how a package or image of a server is called. */
const launcher = /^(?:npx|bunx|pnpx|uvx|uv|pipx|docker|podman)$/
const serverPackage = /(?:^|[^a-z])mcp(?:[^a-z]|$)|modelcontextprotocol/i

/** `{name: …, command: npx, args: [-y, "@acme/mcp-server"]}` in the settings of a program, under whatever key. */
function launchedServer({key, value}: Place): Named | undefined {
  const entry = asRecord(value)
  if (entry === undefined || !launcher.test(asText(entry['command']) ?? '')) return undefined
  const args = asList(entry['args']).slice(0, entryLimit)
  if (!args.some(arg => serverPackage.test(asText(arg) ?? ''))) return undefined
  const isNamed = typeof key === 'string' && key !== '' && !settingsKeys.test(key)
  const name = asText(entry['name']) ?? (isNamed ? key : launchedName(entry))
  return name === undefined ? undefined : {name, entry}
}

function launchedName(entry: UnknownRecord): string | undefined {
  const args = asList(entry['args']).flatMap(item => asText(item) ?? [])
  return (
    args.find(word => !word.startsWith('-')) ??
    asText(entry['command']) ??
    asText(entry['server_url']) ??
    asText(entry['url'])
  )
}

function resolve(root: unknown, keys: readonly string[]): [readonly string[], unknown][] {
  let value = root
  for (const key of keys) {
    const record = asRecord(value)
    if (record === undefined || !Object.hasOwn(record, key)) return []
    value = record[key]
  }
  return [[keys, value]]
}

interface Named {
  readonly key?: string | number
  readonly name: string
  readonly entry: UnknownRecord
}

/** A map by name, or a list whose items have a name; an item may be a command line or an address. */
function entriesOf(given: unknown): Named[] {
  const text = asText(given)
  // a variable holds them as JSON
  const value = text === undefined || text.length > embeddedLimit ? given : parseJsonOrNothing(text)
  if (Array.isArray(value)) {
    return asList(value).flatMap((item, index): Named[] => {
      const entry = entryOf(item)
      const name =
        asText(entry?.['name']) ??
        asText(asRecord(entry?.['transport'])?.['command']) ??
        (entry === undefined ? undefined : launchedName(entry))
      return entry === undefined || name === undefined ? [] : [{key: index, name, entry}]
    })
  }
  return Object.entries(asRecord(value) ?? {}).flatMap(([name, item]): Named[] => {
    // `$schema` and its like are words of the file's format
    if (name.startsWith('$')) return []
    const entry = entryOf(item)
    return entry === undefined ? [] : [{key: name, name, entry}]
  })
}

function entryOf(item: unknown): UnknownRecord | undefined {
  const record = asRecord(item)
  return record === undefined ? launchText(item) : plainKeys(record)
}

/** `{"Command": …, "Arguments": […]}`: .NET binds its settings to properties, whose names begin with capitals. */
function plainKeys(entry: UnknownRecord): UnknownRecord {
  if (!['Command', 'Url', 'Endpoint'].some(key => Object.hasOwn(entry, key))) return entry
  const named = Object.entries(entry).map(
    ([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value] as const,
  )
  const {arguments: given, environmentVariables: variables, ...rest} = Object.fromEntries(named)
  return {...(given !== undefined && {args: given}), ...(variables !== undefined && {env: variables}), ...rest}
}

/** `npx -y @acme/server`, `https://mcp.acme.dev/sse` */
function launchText(item: unknown): UnknownRecord | undefined {
  const text = asText(item)?.trim()
  if (text === undefined || text.length > 1000) return undefined
  if (/^https?:\/\/\S+$/.test(text)) return {url: text}
  if (!/^(?:npx|bunx|pnpx|uvx|uv|pipx|docker|podman|node|deno|python3?|npm|pnpm|yarn)\s/.test(text)) return undefined
  const [command = '', ...args] = text.split(/\s+/)
  return {command, args}
}

const launchKeys = ['command', 'cmd', 'url', 'serverUrl', 'server_url', 'httpUrl', 'uri', 'endpoint']

function isServer(entry: UnknownRecord): boolean {
  const transport = asRecord(entry['transport'])
  return launchKeys.some(key => isLaunchValue(entry[key]) || isLaunchValue(transport?.[key]))
}

function isLaunchValue(value: unknown): boolean {
  return asText(value) !== undefined || asList(value).length > 0 || asText(asRecord(value)?.['path']) !== undefined
}
