import {providerContradictsAddress} from '../../rules/provider-contradicts-address.ts'
import {undeclaredEndpoint} from '../../rules/undeclared-endpoint.ts'
import type {DeclaredService} from '../declared/declared.ts'
import {endpointOf, isOneProvider, providerAt} from '../dialects/providers.ts'
import type {Seen} from '../observations.ts'
import {type Case, notDeclared} from './case.ts'
import {countText, serviceText, type Verdict} from './verdict.ts'

/** What is wrong with an address: nothing declares it, or it is that of another provider than the one that is named. */
export function endpointVerdicts(seen: Seen, at: Case): Verdict[] {
  const services = at.declared.flatMap(document => document.services)
  const owner = providerAt(seen.name)
  if (isDeclaredAddress(seen, owner, services)) return []
  const {name, provider, sighting} = seen
  const of = {service: at.now.name, kind: 'endpoint', name, sighting}
  const message = `${serviceText(at.now.name)} sends requests to ${name}, which ${notDeclared(at)}: ${countText(sighting)}`
  const verdicts: Verdict[] = [{...of, rule: undeclaredEndpoint, message}]
  if (provider !== undefined && owner !== undefined && !isOneProvider(owner, provider)) {
    const contradiction = `${serviceText(at.now.name)} names the provider ${provider}, and sends requests to ${name}, which is ${owner}: ${countText(sighting)}`
    verdicts.push({...of, rule: providerContradictsAddress, message: contradiction, before: [provider], after: [owner]})
  }
  return verdicts
}

function isDeclaredAddress(
  {name, provider}: Seen,
  owner: string | undefined,
  services: readonly DeclaredService[],
): boolean {
  const stated = services.flatMap(({endpoints}) => endpoints)
  if (stated.some(endpoint => isSameAddress(endpoint, name))) return true
  const ofOwner = services.filter(service => owner !== undefined && isOneProvider(service.provider, owner))
  // a provider has many addresses; one that is stated, other than its own, is the only one
  if (ofOwner.some(service => isAtOwner(service, owner) && isInRegion(service, name))) return true
  // whose address a variable holds may be anywhere, but not at another known provider
  return (
    owner === undefined &&
    services.some(
      ({provider: of, isElsewhere}) => isElsewhere && (provider === undefined || isOneProvider(of, provider)),
    )
  )
}

function isAtOwner({endpoints}: DeclaredService, owner: string | undefined): boolean {
  return endpoints.every(endpoint => providerAt(endpoint) === owner)
}

/** `us-east-1` in `bedrock-runtime.us-east-1.amazonaws.com` */
const regionInHost = /(?:^|[.-])([a-z]{2,12}(?:-(?:gov|iso[a-z]?))?-[a-z]{4,12}-?\d{1,2})(?=[.-])/

/** Not in another region than those that are stated. */
function isInRegion({regions}: DeclaredService, host: string): boolean {
  const region = regionInHost.exec(host)?.[1]
  return region === undefined || regions.length === 0 || regions.includes(region)
}

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1|\[::1\]|0\.0\.0\.0)(?=$|:\d)/

function isSameAddress(declared: string, seen: string): boolean {
  const endpoint = endpointOf(declared)
  if (endpoint === undefined) return matchesTemplate(declared, seen)
  return endpoint === seen || endpoint.replace(loopback, 'localhost') === seen.replace(loopback, 'localhost')
}

/** `https://{region}.example.com`: what is filled in only a run knows. */
function matchesTemplate(declared: string, seen: string): boolean {
  const host = /^[a-z]+:\/\/([^/]*)/i.exec(declared)?.[1] ?? ''
  const end = host.slice(Math.max(host.lastIndexOf('}'), host.lastIndexOf('>')) + 1)
  return /[{<$]/.test(host) && end.startsWith('.') && seen.endsWith(end.toLowerCase())
}
