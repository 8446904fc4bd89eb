import {type Provider, providerBySlug} from '../../catalog/providers.ts'
import type {AssetOf} from '../../inventory/asset.ts'
import type {ServiceFacts} from '../../inventory/facts.ts'
import {isLocalName, isOwnHost, isPrivateAddress} from '../../lib/http/host-reach.ts'

type Flow = NonNullable<ServiceFacts['dataFlows']>[number]['flow']

/** What a service of a kind does with data, by what it is for. How sensitive the data is only a person knows. */
const flows: Readonly<Record<Provider['kind'], Flow>> = {
  'model-provider': 'bi-directional',
  gateway: 'bi-directional',
  'self-hosted': 'bi-directional',
  'vector-store': 'bi-directional',
  search: 'bi-directional',
  speech: 'bi-directional',
  tracing: 'outbound',
}

/** Kinds that nobody runs at home under that name. */
const alwaysElsewhere = new Set<Provider['kind']>(['model-provider', 'gateway', 'search', 'speech'])

/**
 * What follows for a service from who provides it and where it is: the direction of the data, and whether they leave
 * the trust boundary.
 * A stated endpoint decides before the provider's name; what neither tells stays unknown.
 */
export function completeService(service: AssetOf<'service'>): AssetOf<'service'> {
  const {facts} = service
  const provider = providerBySlug(facts.provider)
  const kind = provider?.kind
  const crosses = facts.crossesTrustBoundary ?? crossesBoundary(facts.endpoints, kind)
  const dataFlows =
    facts.dataFlows ?? (kind === undefined ? undefined : [{flow: flows[kind], classification: 'unknown'}])
  const endpoint = facts.endpoints.length === 0 && !isElsewhere(service) ? provider?.endpoint : undefined
  const stated = endpoint === undefined ? {} : {endpoints: [endpoint], hasDefaultEndpoint: true}
  return {
    ...service,
    facts: {
      ...facts,
      ...stated,
      ...(crosses !== undefined && {crossesTrustBoundary: crosses}),
      ...(dataFlows !== undefined && {dataFlows}),
    },
  }
}

/** A variable holds the endpoint: what it is only a run knows. */
function isElsewhere({facts}: AssetOf<'service'>): boolean {
  return (facts.environment ?? []).some(name => /_(?:BASE_?URL|API_?BASE|ENDPOINT|HOST|URL)$/.test(name))
}

function crossesBoundary(endpoints: readonly string[], kind: Provider['kind'] | undefined): boolean | undefined {
  const hosts = endpoints.flatMap(hostOf)
  if (hosts.length > 0) return hosts.some(host => !isPrivate(host))
  return kind !== undefined && alwaysElsewhere.has(kind) ? true : undefined
}

/** None for an endpoint that holds a variable: only a run knows it. */
function hostOf(endpoint: string): string[] {
  if (endpoint.includes('{') || endpoint.includes('$')) return []
  const address = endpoint.includes('://') ? endpoint : `http://${endpoint}`
  return URL.canParse(address) ? [new URL(address).hostname] : []
}

/** Loopback, private networks, and bare names, which only a local resolver knows. */
function isPrivate(host: string): boolean {
  const isBareName = !host.includes('.') && !host.startsWith('[')
  return isOwnHost(host) || isPrivateAddress(host) || isLocalName(host) || isBareName
}
