import type {Module, Naming, Value} from '../../../code/module.ts'
import {oncePer} from '../../../lib/remember.ts'

/** What asks whether a list has a member. */
const asks = /^(?:some|includes|include\?|contains|indexOf|index_of|has|any|any\?|every|find|findIndex)$/

/**
 * Whether a list of a function is looked through and never given away: it tells models apart, and offers none. What
 * goes by the function's own name is what it gives.
 */
export function isOnlyAsked(module: Module, {name, value, scope}: Naming): boolean {
  return value.kind === 'list' && scope.kind === 'function' && scope.name !== name && askedNames(module).has(name)
}

const askedNames = oncePer((module: Module): ReadonlySet<string> => {
  const asked = new Set<string>()
  for (const {call} of module.calls)
    if (call.callee.kind === 'member' && call.callee.of.kind === 'name' && asks.test(call.callee.key))
      asked.add(call.callee.of.name)
  if (asked.size === 0) return asked
  const given = [
    ...module.calls.flatMap(({call}) => call.args.map(argument => argument.value)),
    ...module.namings.map(naming => naming.value),
    ...module.scopes.flatMap(({returns}) => returns),
  ]
  for (const value of given) for (const name of namesGiven(value)) asked.delete(name)
  return asked
})

/** Names whose value is handed on as it is, or within a list or a map. */
function namesGiven(value: Value): readonly string[] {
  switch (value.kind) {
    case 'name':
      return [value.name]
    case 'list':
      return value.items.flatMap(item => (item.kind === 'name' ? [item.name] : []))
    case 'map':
      return value.entries.flatMap(entry => (entry.value.kind === 'name' ? [entry.value.name] : []))
    case 'choice':
      return value.options.flatMap(option => (option.kind === 'name' ? [option.name] : []))
    default:
      return []
  }
}
