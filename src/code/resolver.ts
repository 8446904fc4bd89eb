import {resolveIdiom} from './idioms.ts'
import {
  bindingLimit,
  bindingsBefore,
  callsByName,
  distinct,
  enclosingClass,
  environmentOf,
  holeName,
  lookUp,
  nameOf,
  optionDefault,
  optionLimit,
  positional,
} from './lookup.ts'
import type {Binding, CallSite, Entry, ImportTarget, Language, Module, Scope, Value, ValueOf} from './module.ts'
import {type Context, type Made, placeOf, type Resolved, type ResolvedOf, type Resolving} from './resolved.ts'

/** Steps one question may take; hostile code can chain names without end. */
const stepLimit = 4000
const depthLimit = 40
/** UTF-16 units of one text, and its parts: each of sixty names may hold the one before it twice. */
const lengthLimit = 500_000
const partLimit = 5000
/** Callers whose arguments a parameter takes. */
const callerLimit = 12

/** Finds the modules that imports name. `missing` when it may be a file of the repository that was not read yet. */
export interface Modules {
  find(from: Module, target: ImportTarget): {readonly module: Module; readonly path: readonly string[]} | 'missing' | undefined
}

export type ConstantOf = (language: Language, module: string, path: readonly string[]) => string | undefined

/** Follows values through one set of modules; what it has worked out it keeps. */
export class Resolver implements Resolving {
  readonly #modules: Modules
  readonly #constantOf: ConstantOf
  readonly #known = new Map<Value, readonly Resolved[]>()
  readonly #open = new Set<Value>()
  readonly #callers = new Map<Module, Map<string, CallSite[]>>()
  #steps = 0
  #depth = 0

  /** @param constantOf the text that a library's constant stands for */
  constructor(modules: Modules, constantOf: ConstantOf = () => undefined) {
    this.#modules = modules
    this.#constantOf = constantOf
  }

  /** Every possibility of a value, in the order in which they were found; never empty. */
  resolve(value: Value, context: Context): readonly Resolved[] {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    if (this.#depth === 0) this.#steps = 0
    if (this.#open.has(value) || this.#depth >= depthLimit || ++this.#steps > stepLimit) return [this.unknown(value, context)]
    this.#open.add(value)
    this.#depth++
    const found = distinct(this.#follow(value, context))
    this.#depth--
    this.#open.delete(value)
    if (this.#depth === 0 || this.#steps <= stepLimit) this.#known.set(value, found)
    return found
  }

  unknown(value: Value, {module}: Context, name = ''): Resolved {
    return {kind: 'dynamic', source: 'unknown', name: name === '' ? nameOf(value) : name, place: placeOf(module, value.line)}
  }

  #follow(value: Value, context: Context): readonly Resolved[] {
    const place = placeOf(context.module, value.line)
    switch (value.kind) {
      case 'text':
        return [{kind: 'text', text: value.text, place}]
      case 'scalar':
        return [{kind: 'scalar', value: value.value, place}]
      case 'list':
        return [{kind: 'list', items: value.items, context, place}]
      case 'map':
        return [{kind: 'map', entries: value.entries, context, place}]
      case 'definition':
        return [{kind: 'definition', scope: value.scope, context: {module: context.module, scope: value.scope}, place}]
      case 'template':
        return [this.#template(value, context)]
      case 'choice':
        return value.options.flatMap(option => this.resolve(option, context))
      case 'name':
        return this.#name(value, context)
      case 'import':
        return this.#import(value, context)
      case 'member':
        return this.#member(value, context)
      case 'index':
        return this.#index(value, context)
      case 'each':
        return this.resolve(value.of, context).flatMap(of => this.membersOf(of) ?? [this.unknown(value, context)])
      case 'parameter':
        return this.#parameter(value, context)
      case 'call':
        return this.#call(value, context)
      case 'unknown':
        return [this.unknown(value, context)]
    }
  }

  #template(value: ValueOf<'template'>, context: Context): Resolved {
    const parts: (string | {hole: string})[] = []
    let length = 0
    for (const part of value.parts) {
      const [first] = this.resolve(part, context)
      if (first?.kind === 'text') parts.push(first.text)
      else if (first?.kind === 'scalar' && first.value !== null) parts.push(String(first.value))
      else if (first?.kind === 'partial') parts.push(...first.parts)
      else parts.push({hole: holeName(part, first)})
      length += lengthOf(first)
      if (length > lengthLimit || parts.length > partLimit) return this.unknown(value, context)
    }
    const place = placeOf(context.module, value.line)
    const texts = parts.filter(part => typeof part === 'string')
    return texts.length === parts.length ? {kind: 'text', text: texts.join(''), place} : {kind: 'partial', parts, place}
  }

  #name(value: ValueOf<'name'>, context: Context): readonly Resolved[] {
    const bindings = lookUp(value.name, context.scope)
    if (bindings !== undefined) return this.#bound(bindings, value.line, context)
    return this.#fromWildcards(value, context) ?? [{kind: 'symbol', module: '', path: [value.name], place: placeOf(context.module, value.line)}]
  }

  /** `from fastai.vision.all import *`: a name that nothing here defines may be of the repository's modules or of a package so imported. */
  #fromWildcards({name, line}: ValueOf<'name'>, {module: own}: Context): readonly Resolved[] | undefined {
    const place = placeOf(own, line)
    const packages: Resolved[] = []
    for (const module of own.wildcards) {
      const found = this.#modules.find(own, {module, path: [name]})
      if (found === 'missing') return [{kind: 'dynamic', source: 'file', name, place}]
      if (found === undefined) packages.push({kind: 'symbol', module, path: [name], place})
      const given = found === undefined ? undefined : this.given(found.module, found.path)
      if (given !== undefined) return given
    }
    return own.language === 'python' && packages.length > 0 ? packages : undefined
  }

  /** What was assigned before the use, where both stand in one block; else every assignment. */
  #bound(bindings: readonly Binding[], line: number, {module, scope}: Context): readonly Resolved[] {
    const before = bindingsBefore(bindings, line, scope)
    const chosen = before.length > 0 ? before : bindings.slice(-bindingLimit).reverse()
    return chosen.flatMap(binding => this.resolve(binding.value, {module, scope: binding.scope}))
  }

