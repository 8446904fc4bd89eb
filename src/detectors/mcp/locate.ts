import type {StructuredDocument} from '../../lib/document.ts'
import {asList, asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'

/** A server as a client's configuration has it, not yet interpreted. */
export interface ConfiguredEntry {
  readonly name: string
  readonly entry: UnknownRecord
  readonly line?: number
}

interface Container {
  /** where the map (or list) of servers lies; `*` is any key */
  readonly keys: readonly string[]
  /** in which files it means servers; everywhere where absent */
  readonly files?: RegExp
  /** an entry without command and URL counts too: the client knows the name */
  readonly bare?: true
}

/** Where the clients keep their servers, narrowest first; a file may have several of them. */
const containers: readonly Container[] = [
  {keys: ['mcpServers']},
  {keys: ['mcp-servers']},
  {keys: ['amp.mcpServers']},
  {keys: ['projects', '*', 'mcpServers']},
  {keys: ['mcp_servers']},
  {keys: ['mcp', 'servers']},
  {keys: ['mcp', 'mcpServers']},
  {keys: ['settings', 'mcp', 'servers']},
  {keys: ['customizations', 'vscode', 'mcp', 'servers']},
  {keys: ['customizations', 'vscode', 'settings', 'mcp', 'servers']},
  {keys: ['experimental', 'modelContextProtocolServers']},
  {keys: ['context_servers'], bare: true},
  {keys: ['servers'], files: /(?:^|\/)[^/]*mcp[^/]*$/i},
  {keys: ['mcp'], files: /(?:^|\/)\.?(?:opencode|crush)\.jsonc?$/},
  {keys: ['extensions'], files: /(?:^|\/)(?:goose|\.goose)\/|recipe[^/]*\.ya?ml$/},
  {keys: [], files: /(?:^|\/)[^/]*mcp[^/]*\.jsonc?$/i},
]

/** Real files have some tens; the rest of a hostile one is not listed. */
const entryLimit = 1000

/** The servers that a client's configuration file names, each once. */
export function locateServers(document: StructuredDocument, path: string): ConfiguredEntry[] {
  const found = new Map<string, ConfiguredEntry>()
  for (const container of containers.filter(({files}) => files?.test(path) !== false)) {
    for (const [keys, value] of resolve(document.value, container.keys)) {
      const servers = entriesOf(value).filter(({entry}) => container.bare === true || isServer(entry))
      for (const {key, name, entry} of servers.slice(0, entryLimit)) {
        const place = [...keys, name].join('\0')
        const line = document.lineOf([...keys, key])
        if (!found.has(place)) found.set(place, {name, entry, ...(line !== undefined && {line})})
      }
    }
  }
  return [...found.values()].slice(0, entryLimit)
}

function resolve(value: unknown, keys: readonly string[]): [readonly string[], unknown][] {
  let places: [readonly string[], unknown][] = [[[], value]]
  for (const key of keys) {
    places = places.flatMap(([above, item]) => {
      const record = asRecord(item)
      if (record === undefined) return []
      const names = key === '*' ? Object.keys(record).slice(0, entryLimit) : [key]
      return names.flatMap((name): [readonly string[], unknown][] => (Object.hasOwn(record, name) ? [[[...above, name], record[name]]] : []))
    })
  }
  return places
}

/** A map by name, or a list whose items have a name. */
function entriesOf(value: unknown): {key: string | number; name: string; entry: UnknownRecord}[] {
  if (Array.isArray(value)) {
    return asList(value).flatMap((item, index) => {
      const entry = asRecord(item)
      const name = asText(entry?.['name']) ?? asText(entry?.['command']) ?? asText(asRecord(entry?.['transport'])?.['command'])
      return entry === undefined || name === undefined ? [] : [{key: index, name, entry}]
    })
  }
  return Object.entries(asRecord(value) ?? {}).flatMap(([name, item]) => {
    const entry = asRecord(item)
    return entry === undefined ? [] : [{key: name, name, entry}]
  })
}

const launchKeys = ['command', 'cmd', 'url', 'serverUrl', 'httpUrl', 'uri']

function isServer(entry: UnknownRecord): boolean {
  const transport = asRecord(entry['transport'])
  return launchKeys.some(key => isLaunchValue(entry[key]) || isLaunchValue(transport?.[key]))
}

function isLaunchValue(value: unknown): boolean {
  return asText(value) !== undefined || asList(value).length > 0 || asText(asRecord(value)?.['path']) !== undefined
}
