import type {Module, Value} from '../../../code/module.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import {oncePer} from '../../../lib/remember.ts'
import type {Finder} from '../finder.ts'
import type {Match} from '../matches.ts'

/**
 * What a program says of itself where it is a client, or under no name that is known: `ClientInfo = new
 * Implementation`.
 */
export function isOfClient({module}: Finder, {site}: Match, named: Resolved | undefined): boolean {
  const call = site.made?.call
  if (call === undefined || lastName(call.callee) !== 'Implementation') return false
  return named === undefined || clientInfosOf(module).has(call)
}

const clientInfosOf = oncePer(
  ({namings}: Module): ReadonlySet<Value> =>
    new Set(namings.filter(({name}) => /^client_?info$/i.test(name)).map(({value}) => value)),
)
