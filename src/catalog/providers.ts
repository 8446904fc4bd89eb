import rows from './providers.json' with {type: 'json'}

/** What a provider is there for; the word decides whether it counts as one of models. */
export type ProviderKind =
  | 'model-provider'
  | 'gateway'
  | 'self-hosted'
  | 'vector-store'
  | 'tracing'
  | 'search'
  | 'speech'

/** One row of providers.json; schemas/providers.schema.json describes each field. */
export interface Provider {
  readonly slug: string
  readonly name: string
  readonly kind: ProviderKind
  /** where the provider's own clients send requests when nothing else is stated */
  readonly endpoint?: string
  readonly hosts?: readonly string[]
  readonly ports?: readonly number[]
  readonly stems?: readonly string[]
  readonly variables?: readonly string[]
  readonly prefixes?: readonly string[]
  readonly vendors?: readonly string[]
  readonly images?: readonly string[]
}

/** What an environment variable holds, by its name alone. */
export type VariableRole = 'credential' | 'endpoint' | 'setting' | 'model'

/** An id and the provider before its first `/` or `:`. */
export interface PrefixedId {
  readonly provider: Provider
  readonly prefix: string
  readonly separator: '/' | ':'
  /** what follows the prefix */
  readonly rest: string
}

const kinds: Readonly<Record<string, ProviderKind>> = {
  'model-provider': 'model-provider',
  gateway: 'gateway',
  'self-hosted': 'self-hosted',
  'vector-store': 'vector-store',
  tracing: 'tracing',
  search: 'search',
  speech: 'speech',
}

/** Every provider, gateway and server that we know by name, sorted by slug. */
export const providers: readonly Provider[] = rows.map(row => ({
  ...row,
  kind: kinds[row.kind] ?? 'model-provider',
}))

const bySlug = new Map(providers.map(provider => [provider.slug, provider]))
const byVariable = indexOf(provider => provider.variables)
const byStem = indexOf(provider => provider.stems)
const byPrefix = indexOf(provider => [provider.slug, ...(provider.prefixes ?? []), ...(provider.vendors ?? [])])
const byPort = indexOf(provider => provider.ports?.map(String))
const byExactHost = indexOf(provider => provider.hosts?.filter(host => !host.includes('*')))
const hostPatterns = providers.flatMap(provider =>
  (provider.hosts ?? []).filter(host => host.includes('*')).map(host => ({host, provider})),
)
const byImage = indexOf(provider => provider.images)

/** Prefixes by which web frameworks let a variable reach the browser. */
const publicPrefixes = [
  'NEXT_PUBLIC_',
  'NUXT_PUBLIC_',
  'EXPO_PUBLIC_',
  'REACT_APP_',
  'VUE_APP_',
  'GATSBY_',
  'VITE_',
  'PUBLIC_',
  'NUXT_',
]

const roleBySuffix: readonly (readonly [suffix: string, role: VariableRole])[] = [
  ['_API_KEY', 'credential'],
  ['_APIKEY', 'credential'],
  ['_API_TOKEN', 'credential'],
  ['_ACCESS_TOKEN', 'credential'],
  ['_SECRET_KEY', 'credential'],
  ['_API_SECRET', 'credential'],
  ['_TOKEN', 'credential'],
  ['_KEY', 'credential'],
  ['_API_BASE_URL', 'endpoint'],
  ['_BASE_URL', 'endpoint'],
  ['_BASEURL', 'endpoint'],
  ['_API_BASE', 'endpoint'],
  ['_BASE_PATH', 'endpoint'],
  ['_SERVER_URL', 'endpoint'],
  ['_API_URL', 'endpoint'],
  ['_URL', 'endpoint'],
  ['_API_ENDPOINT', 'endpoint'],
  ['_ENDPOINT', 'endpoint'],
  ['_API_HOST', 'endpoint'],
  ['_HOST', 'endpoint'],
  ['_CHAT_MODEL_NAME', 'model'],
  ['_EMBEDDING_MODEL_NAME', 'model'],
  ['_EMBEDDING_MODEL', 'model'],
  ['_EMBEDDINGS_MODEL', 'model'],
  ['_CHAT_MODEL', 'model'],
  ['_DEFAULT_MODEL', 'model'],
  ['_MODEL_NAME', 'model'],
  ['_MODEL_ID', 'model'],
  ['_MODEL', 'model'],
]

function indexOf(keys: (provider: Provider) => readonly string[] | undefined): ReadonlyMap<string, Provider> {
  const index = new Map<string, Provider>()
  for (const provider of providers)
    for (const key of keys(provider) ?? []) if (!index.has(key)) index.set(key, provider)
  return index
}

/** Exact and case-sensitive; undefined for a slug that providers.json does not have. */
export function providerBySlug(slug: string): Provider | undefined {
  return bySlug.get(slug)
}

/**
 * The provider that a URL or a host name (with or without port) leads to. Local hosts are told by a server's own
 * default port only.
 * @param urlOrHost `https://api.openai.com/v1`, `api.groq.com`, `localhost:11434`, `http://ollama:11434`
 */
