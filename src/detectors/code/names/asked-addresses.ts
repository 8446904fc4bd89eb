import {providerByHost} from '../../../catalog/providers.ts'
import {isForPrograms, vendorOfHost} from '../../../catalog/vendors.ts'
import type {Scope, Value} from '../../../code/module.ts'
import {placeOf} from '../../../code/resolve/resolved.ts'
import {addEndpoint} from '../endpoint.ts'
import type {Finder} from '../finder.ts'
import {isPage} from '../hosts.ts'

/** Headers that say where a request comes from. */
const originHeader = /^(?:http-)?(?:referr?er|origin)$/i

/**
 * `model := "acme-2"` and `NewRequest("POST", "https://acme.dev/api/ask")` in one function: the address that a
 * function sends a model's name to, of a vendor that nobody lists.
 */
export function addAskedAddresses(finder: Finder): void {
  const scopes = scopesOfModels(finder)
  if (scopes.size === 0) return
  const {calls, namings} = finder.module
  for (const {scope, value, via} of namings) if (via === 'assignment' && scopes.has(scope)) addAsked(finder, value)
  for (const {call, scope} of calls)
    if (scopes.has(scope) && !call.args.some(({value}) => value.kind === 'text' && originHeader.test(value.text)))
      for (const {value} of call.args) addAsked(finder, value)
}

/** Functions that give a value to `model`, and that value was found to be one. */
function scopesOfModels(finder: Finder): ReadonlySet<Scope> {
  const {namings} = finder.module
  return new Set(
    namings.flatMap(({name, value, scope}) =>
      /^model$/i.test(name) && scope.kind === 'function' && isFound(finder, value) ? [scope] : [],
    ),
  )
}

function isFound(finder: Finder, value: Value): boolean {
  return value.kind === 'text' && finder.isTaken(placeOf(finder.module, value.line), value.text)
}

function addAsked(finder: Finder, value: Value): void {
  if (value.kind !== 'text' || !value.text.startsWith('https://') || isPage(value.text)) return
  const {text: url, line} = value
  const provider = providerByHost(url) === undefined && isForPrograms(url) ? vendorOfHost(url) : undefined
  if (provider === undefined) return
  addEndpoint(finder, {provider, url, place: placeOf(finder.module, line), rule: 'vendor', confidence: 0.7})
}
