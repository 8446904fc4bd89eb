import {providerOf, type ServiceSpec} from '../../catalog/library.ts'
import {providerByHost, providerByPrefix, providerBySlug, providerByVariable} from '../../catalog/providers.ts'
import type {Place, Resolved, ResolvedOf} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import type {Match} from './matches.ts'
import {select} from './select.ts'

/** The provider that a client talks to, and what told so. */
export interface Client {
  readonly provider: string
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
  const endpoints = select(resolver, spec.endpoint, match.site)
  const isKnown = endpoints.some(({kind}) => kind === 'text' || kind === 'partial')
  const fromEndpoint = endpoints
    .filter(({kind}) => !isKnown || kind !== 'dynamic')
    .flatMap(value => clientAt(value, spec, own))
  if (fromEndpoint.length > 0) return fromEndpoint
  const named = select(resolver, spec.providerName, match.site).flatMap((value): Client[] => {
    const slug = value.kind === 'text' ? slugOf(value.text) : undefined
    return slug === undefined ? [] : [{provider: slug, place: value.place}]
  })
  if (named.length > 0) return named
  return own === undefined || spec.ofModel === true ? [] : [{provider: own}]
}

function slugOf(text: string): string | undefined {
  const name = text.toLowerCase()
  return providerBySlug(name.replaceAll('_', '-'))?.slug ?? providerByPrefix(`${name}/x`)?.provider.slug
}

function clientAt(value: Resolved, spec: ServiceSpec, own: string | undefined): Client[] {
  switch (value.kind) {
    case 'scalar':
      return []
    case 'text':
      return endpointClient(value.text, value.place, spec, own)
    case 'partial':
      return partialClient(value, spec, own)
    default: {
      const variable = value.kind === 'dynamic' && value.source === 'environment' ? value.name : undefined
      const told = variable === undefined ? undefined : providerByVariable(variable)?.slug
      const provider = told ?? spec.fallback ?? own
      return provider === undefined ? [] : [{provider, ...(variable !== undefined && {variable})}]
    }
  }
}

function partialClient({parts, place}: ResolvedOf<'partial'>, spec: ServiceSpec, own: string | undefined): Client[] {
  const [first] = parts
  const known = parts.map(part => (typeof part === 'string' ? part : `{${part.hole}}`)).join('')
  if (typeof first === 'string' && /^https?:\/\/[^/]/.test(first)) return endpointClient(known, place, spec, own)
  const provider = providerByText(known) ?? spec.fallback ?? own
  return provider === undefined ? [] : [{provider, place}]
}

function endpointClient(url: string, place: Place, spec: ServiceSpec, own: string | undefined): Client[] {
  if (url === '') return []
  const provider = providerByHost(url)?.slug ?? providerByText(url) ?? spec.fallback ?? own
  const endpoint = /^https?:\/\//.test(url) ? {endpoint: url.split(/[?#]/, 1)[0] ?? url} : {}
  return provider === undefined ? [] : [{provider, place, ...endpoint}]
}

/** Azure's own path tells it where the host is the user's: `https://{resource}/openai/deployments/{deployment}`. */
function providerByText(url: string): string | undefined {
  return /\/openai\/deployments(?:\/|$)/.test(url) ? 'azure-openai' : undefined
}
