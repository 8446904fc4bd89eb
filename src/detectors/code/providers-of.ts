import {providerOf, type ServiceSpec} from '../../catalog/library.ts'
import {providerByHost, providerByPrefix, providerBySlug, providerByVariable} from '../../catalog/providers.ts'
import {vendorOfAddress} from '../../catalog/vendors.ts'
import {type Place, type Resolved, type ResolvedOf, writtenText} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import type {Match} from './matches.ts'
import {snakeCase} from './names/snake-case.ts'
import {select} from './select.ts'
import {setAddresses} from './set-addresses.ts'
import {type Setting, settingsOf} from './settings-of.ts'

/** The provider that a client talks to, and what told so. */
export interface Client {
  readonly provider: string
  /** whose protocol a vendor speaks that no list knows: its models may be anybody's */
  readonly protocol?: string
  readonly endpoint?: string
  /** where the endpoint stands, if that decided */
  readonly place?: Place
  /** the endpoint's variable */
  readonly variable?: string
}

/**
 * Providers of the clients that a call makes, by its service rule: the endpoint goes before a named provider, that
 * before the rule's own.
 */
export function clientsOf(resolver: Resolver, match: Match): readonly Client[] {
  const spec = match.rule.rule.service
  if (spec === undefined) return []
  const own = spec.provider ?? providerOf(match.rule.library, match.site.module)
  const set = setAddresses(resolver, match.site)
  const endpoints = (set.length > 0 ? set : endpointsOf(resolver, spec, match)).filter(
    value => match.site.context.module.language !== 'go' || isTold(value),
  )
  const isKnown = endpoints.some(value => value.kind === 'text' || value.kind === 'partial' || isNothing(value))
  const told = isKnown ? undefined : settingOf(spec.endpoint, match)
  const fromEndpoint = endpoints
    .filter(({kind}) => !isKnown || kind !== 'dynamic')
    .flatMap(value => clientAt(value, told === undefined ? spec : {...spec, fallback: told}, own))
  if (fromEndpoint.length > 0) return fromEndpoint
  const named = select(resolver, spec.providerName, match.site).flatMap((value): Client[] => {
    const slug = slugOf(nameOf(value))
    if (slug === undefined) return []
    // an enumeration's member stands where it is imported from
    return [{provider: slug, ...(value.kind === 'text' && {place: value.place})}]
  })
  if (named.length > 0) return named
  return own === undefined || spec.ofModel === true ? [] : [{provider: own}]
}

/** Addresses that a call states, whoever stands there: of a model whose name says who runs it. */
export function addressesOf(resolver: Resolver, match: Match): string[] {
  const spec = match.rule.rule.service
  if (spec === undefined) return []
  const texts = endpointsOf(resolver, spec, match).flatMap(value => (value.kind === 'text' ? [value.text] : []))
  return [...new Set(texts.filter(text => addressPattern.test(text)).map(withoutQuery))]
}

/** In Go, what a function or a field gives is taken where it is not empty: `if url != "" { config.BaseURL = url }`. */
function isTold(value: Resolved): boolean {
  return value.kind !== 'symbol' && (value.kind !== 'dynamic' || value.source !== 'unknown')
}

/** `base_url=None if url == "default" else url`: where no address is given, the client calls its own provider. */
function isNothing(value: Resolved): boolean {
  return value.kind === 'scalar' && value.value === null
}

/** What clients of all libraries call the address that they talk to. */
const endpointNames = [
  ...['base_url', 'baseUrl', 'baseURL', 'basePath', 'api_base', 'apiBase', 'api_url', 'server_url'],
  ...['endpoint', 'azure_endpoint', 'azureEndpoint', 'azureOpenAIEndpoint', 'endpoint_url', 'endpointUrl', 'host'],
]
const endpointSelectors = endpointNames.flatMap(name => [name, `0.${name}`, `1.${name}`])

/** Of a rule that does not say where the address stands: an address under a name that can mean nothing else. */
function endpointsOf(resolver: Resolver, {endpoint}: ServiceSpec, {site}: Match): readonly Resolved[] {
  if (endpoint !== undefined) return select(resolver, endpoint, site)
  return select(resolver, endpointSelectors, site).filter(
    value =>
      (value.kind === 'text' && addressPattern.test(value.text)) ||
      (value.kind === 'partial' && typeof value.parts[0] === 'string' && addressPattern.test(value.parts[0])),
  )
}