export function providerByHost(urlOrHost: string): Provider | undefined {
  const {host, port} = splitHost(urlOrHost)
  const exact = byExactHost.get(host)
  if (exact !== undefined) return exact
  const matched = hostPatterns.find(({host: pattern}) => matchesStar(pattern, host))
  if (matched !== undefined) return matched.provider
  return port === undefined || host.includes('.com') ? undefined : byPort.get(port)
}

/** The server whose own default port this is, where nothing else uses it. */
export function providerByPort(port: string): Provider | undefined {
  return byPort.get(port)
}

/** Host name and port of a URL or of a bare `host:port`, lower case; credentials, path and query are dropped. */
export function splitHost(urlOrHost: string): {
  readonly host: string
  readonly port?: string
} {
  const scheme = urlOrHost.indexOf('://')
  const start = scheme === -1 ? 0 : scheme + 3
  const authority = /^[^/?#\s]*/.exec(urlOrHost.slice(start, start + 512))?.[0] ?? ''
  const bare = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()
  const colon = bare.lastIndexOf(':')
  if (colon === -1 || !/^\d{1,5}$/.test(bare.slice(colon + 1))) return {host: bare}
  return {host: bare.slice(0, colon), port: bare.slice(colon + 1)}
}

/** One `*` stands for one run of characters, not empty. */
function matchesStar(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after)
}

/**
 * The provider whose credential, endpoint or setting a variable holds; a variable that only names a model is not one.
 */
export function providerByVariable(name: string): Provider | undefined {
  const meaning = variableMeaning(name)
  return meaning === undefined || meaning.role === 'model' ? undefined : meaning.provider
}

/**
 * What the name of an environment variable says: `OPENAI_API_KEY`, `NEXT_PUBLIC_OLLAMA_URL`,
 * `APP_AZURE_OPENAI_ENDPOINT`, `GROQ_MODEL`.
 * @returns undefined for names of no provider that we know
 */
export function variableMeaning(name: string): {readonly provider: Provider; readonly role: VariableRole} | undefined {
  if (name.length > 100) return undefined
  const upper = withoutPublicPrefix(name.toUpperCase())
  const exact = byVariable.get(upper)
  const suffix = roleBySuffix.find(([ending]) => upper.endsWith(ending))
  if (exact !== undefined) return {provider: exact, role: suffix?.[1] ?? 'setting'}
  if (suffix === undefined) return undefined
  const [ending, role] = suffix
  const provider = longestStem(upper.slice(0, -ending.length))
  return provider === undefined ? undefined : {provider, role}
}

function withoutPublicPrefix(name: string): string {
  const prefix = publicPrefixes.find(one => name.startsWith(one))
  return prefix === undefined ? name : name.slice(prefix.length)
}

/** `AZURE_OPENAI` before `OPENAI`; words before the stem are the application's own: `MYAPP_OPENAI`. */
function longestStem(text: string): Provider | undefined {
  for (let start = 0; start !== -1 && start < text.length; ) {
    const provider = byStem.get(text.slice(start))
    if (provider !== undefined) return provider
    const next = text.indexOf('_', start)
    start = next === -1 ? -1 : next + 1
  }
  return undefined
}

/**
 * The server that a container image runs.
 * @param image a reference with or without registry, tag and digest: `docker.io/vllm/vllm-openai:v0.6.0`,
 *   `ollama/ollama@sha256:…`
 */
export function providerByImage(image: string): Provider | undefined {
  const repository = imageRepository(image)
  const exact = byImage.get(repository)
  if (exact !== undefined) return exact
  const matched = [...byImage].find(([pattern]) => pattern.includes('*') && matchesStar(pattern, repository))
  return matched?.[1]
}

/** `registry/owner/name` without tag and digest, lower case; Docker Hub's own host is left out. */
export function imageRepository(image: string): string {
  const lower = image.trim().toLowerCase()
  const at = lower.indexOf('@')
  const named = at === -1 ? lower : lower.slice(0, at)
  const colon = named.lastIndexOf(':')
  const bare = colon > named.lastIndexOf('/') ? named.slice(0, colon) : named
  return bare.replace(/^(?:(?:registry-1\.|index\.)?docker\.io\/)(?:library\/)?/, '')
}

/**
 * The provider that a prefixed id names: `openai/gpt-4o`, `bedrock:anthropic.claude-v2`, `vertex_ai/gemini-pro`.
 * Prefixes are lower case: `Groq/…` and `Mistralai/…` are owners on the hub.
 */
export function providerByPrefix(id: string): PrefixedId | undefined {
  const match = /^([A-Za-z0-9][\w-]{0,40})([/:])(?!\/)(\S{1,200})$/.exec(id)
  if (match === null) return undefined
  const [, prefix = '', separator, rest = ''] = match
  const provider = byPrefix.get(prefix)
  return provider === undefined ? undefined : {provider, prefix, separator: separator === '/' ? '/' : ':', rest}
}
