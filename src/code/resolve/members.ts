import {languageOf} from '../language-of.ts'
import type {Entry, ImportTarget, Scope, Value, ValueOf} from '../module.ts'
import {bindingLimit, enclosingClass, environmentOf, optionLimit, unknownOf} from './lookup.ts'
import {type Context, type Place, placeOf, type Resolved, type ResolvedOf, type Resolving} from './resolved.ts'

/** Members of one list that are followed. */
const itemLimit = 500

/** What `of.key` in the source may be. */
export function resolveMember(resolver: Resolving, value: ValueOf<'member'>, context: Context): readonly Resolved[] {
  if (value.of.kind === 'name' && (value.of.name === 'self' || value.of.name === 'cls' || value.of.name === 'this')) {
    const holder = enclosingClass(context.scope)
    const own = holder === undefined ? undefined : classMember(resolver, holder, value.key, context)
    return own ?? [unknownOf(value, context, value.key)]
  }
  return resolver.resolve(value.of, context).flatMap(of => memberOf(resolver, of, value.key, value.line))
}

/** What `of[key]` in the source may be. */
export function resolveIndex(resolver: Resolving, value: ValueOf<'index'>, context: Context): readonly Resolved[] {
  const keys = resolver.resolve(value.key, context)
  return resolver
    .resolve(value.of, context)
    .flatMap(of => keys.flatMap(key => indexed(resolver, of, key) ?? [unknownOf(value, context)]))
}

/** A member of a resolved value. */
export function memberOf(resolver: Resolving, of: Resolved, key: string, line?: number): readonly Resolved[] {
  const place = line === undefined ? of.place : {...of.place, line}
  switch (of.kind) {
    case 'symbol':
      return environmentOf(of, key) ?? constant(resolver, of, key, place)
    case 'map':
      return entryOf(resolver, of, key) ?? [unknown(key, place)]
    case 'definition':
    case 'instance': {
      const isModule = of.scope.kind === 'module'
      const found = isModule
        ? resolver.given(of.context.module, [key])
        : classMember(resolver, of.scope, key, of.context)
      return found ?? [unknown(key, place)]
    }
    case 'text':
      return key === 'value' ? [of] : [unknown(key, place)]
    case 'dynamic':
      return [{...of, name: of.name === '' ? key : `${of.name}.${key}`}]
    default:
      return [unknown(key, place)]
  }
}

/** The value under a key of a map, through spreads. */
export function entryOf(resolver: Resolving, map: ResolvedOf<'map'>, key: string): readonly Resolved[] | undefined {
  let spread: readonly Resolved[] | undefined
  for (const entry of map.entries) {
    if (entry.key === key || (entry.computed !== undefined && isText(resolver, entry.computed, map.context, key)))
      return resolver.resolve(entry.value, map.context)
    if (entry.spread === true) spread = inSpread(resolver, entry, map.context, key) ?? spread
  }
  return spread
}

/** Members of a list, keys of a map when walked over; undefined for what has none. */
export function membersOf(resolver: Resolving, of: Resolved): readonly Resolved[] | undefined {
  if (of.kind === 'map') {
    return of.entries.flatMap(({key, line}): Resolved[] =>
      key === undefined ? [] : [{kind: 'text', text: key, place: placeOf(of.context.module, line)}],
    )
  }
  return of.kind === 'list'
    ? of.items.slice(0, itemLimit).flatMap(item => resolver.resolve(item, of.context))
    : undefined
}

/** Values one by one: a list gives each of its members. */
export function eachOf(resolver: Resolving, values: readonly Resolved[]): readonly Resolved[] {
  return values.flatMap(value => (value.kind === 'list' ? (membersOf(resolver, value) ?? []) : [value]))
}

function unknown(name: string, place: Place): Resolved {
  return {kind: 'dynamic', source: 'unknown', name, place}
}

function constant(resolver: Resolving, of: ResolvedOf<'symbol'>, key: string, place: Place): readonly Resolved[] {
  const path = [...of.path, key]
  return [of.made === undefined ? importedFrom(resolver, {module: of.module, path}, place) : {...of, path}]
}

/** The text of a library's constant, else the symbol that is imported. */
export function importedFrom(resolver: Resolving, {module, path}: ImportTarget, place: Place): Resolved {
  const text = module === '' ? undefined : resolver.constantOf(languageOf(place.path), module, path)
  return text === undefined ? {kind: 'symbol', module, path, place} : {kind: 'text', text, place}
}

/** A member of a class, its own before those of its bases. */
function classMember(
  resolver: Resolving,
  holder: Scope,
  key: string,
  context: Context,
): readonly Resolved[] | undefined {
  const {budget} = resolver
  const {module} = context
  const bindings = holder.bindings.get(key)
  if (bindings !== undefined) {
    return bindings
      .slice(-bindingLimit)
      .flatMap(binding => resolver.resolve(binding.value, {module, scope: binding.scope}))
  }
  if (budget.isDeepest) return undefined
  for (const base of holder.bases) {
    budget.descend()
    const parents = resolver.resolve(base, {module, scope: holder.parent ?? module.root})
    budget.leave()
    for (const parent of parents) {
      if (parent.kind !== 'definition' || parent.scope === holder || !budget.enter()) continue
      const found = classMember(resolver, parent.scope, key, parent.context)
      budget.leave()
      if (found !== undefined) return found
    }
  }
  return undefined
}

function inSpread(resolver: Resolving, entry: Entry, context: Context, key: string): readonly Resolved[] | undefined {
  if (!resolver.budget.enter()) return undefined
  const maps = resolver.resolve(entry.value, context).filter(value => value.kind === 'map')
  const found = maps.map(map => entryOf(resolver, map, key)).find(value => value !== undefined)
  resolver.budget.leave()
  return found
}

function isText(resolver: Resolving, value: Value, context: Context, text: string): boolean {
  return resolver.resolve(value, context).some(one => one.kind === 'text' && one.text === text)
}

function indexed(resolver: Resolving, of: Resolved, key: Resolved): readonly Resolved[] | undefined {
  if (key.kind === 'text') return memberOf(resolver, of, key.text)
  if (key.kind === 'scalar' && typeof key.value === 'number') {
    const item = itemOf(resolver, of, key.value)
    if (item !== undefined) return item
  }
  if (of.kind === 'map' && of.entries.length <= optionLimit)
    return of.entries.flatMap(entry => resolver.resolve(entry.value, of.context))
  if (isGenericClass(of)) return [of]
  return of.kind === 'symbol' ? [{...of, path: [...of.path, '[]']}] : undefined
}

/** A member of a list; the first of what React's `useState(initial)` gives. */
function itemOf(resolver: Resolving, of: Resolved, position: number): readonly Resolved[] | undefined {
  if (of.kind === 'list') {
    const item = of.items.at(position)
    return item === undefined ? undefined : resolver.resolve(item, of.context)
  }
  const isState = of.kind === 'symbol' && position === 0 && /^use\w*(?:State|Memo)$/.test(of.path.at(-2) ?? '')
  const initial = isState ? of.made?.call.args[0] : undefined
  return initial === undefined || !isState || of.made === undefined
    ? undefined
    : resolver.resolve(initial.value, of.made.context)
}

/** `Agent[Context](…)`, `class Poem(Flow[State])`: the class, whatever its type arguments. */
function isGenericClass(of: Resolved): boolean {
  if (of.kind === 'definition') return of.scope.kind === 'class'
  return of.kind === 'symbol' && of.module !== '' && /^[A-Z]/.test(of.path.at(-1) ?? '')
}
