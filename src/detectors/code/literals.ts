import type {Module, Naming, Value} from '../../code/module.ts'
import {type Context, placeOf, type Resolved} from '../../code/resolved.ts'
import type {Level} from '../../inventory/evidence.ts'
import type {Finder} from './finder.ts'

/** Members of one list or map that are looked at. */
const memberLimit = 300
const depthLimit = 3

export interface Literal {
  readonly value: Resolved
  /** `mentioned` for the key of a map */
  readonly level?: Level
  /** it stands in a map: its key, not the map's name, speaks for it */
  readonly inMap?: boolean
}

/** Texts that stand in a value itself, not behind its names: alternatives, members of a list, keys and values of a map. */
export function literals(value: Value, context: Context, finder: Finder, depth = 0): Literal[] {
  if (depth > depthLimit) return []
  switch (value.kind) {
    case 'text':
      return [{value: {kind: 'text', text: value.text, place: placeOf(context.module, value.line)}}]
    case 'choice':
      return value.options.flatMap(option => literals(option, context, finder, depth + 1))
    case 'list':
      return value.items.slice(0, memberLimit).flatMap(item => (item.kind === 'map' ? [] : literals(item, context, finder, depth + 1)))
    case 'map':
      return value.entries.slice(0, memberLimit).flatMap(entry => {
        const place = placeOf(context.module, entry.line)
        const key: Literal[] = entry.key === undefined ? [] : [{value: {kind: 'text', text: entry.key, place}, level: 'mentioned'}]
        const inner = entry.value.kind === 'map' ? [] : literals(entry.value, context, finder, depth + 1)
        return [...key, ...inner.map(one => ({...one, inMap: true}))]
      })
    case 'call':
      return finder.resolver
        .resolve(value, context)
        .flatMap((one): Literal[] => (one.kind === 'text' && one.place.path === context.module.path ? [{value: one}] : []))
    case 'template':
      return finder.resolver.resolve(value, context).map(one => ({value: one}))
    default:
      return []
  }
}

/** Declarations of options on the command line: `add_argument("--model", default="…")`, `click.option`, absl's `DEFINE_string("model", "…")`. */
export function optionNamings(module: Module): Naming[] {
  return module.calls.flatMap(({call, scope}) => {
    const callee = call.callee.kind === 'member' ? call.callee.key : call.callee.kind === 'name' ? call.callee.name : ''
    if (!/^(?:add_argument|add_option|option|DEFINE_string)$/.test(callee)) return []
    const positional = call.args.filter(({name}) => name === undefined)
    const given = call.args.find(({name}) => name === 'default') ?? (callee === 'DEFINE_string' ? positional[1] : undefined)
    const names = callee === 'DEFINE_string' ? positional.slice(0, 1) : positional
    if (given === undefined) return []
    return names.flatMap(({value}): Naming[] => {
      const name = value.kind === 'text' ? value.text.replace(/^-+/, '').replaceAll('-', '_') : ''
      return name === '' ? [] : [{name, value: given.value, line: given.line, scope, via: 'default'}]
    })
  })
}

export function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/[-\s]+/g, '_')
}
