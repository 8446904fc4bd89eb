import type {Place} from '../../code/resolve/resolved.ts'
import {registryId} from '../../inventory/identity.ts'
import {makeService} from '../../inventory/make.ts'
import {withoutQuery} from '../../lib/text/without-query.ts'
import type {Finder} from './finder.ts'

/** An address at which a provider's service is set up, and what says so. */
export interface Endpoint {
  readonly provider: string
  /** with its query, which is left out; absent where only a variable holds it */
  readonly url?: string
  readonly place: Place
  readonly rule: 'endpoint' | 'vendor'
  readonly confidence: number
  readonly symbol?: string
  readonly environment?: readonly string[]
}

/** Adds the service of an endpoint, unless the same provider's stands on the line already. */
export function addEndpoint(finder: Finder, endpoint: Endpoint): void {
  const {provider, url, place, rule, confidence, symbol, environment} = endpoint
  if (finder.bag.stands(registryId('service', '', provider), place.path, place.line)) return
  const endpoints = url === undefined ? [] : [withoutQuery(url)]
  const evidence = finder.evidence(place, {rule, level: 'configured', confidence, symbol})
  finder.bag.add(makeService({provider, endpoints, ...(environment !== undefined && {environment})}, [evidence]))
}
