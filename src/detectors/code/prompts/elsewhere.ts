import type {Scope, Value} from '../../../code/module.ts'
import {lookUp} from '../../../code/resolve/lookup.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import {settingsOf} from '../settings-of.ts'
import type {Site} from '../site.ts'
import {constantName} from './prompt-words.ts'

/**
 * What the file that has a text calls it: `PLANNER` of `Agent(instructions=P)` below `from prompts import PLANNER as P`.
 * Undefined where no argument of the call names it.
 */
export function nameElsewhere({resolver}: Finder, {args, context}: Site, text: Resolved): string | undefined {
  const values = args.flatMap(({value}) => [value, ...settingsOf(value).map(setting => setting.value)])
  const isText = ({place}: Resolved): boolean => place.path === text.place.path && place.line === text.place.line
  const named = values.find(value => resolver.resolve(value, context).some(isText))
  return named === undefined ? undefined : (importedName(named, context.scope) ?? constantName(named))
}

function importedName(value: Value, scope: Scope): string | undefined {
  const [binding] = value.kind === 'name' ? (lookUp(value.name, scope) ?? []) : []
  return binding?.value.kind === 'import' ? binding.value.from.path.at(-1) : undefined
}
