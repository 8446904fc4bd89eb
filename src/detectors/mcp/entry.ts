import {asList, asRecord, asText, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {kindOfName, type NameKind} from '../../lib/redact/names.ts'

/** A configured server in one form, whatever the client's dialect. */
export interface ServerEntry {
  readonly command?: string
  readonly args: readonly string[]
  readonly url?: string
  readonly transport: 'stdio' | 'http' | 'sse' | 'unknown'
  /** names of environment variables that it is given or that its settings refer to */
  readonly environment: readonly string[]
  /** `NAME=value` of variables whose name and value cannot be those of a secret */
  readonly settings: readonly string[]
  /** what its sign-in asks for */
  readonly scopes: readonly string[]
  readonly disabled: boolean
  /** tools that run without asking; `*` for all */
  readonly autoApproves: readonly string[]
}

/**
 * `${TOKEN}`, `${env:TOKEN}`, `${TOKEN:-default}`, `{env:TOKEN}` (opencode), `$TOKEN` as a whole value; `${input:…}`
 * asks a person and is none.
 */
const referencePattern = /\$?\{(?:env:)?([A-Za-z_]\w*)(?::-[^{}]*)?\}|^\$([A-Za-z_]\w*)$/g
const clientVariables = new Set([
  'workspaceFolder',
  'workspaceRoot',
  'userHome',
  'HOME',
  'pathSeparator',
  'file',
  'fileDirname',
  '__dirname',
  'cwd',
])

/** Reads the keys of every client: `command` is a text, a list (opencode) or a map (zed); `url` has five names. */
export function parseEntry(entry: UnknownRecord): ServerEntry {
  const merged: UnknownRecord = {...entry, ...asRecord(entry['transport'])}
  const nested = asRecord(merged['command'])
  const listed = Array.isArray(merged['command']) ? textsOf(merged['command']) : undefined
  const command = asText(nested?.['path']) ?? listed?.[0] ?? asText(merged['command']) ?? asText(merged['cmd'])
  const args = [...(listed?.slice(1) ?? []), ...scalarsOf(nested?.['args'] ?? merged['args'])]
  const url = ['httpUrl', 'url', 'serverUrl', 'server_url', 'uri', 'endpoint']
    .map(key => asText(merged[key]))
    .find(value => value !== undefined)
  return {
    ...(command !== undefined && {command}),
    args,
    ...(url !== undefined && {url}),
    transport: transportOf(merged, command, url),
    environment: environmentOf(merged, [...args, url ?? '']),
    settings: settingsOf(merged),
    scopes: scopesOf(merged),
    disabled: entry['disabled'] === true || entry['enabled'] === false,
    autoApproves: approvalsOf(merged),
  }
}

function scalarsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim().split(/\s+/)
  return asList(value).flatMap(item =>
    typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? [String(item)] : [],
  )
}

function transportOf(
  entry: UnknownRecord,
  command: string | undefined,
  url: string | undefined,
): ServerEntry['transport'] {
  const stated = asText(entry['type']) ?? asText(entry['transport']) ?? asText(entry['transportType'])
  switch (stated?.toLowerCase().replace(/[-_]/g, '')) {
    case 'stdio':
    case 'local':
      return 'stdio'
    case 'sse':
      return 'sse'
    case 'http':
    case 'streamablehttp':
    case 'remote':
      return 'http'
    default:
      if (command !== undefined) return 'stdio'
      if (url === undefined) return 'unknown'
      return /\/sse\/?(?:\?|$)/.test(url) ? 'sse' : 'http'
  }
}

function variablesOf(entry: UnknownRecord): UnknownRecord[] {
  return ['env', 'environment', 'envs'].map(
    key => asRecord(entry[key]) ?? asRecord(asRecord(entry['command'])?.[key]) ?? {},
  )
}

const tellsNoSecret: ReadonlySet<NameKind> = new Set(['other', 'identity'])
/**
 * Switches, small numbers, addresses and paths. Any other text may be a password, whatever its variable is called, and
 * is left out.
 */
const plainValue =
  /^(?:true|false|yes|no|on|off|\d{1,5}|https?:\/\/[\w.:/-]{1,300}|(?:~|\.{0,2}|[A-Za-z]:)[\\/][\w. \\/-]{0,300})$/i

function settingsOf(entry: UnknownRecord): string[] {
  return variablesOf(entry)
    .flatMap(map => Object.entries(map))
    .flatMap(([name, value]) =>
      typeof value === 'string' && tellsNoSecret.has(kindOfName(name)) && plainValue.test(value)
        ? [`${name}=${value}`]
        : [],
    )
    .sort()
}

/** `oauth: {scopes: ["read"]}` (Gemini), `scopes: "read write"`. */
function scopesOf(entry: UnknownRecord): string[] {
  const places = [entry, ...['oauth', 'auth', 'authorization'].map(key => asRecord(entry[key]))]
  const stated = places.flatMap(place => [place?.['scopes'], place?.['scope']])
  const scopes = stated.flatMap(value => (typeof value === 'string' ? (value.match(/[^\s,]+/g) ?? []) : textsOf(value)))
  return [...new Set(scopes)].sort()
}

function environmentOf(entry: UnknownRecord, texts: readonly string[]): string[] {
  const maps = variablesOf(entry)
  const headers = ['headers', 'http_headers', 'requestInit'].flatMap(key => Object.values(asRecord(entry[key]) ?? {}))
  const listed = ['env_vars', 'env_keys', 'bearer_token_env_var'].flatMap(key => textsOf(entry[key]))
  const fromHeaders = Object.values(asRecord(entry['env_http_headers']) ?? {})
  const values = [...maps.flatMap(map => Object.values(map)), ...headers, ...texts]
  const names = [
    ...maps.flatMap(map => Object.keys(map)),
    ...listed,
    ...textsOf(fromHeaders),
    ...values.flatMap(referencesIn),
  ]
  return [...new Set(names)].sort()
}

function referencesIn(value: unknown): string[] {
  const names =
    typeof value === 'string' ? [...value.matchAll(referencePattern)].map(match => match[1] ?? match[2] ?? '') : []
  return names.filter(name => !clientVariables.has(name))
}

/** `trust` (Gemini), `autoApprove` (Kiro, Amazon Q, Cline), `alwaysAllow` (Roo, Cline). */
function approvalsOf(entry: UnknownRecord): string[] {
  const keys = ['autoApprove', 'alwaysAllow', 'trust', 'auto_approve']
  if (keys.some(key => entry[key] === true)) return ['*']
  return [...new Set(keys.flatMap(key => textsOf(entry[key])))].sort()
}