const addressPattern = /^https?:\/\/[^/]/

/** `'anthropic'`, `Lab::Anthropic` */
function nameOf(value: Resolved): string {
  if (value.kind === 'text') return value.text
  return value.kind === 'symbol' && value.made === undefined ? (value.path.at(-1) ?? '') : ''
}

function slugOf(text: string): string | undefined {
  const name = text.toLowerCase()
  return providerBySlug(name.replaceAll('_', '-'))?.slug ?? providerByPrefix(`${name}/x`)?.provider.slug
}

function clientAt(value: Resolved, spec: ServiceSpec, own: string | undefined): Client[] {
  switch (value.kind) {
    case 'scalar':
      return isNothing(value) && own !== undefined ? [{provider: own}] : []
    case 'text':
      return endpointClient(value.text, value.place, spec, own)
    case 'partial':
      return partialClient(value, spec, own)
    default: {
      const variable = value.kind === 'dynamic' && value.source === 'environment' ? value.name : undefined
      const told = value.kind === 'dynamic' ? providerBySetting(value.name) : undefined
      const provider = told ?? elsewhere(spec, own)
      return provider === undefined ? [] : [{provider, ...(variable !== undefined && {variable})}]
    }
  }
}

function partialClient(value: ResolvedOf<'partial'>, spec: ServiceSpec, own: string | undefined): Client[] {
  const {parts, place} = value
  const [first] = parts
  const known = writtenText(value)
  if (typeof first === 'string' && addressPattern.test(first)) return endpointClient(known, place, spec, own)
  const provider = providerByText(known) ?? elsewhere(spec, own)
  return provider === undefined ? [] : [{provider, place}]
}

function endpointClient(url: string, place: Place, spec: ServiceSpec, own: string | undefined): Client[] {
  if (url === '') return []
  const other = elsewhere(spec, own)
  // whoever only speaks the protocol of another is told by its host
  const vendor = other !== undefined && other === spec.fallback ? vendorOfAddress(url) : undefined
  const known = providerByHost(url)?.slug ?? providerByText(url)
  const provider = known ?? vendor ?? other
  const endpoint = /^https?:\/\//.test(url) ? {endpoint: withoutQuery(url)} : {}
  const protocol = known === undefined && vendor !== undefined && other !== undefined ? {protocol: other} : {}
  return provider === undefined ? [] : [{provider, place, ...protocol, ...endpoint}]
}

/**
 * Whose service stands at an address that nobody knows: many speak OpenAI's protocol, other clients have one server.
 */
function elsewhere({fallback}: ServiceSpec, own: string | undefined): string | undefined {
  return own === undefined || own === 'openai' ? (fallback ?? own) : own
}

/** `OPENAI_BASE_URL`, `settings.OPENAI_BASE_URL`, `config.openAIBaseUrl`: the setting says whose address it holds. */
function providerBySetting(name: string): string | undefined {
  return providerByVariable(snakeCase(name.slice(name.lastIndexOf('.') + 1)).toUpperCase())?.slug
}

/** Arguments by their names. */
function named(args: Match['site']['args']): readonly Setting[] {
  return args.flatMap(({name, value}) => (name === undefined ? [] : [{key: name, value}]))
}

/**
 * The provider whose address the setting is called by that the endpoint is taken from:
 * `base_url=settings.OPENAI_BASE_URL`.
 */
function settingOf(selectors: readonly string[] | undefined, {site}: Match): string | undefined {
  const keys = new Set(selectors?.map(selector => selector.slice(selector.lastIndexOf('.') + 1)))
  const [first] = site.args
  const given = first?.name === undefined && first?.value.kind === 'map' ? settingsOf(first.value) : named(site.args)
  const value = given.find(({key}) => key !== undefined && keys.has(key))?.value
  return value?.kind === 'member' ? providerBySetting(value.key) : undefined
}

/** Azure's own path tells it where the host is the user's: `https://{resource}/openai/deployments/{deployment}`. */
function providerByText(url: string): string | undefined {
  return /\/openai\/deployments(?:\/|$)/.test(url) ? 'azure-openai' : undefined
}
