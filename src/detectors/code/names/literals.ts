import type {Module, Naming, Value, ValueOf} from '../../../code/module.ts'
import {declaredDefault} from '../../../code/options.ts'
import {type Context, placeOf, type Resolved} from '../../../code/resolve/resolved.ts'
import {lastName} from '../../../code/written-name.ts'
import type {Level} from '../../../inventory/evidence.ts'
import type {Finder} from '../finder.ts'
import {isSchema, isSchemaChoice, saysItsId} from './record-ids.ts'

/** Members of one list or map that are looked at. */
const memberLimit = 300
const depthLimit = 3

/** A text that stands in a value, and how much it says there. */
export interface Literal {
  readonly value: Resolved
  /** `mentioned` for the key of a map */
  readonly level?: Level
  /** it stands in a map: its key, not the map's name, speaks for it */
  readonly inMap?: boolean
}

/**
 * Texts that stand in a value itself or that a name in it holds alone: alternatives, members of a list, keys and values
 * of a map.
 */
export function literals(value: Value, context: Context, finder: Finder, depth = 0): Literal[] {
  if (depth > depthLimit) return []
  switch (value.kind) {
    case 'text':
      return [{value: {kind: 'text', text: value.text, place: placeOf(context.module, value.line)}}]
    case 'choice':
      return value.options.flatMap(option => literals(option, context, finder, depth + 1))
    case 'list':
      return value.items.slice(0, memberLimit).flatMap(item => {
        return item.kind === 'map' ? [] : literals(item, context, finder, depth + 1)
      })
    case 'map':
      if (isSchema(value.entries))
        return value.entries.flatMap(entry =>
          isSchemaChoice(entry) ? literals(entry.value, context, finder, depth + 1) : [],
        )
      return value.entries.slice(0, memberLimit).flatMap(entry => {
        const place = placeOf(context.module, entry.line)
        const key: Literal[] =
          entry.key === undefined || saysItsId(entry)
            ? []
            : [{value: {kind: 'text', text: entry.key, place}, level: 'mentioned'}]
        const inner = entry.value.kind === 'map' ? [] : literals(entry.value, context, finder, depth + 1)
        return [...key, ...inner.map(one => ({...one, inMap: true}))]
      })
    case 'name':
      return isConstant(value, context) ? namedTexts(value, context, finder) : []
    case 'call':
      return namedTexts(value, context, finder)
    case 'template':
      return finder.resolver.resolve(value, context).map(one => ({value: one}))
    case 'member':
      return constants(value, context, finder)
    default:
      return []
  }
}

/** What may give one text: itself, a part of a list that is taken apart, a library's constant, a look-up's default. */
const mayBeText: ReadonlySet<Value['kind']> = new Set(['text', 'index', 'member', 'call'])

/** Whether a name holds one value that may be a text. */
function isConstant({name}: ValueOf<'name'>, {scope, module}: Context): boolean {
  const bound = scope.bindings.get(name) ?? module.root.bindings.get(name)
  const [only] = bound ?? []
  return bound?.length === 1 && only !== undefined && mayBeText.has(only.value.kind)
}

/** Texts of this module that a name or call leads to. */
function namedTexts(value: Value, context: Context, finder: Finder): Literal[] {
  return finder.resolver
    .resolve(value, context)
    .flatMap((one): Literal[] => (one.kind === 'text' && one.place.path === context.module.path ? [{value: one}] : []))
}

/** `openai.LargeEmbedding3`: the text that a library's constant stands for; it has no other place than this one. */
function constants(value: Value, context: Context, finder: Finder): Literal[] {
  const here = placeOf(context.module, value.line)
  return finder.resolver
    .resolve(value, context)
    .flatMap(one =>
      one.kind === 'text' && one.place.path === here.path && one.place.line === here.line ? [{value: one}] : [],
    )
}

/**
 * Go's `flag.String("model", "…", …)`, Cobra's `StringVarP(&x, "model", "m", "…", …)`, Viper's `SetDefault("model",
 * "…")`.
 */
function flagNamings(module: Module): Naming[] {
  return module.calls.flatMap(({call, scope}) => {
    const callee = call.callee.kind === 'member' ? call.callee.key : ''
    if (!/^(?:String(?:Var)?P?|SetDefault)$/.test(callee)) return []
    const texts = call.args.flatMap(({value}) => (value.kind === 'text' ? [value] : []))
    const [named] = texts
    const given = callee.endsWith('P')
      ? call.args.at(-2)?.value
      : callee === 'SetDefault'
        ? call.args[1]?.value
        : call.args.at(-2)?.value
    if (named === undefined || given === undefined || given === named) return []
    const name = named.text.slice(named.text.lastIndexOf('.') + 1).replaceAll('-', '_')
    return [{name, value: given, line: given.line, scope, via: 'default' as const}]
  })
}

/**
 * Declarations of options on the command line: `add_argument("--model", default="…")`, `click.option`, absl's
 * `DEFINE_string("model", "…")`.
 */
export function optionNamings(module: Module): Naming[] {
  if (module.language === 'go') return flagNamings(module)
  return module.calls.flatMap(({call, scope}) => {
    const callee = lastName(call.callee)
    const positional = call.args.filter(({name}) => name === undefined)
    const given = callee === 'DEFINE_string' ? positional[1]?.value : declaredDefault(call)
    const names = callee === 'DEFINE_string' ? positional.slice(0, 1) : positional
    if (given === undefined) return []
    return names.flatMap(({value}): Naming[] => {
      const name = value.kind === 'text' ? value.text.replace(/^-+/, '').replaceAll('-', '_') : ''
      return name === '' ? [] : [{name, value: given, line: given.line, scope, via: 'default'}]
    })
  })
}
