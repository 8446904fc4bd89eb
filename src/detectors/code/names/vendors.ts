import {providerByHost, providerBySlug} from '../../../catalog/providers.ts'
import {vendorOfAddress} from '../../../catalog/vendors.ts'
import type {Naming, Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {isOwnHost} from '../../../lib/http/host-reach.ts'
import {addEndpoint} from '../endpoint.ts'
import type {Finder} from '../finder.ts'
import {isAboutModels} from './about-models.ts'
import {snakeCase} from './snake-case.ts'

const addressName =
  /(?:^|_)(?:base_?url|api_?base(?:_?url)?|base_?uri|base_?address|api_?url|api_?endpoint|inference_?url|endpoint)$|(?:^|_)(?:openai|llm|chat|completions?|embeddings?|models?)_(?:(?!docs?_|document|help|page|site|info|icon|logo|card)[a-z]{1,20}_){0,3}ur[il]$/i
/** What makes an address of a text: `new Uri("…")`, `new("…")`, `URL(string: "…")`. */
const makesAddress = /^(?:ur[il]|new|)$/i
/** What says, around an address, that models are served there. */
const modelKey = /(?:^|_)(?:models?|llms?|embeddings?)(?:_|$)|^(?:temperature|max_tokens|messages)$/i
const modelWord = /llm|model|openai|chat|embed|generat|completion|inference|rerank|speech|tts|whisper/i

/**
 * Services at addresses of vendors that nobody lists: `base_url` beside models. The host names them; one of this
 * machine is what the settings around it call it.
 */
export function addVendors(finder: Finder): void {
  const addresses = finder.module.namings.flatMap(naming => {
    const value = addressName.test(snakeCase(naming.name)) ? writtenAddress(naming.value) : undefined
    return value === undefined ? [] : [value === naming.value ? naming : {...naming, value}]
  })
  if (addresses.length === 0) return
  const listed = providersListed(finder.module.namings, addresses)
  if (listed.size === 0 && !isAboutModels(finder)) return
  const holders = new Map<Value, Naming>()
  for (const naming of finder.module.namings)
    if (naming.within !== undefined && !holders.has(naming.value)) holders.set(naming.value, naming)
  for (const naming of addresses) addVendor(finder, naming, holders, listed)
}

function writtenAddress(value: Value): Value | undefined {
  if (value.kind === 'text') return value.text.startsWith('http') ? value : undefined
  const [only, ...others] = value.kind === 'call' && makesAddress.test(lastName(value.callee)) ? value.args : []
  return only === undefined || others.length > 0 || only.value.kind !== 'text' ? undefined : writtenAddress(only.value)
}

/** Providers of models that a table of addresses has at least, so that its other addresses are of others. */
const knownLimit = 3

/**
 * `PROVIDERS = [{label: "Groq", baseUrl: "https://api.groq.com/openai/v1"}, {label: "Acme", baseUrl: …}]`: the records of
 * tables most of whose addresses are of providers that everybody knows.
 */
function providersListed(namings: readonly Naming[], addresses: readonly Naming[]): ReadonlySet<Value> {
  const byRecord = new Map(addresses.map(address => [address.within, address.value]))
  const tables = namings.map(({value}) => membersOf(value).filter(member => byRecord.has(member)))
  return new Set(
    tables.flatMap(records => {
      const known = records.filter(record => isModelProvider(byRecord.get(record)))
      return known.length >= knownLimit && known.length * 2 >= records.length ? records : []
    }),
  )
}

function membersOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items
  return value.kind === 'map' ? value.entries.map(entry => entry.value) : []
}

function isModelProvider(address: Value | undefined): boolean {
  const kind = address?.kind === 'text' ? providerByHost(address.text)?.kind : undefined
  return kind === 'model-provider' || kind === 'gateway'
}

function addVendor(
  finder: Finder,
  naming: Naming,
  holders: ReadonlyMap<Value, Naming>,
  listed: ReadonlySet<Value>,
): void {
  const {value, within} = naming
  if (value.kind !== 'text' || providerByHost(value.text)?.kind === 'search') return
  const around = surroundings(within, holders)
  const isListed = within !== undefined && listed.has(within)
  if (!isListed && !around.some(hasModels) && !isNamedForModels(finder, naming)) return
  const known = providerByHost(value.text)?.slug
  const stated = isOnOwnHost(value.text) ? (around.flatMap(statedProvider)[0] ?? namedProvider(naming.name)) : undefined
  const provider = stated ?? known ?? vendorOfAddress(value.text)
  const place = placeOf(finder.module, value.line)
  if (provider === undefined || (stated === undefined && known !== undefined)) return
  addEndpoint(finder, {provider, url: value.text, place, rule: 'vendor', confidence: 0.75, symbol: naming.name})
}

/** The map or call that an address stands in, and the one around that. */
function surroundings(within: Value | undefined, holders: ReadonlyMap<Value, Naming>): Value[] {
  if (within === undefined) return []
  const outer = holders.get(within)?.within
  return outer === undefined ? [within] : [within, outer]
}

function namesIn(value: Value): readonly (readonly [string, Value])[] {
  if (value.kind === 'map')
    return value.entries.flatMap(({key, value: member}) => (key === undefined ? [] : [[key, member] as const]))
  return value.kind === 'call'
    ? value.args.flatMap(({name, value: member}) => (name === undefined ? [] : [[name, member] as const]))
    : []
}

function hasModels(value: Value): boolean {
  return namesIn(value).some(([name]) => modelKey.test(snakeCase(name)))
}

function isOnOwnHost(address: string): boolean {
  return URL.canParse(address) && isOwnHost(new URL(address).hostname)
}

/** `name="vllm"`, `provider: "ollama"` */
function statedProvider(value: Value): string[] {
  return namesIn(value).flatMap(([name, member]) => {
    if (member.kind !== 'text' || !/^(?:name|provider|provider_?(?:name|id)|id|type|value|key|label)$/i.test(name))
      return []
    const provider = providerBySlug(member.text.toLowerCase().replaceAll('_', '-'))
    return provider?.kind === 'self-hosted' || provider?.kind === 'gateway' ? [provider.slug] : []
  })
}

/** `liteLLMBaseURL = "http://localhost:4000/v1"`: a server that is told by the name of its address. */
function namedProvider(name: string): string | undefined {
  const [, word = ''] =
    /^(?:default)?([a-z0-9]{3,30}?)(?:server|api)?(?:base)?(?:url|uri|endpoint)$/.exec(
      name.replace(/[^A-Za-z0-9]/g, '').toLowerCase(),
    ) ?? []
  const provider = providerBySlug(word)
  return provider?.kind === 'self-hosted' || provider?.kind === 'gateway' ? provider.slug : undefined
}

/** `ACME_LLM_BASE_URL = …`, `DEFAULT_BASE_URL` of a class `AcmeGenerator`, an address beside `DefaultModel`. */
function isNamedForModels({module}: Finder, {name, scope}: Naming): boolean {
  return (
    modelWord.test(name) ||
    (scope.kind === 'class' && (modelWord.test(scope.name) || holdsModel(scope))) ||
    (scope.kind === 'module' && /llm|openai|completion/i.test(module.path))
  )
}

function holdsModel({bindings}: Naming['scope']): boolean {
  return [...bindings.keys()].some(name => modelKey.test(snakeCase(name)))
}
