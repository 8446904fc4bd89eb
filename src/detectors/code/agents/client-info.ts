import type {Module, Value} from '../../../code/module.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
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

const clientInfosByModule = new WeakMap<Module, ReadonlySet<Value>>()

function clientInfosOf(module: Module): ReadonlySet<Value> {
  const infos = (): Value[] => module.namings.filter(({name}) => /^client_?info$/i.test(name)).map(({value}) => value)
  const known = clientInfosByModule.get(module) ?? new Set(infos())
  clientInfosByModule.set(module, known)
  return known
}