  #import(value: ValueOf<'import'>, context: Context): readonly Resolved[] {
    const place = placeOf(context.module, value.line)
    const found = this.#modules.find(context.module, value.from)
    if (found === 'missing') return [{kind: 'dynamic', source: 'file', name: [value.from.module, ...value.from.path].join('.'), place}]
    const given = found === undefined ? undefined : this.given(found.module, found.path)
    return given ?? [{kind: 'symbol', module: value.from.module, path: value.from.path, place}]
  }

  /** What a module gives under a path of names; undefined where it does not know the first one. */
  given(module: Module, path: readonly string[]): readonly Resolved[] | undefined {
    const [first, ...rest] = path
    const context = {module, scope: module.root}
    if (first === undefined) return [{kind: 'definition', scope: module.root, context, place: placeOf(module, 1)}]
    const exported = module.exports.get(first)
    const bindings = module.root.bindings.get(first)
    let found: readonly Resolved[] | undefined
    if (exported !== undefined) found = this.resolve(exported, context)
    else if (bindings !== undefined) found = this.#bound(bindings, Number.POSITIVE_INFINITY, context)
    else found = this.#passedOn(module, first)
    return found === undefined ? undefined : rest.reduce((values, key) => values.flatMap(value => this.memberOf(value, key)), found)
  }

  /** `export * from './x'`, `from .x import *`, `module.exports = {name}`. */
  #passedOn(module: Module, name: string): readonly Resolved[] | undefined {
    for (const wildcard of module.wildcards) {
      const found = this.#modules.find(module, {module: wildcard, path: [name]})
      if (found === 'missing') return [{kind: 'dynamic', source: 'file', name, place: placeOf(module, 1)}]
      if (found === undefined || this.#depth >= depthLimit || ++this.#steps > stepLimit) continue
      this.#depth++
      const given = this.given(found.module, found.path)
      this.#depth--
      if (given !== undefined) return given
    }
    const whole = module.exports.get('default')
    if (whole?.kind !== 'map') return undefined
    const entry = whole.entries.find(({key}) => key === name)
    return entry === undefined ? undefined : this.resolve(entry.value, {module, scope: module.root})
  }

  #member(value: ValueOf<'member'>, context: Context): readonly Resolved[] {
    if (value.of.kind === 'name' && (value.of.name === 'self' || value.of.name === 'cls' || value.of.name === 'this')) {
      const holder = enclosingClass(context.scope)
      const own = holder === undefined ? undefined : this.#classMember(holder, value.key, context)
      return own ?? [this.unknown(value, context, value.key)]
    }
    return this.resolve(value.of, context).flatMap(of => this.memberOf(of, value.key, value.line))
  }

  /** A member of a resolved value. */
  memberOf(of: Resolved, key: string, line?: number): readonly Resolved[] {
    const place = line === undefined ? of.place : {...of.place, line}
    switch (of.kind) {
      case 'symbol':
        return environmentOf(of, key) ?? this.#constant(of, key, place)
      case 'map':
        return this.entryOf(of, key) ?? [{kind: 'dynamic', source: 'unknown', name: key, place}]
      case 'definition':
      case 'instance': {
        const holder = of.scope.kind === 'module' ? this.given(of.context.module, [key]) : this.#classMember(of.scope, key, of.context)
        return holder ?? [{kind: 'dynamic', source: 'unknown', name: key, place}]
      }
      case 'text':
        return key === 'value' ? [of] : [{kind: 'dynamic', source: 'unknown', name: key, place}]
      case 'dynamic':
        return [{...of, name: of.name === '' ? key : `${of.name}.${key}`}]
      default:
        return [{kind: 'dynamic', source: 'unknown', name: key, place}]
    }
  }

  #constant(of: ResolvedOf<'symbol'>, key: string, place: Resolved['place']): readonly Resolved[] {
    const path = [...of.path, key]
    const language = place.path.endsWith('.py') || place.path.endsWith('.ipynb') ? 'python' : 'javascript'
    const text = of.module === '' || of.made !== undefined ? undefined : this.#constantOf(language, of.module, path)
    return text === undefined ? [{...of, path}] : [{kind: 'text', text, place}]
  }

  #classMember(holder: Scope, key: string, context: Context): readonly Resolved[] | undefined {
    const bindings = holder.bindings.get(key)
    if (bindings !== undefined) {
      return bindings.slice(-bindingLimit).flatMap(binding => this.resolve(binding.value, {module: context.module, scope: binding.scope}))
    }
    if (this.#depth >= depthLimit) return undefined
    for (const base of holder.bases) {
      this.#depth++
      const parents = this.resolve(base, {module: context.module, scope: holder.parent ?? context.module.root})
      this.#depth--
      for (const parent of parents) {
        if (parent.kind !== 'definition' || parent.scope === holder || ++this.#steps > stepLimit) continue
        this.#depth++
        const found = this.#classMember(parent.scope, key, parent.context)
        this.#depth--
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  /** The value under a key of a map, through spreads. */
  entryOf(map: ResolvedOf<'map'>, key: string): readonly Resolved[] | undefined {
    let spread: readonly Resolved[] | undefined
    for (const entry of map.entries) {
      if (entry.key === key || (entry.computed !== undefined && this.#isText(entry.computed, map.context, key)))
        return this.resolve(entry.value, map.context)
      if (entry.spread === true) spread = this.#inSpread(entry, map.context, key) ?? spread
    }
    return spread
  }

  #inSpread(entry: Entry, context: Context, key: string): readonly Resolved[] | undefined {
    if (this.#depth >= depthLimit || ++this.#steps > stepLimit) return undefined
    this.#depth++
    const maps = this.resolve(entry.value, context).filter(value => value.kind === 'map')
    const found = maps.map(map => this.entryOf(map, key)).find(value => value !== undefined)
    this.#depth--
    return found
  }

  #isText(value: Value, context: Context, text: string): boolean {
    return this.resolve(value, context).some(one => one.kind === 'text' && one.text === text)
  }

  /** Members of a list, keys of a map when walked over; undefined for what has none. */
  membersOf(of: Resolved): readonly Resolved[] | undefined {
    if (of.kind === 'map') {
      return of.entries.flatMap(({key, line}): Resolved[] =>
        key === undefined ? [] : [{kind: 'text', text: key, place: placeOf(of.context.module, line)}],
      )
    }
    return of.kind === 'list' ? of.items.slice(0, 500).flatMap(item => this.resolve(item, of.context)) : undefined
  }

  #index(value: ValueOf<'index'>, context: Context): readonly Resolved[] {
    const keys = this.resolve(value.key, context)
    return this.resolve(value.of, context).flatMap(of => keys.flatMap(key => this.#indexed(of, key, value, context)))
  }

  #indexed(of: Resolved, key: Resolved, value: ValueOf<'index'>, context: Context): readonly Resolved[] {
    if (key.kind === 'text') return this.memberOf(of, key.text)
    if (key.kind === 'scalar' && typeof key.value === 'number') {
      const item = this.#itemOf(of, key.value)
      if (item !== undefined) return item
    }
    if (of.kind === 'map' && of.entries.length <= optionLimit) return of.entries.flatMap(entry => this.resolve(entry.value, of.context))
    if (isGenericClass(of)) return [of]
    if (of.kind === 'symbol') return [{...of, path: [...of.path, '[]']}]
    return [this.unknown(value, context)]
  }

  /** A member of a list; the first of what React's `useState(initial)` gives. */
  #itemOf(of: Resolved, position: number): readonly Resolved[] | undefined {
    if (of.kind === 'list') {
      const item = of.items.at(position)
      return item === undefined ? undefined : this.resolve(item, of.context)
    }
    const isState = of.kind === 'symbol' && position === 0 && /^use\w*(?:State|Memo)$/.test(of.path.at(-2) ?? '')
    const initial = isState ? of.made?.call.args[0] : undefined
    return initial === undefined || !isState || of.made === undefined ? undefined : this.resolve(initial.value, of.made.context)
  }

  #parameter(value: ValueOf<'parameter'>, context: Context): readonly Resolved[] {
    const own = {module: context.module, scope: value.of}
    const given: readonly Resolved[] = value.default === undefined ? [] : this.resolve(value.default, own)
    const option = optionDefault(value.of, value.name)
    const options = option === undefined ? [] : this.resolve(option, own)
    const passed = this.#callersOf(value.of, context.module).flatMap(site => {
      const argument = site.call.args.find(({name}) => name === value.name) ?? positional(site, value.position)
      return argument === undefined ? [] : this.resolve(argument.value, {module: context.module, scope: site.scope})
    })
    const found = [...given, ...options, ...passed]
    const place = placeOf(context.module, value.line)
    return found.length > 0 ? found : [{kind: 'dynamic', source: 'parameter', name: value.name, place}]
  }

  /** Calls in the same module of a function by its name, or of a class by its constructor's. */
  #callersOf(scope: Scope, module: Module): readonly CallSite[] {
    let byName = this.#callers.get(module)
    if (byName === undefined) {
      byName = callsByName(module)
      this.#callers.set(module, byName)
    }
    const isConstructor = scope.name === '__init__' || scope.name === 'constructor'
    const name = isConstructor ? scope.parent?.name : scope.name
    return name === undefined || name === '' ? [] : (byName.get(name) ?? []).slice(0, callerLimit)
  }

  #call(value: ValueOf<'call'>, context: Context): readonly Resolved[] {
    const made: Made = {call: value, context}
    const idiom = resolveIdiom(this, made)
    if (idiom !== undefined) return idiom
    return this.resolve(value.callee, context).flatMap(callee => this.#called(callee, made))
  }

  #called(callee: Resolved, made: Made): readonly Resolved[] {
    const place = placeOf(made.context.module, made.call.line)
    if (callee.kind === 'symbol') return [{...callee, path: [...callee.path, '()'], made, place}]
    if (callee.kind === 'dynamic') return [{...callee, place}]
    if (callee.kind !== 'definition') return [this.unknown(made.call, made.context)]
    if (callee.scope.kind === 'class') return [{kind: 'instance', scope: callee.scope, context: callee.context, made, place}]
    const returned = callee.scope.returns.flatMap(value => this.resolve(value, callee.context))
    return returned.length > 0 ? returned : [this.unknown(made.call, made.context)]
  }
}

/** `Agent[Context](…)`, `class Poem(Flow[State])`: the class, whatever its type arguments. */
function isGenericClass(of: Resolved): boolean {
  if (of.kind === 'definition') return of.scope.kind === 'class'
  return of.kind === 'symbol' && of.module !== '' && /^[A-Z]/.test(of.path.at(-1) ?? '')
}

/** UTF-16 units of what is known of a text. */
function lengthOf(value: Resolved | undefined): number {
  if (value?.kind === 'text') return value.text.length
  return value?.kind === 'partial' ? value.parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0) : 0
}
