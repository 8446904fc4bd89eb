import {resolveIdiom} from '../idioms.ts'
import type {Binding, Module, Value, ValueOf} from '../module.ts'
import {Budget} from '../tree/budget.ts'
import {argumentFor, returnedParameter, withLiterals} from './bound.ts'
import {bindingLimit, bindingsBefore, distinct, holeName, lookUp, unknownOf} from './lookup.ts'
import {importedFrom, memberOf, membersOf, resolveIndex, resolveMember} from './members.ts'
import {resolveParameter} from './parameters.ts'
import {
  type ConstantOf,
  type Context,
  type Hole,
  type Made,
  type Modules,
  placeOf,
  type Resolved,
  type ResolvedOf,
  type Resolving,
} from './resolved.ts'

/** UTF-16 units of one text, and its parts: each of sixty names may hold the one before it twice. */
const lengthLimit = 500_000
const partLimit = 5000

/** Follows values through one set of modules; what it has worked out it keeps. */
export class Resolver implements Resolving {
  readonly budget = new Budget()
  readonly constantOf: ConstantOf
  readonly #modules: Modules
  readonly #known = new Map<Value, readonly Resolved[]>()
  readonly #open = new Set<Value>()

  /** @param constantOf the text that a library's constant stands for */
  constructor(modules: Modules, constantOf: ConstantOf = () => undefined) {
    this.#modules = modules
    this.constantOf = constantOf
  }

  /** Every possibility of a value, in the order in which they were found; never empty. */
  resolve(value: Value, context: Context): readonly Resolved[] {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    this.budget.begin()
    if (this.#open.has(value) || !this.budget.enter()) return [unknownOf(value, context)]
    this.#open.add(value)
    const found = distinct(this.#follow(value, context))
    this.budget.leave()
    this.#open.delete(value)
    if (!this.budget.isCut) this.#known.set(value, found)
    return found
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
        return resolveMember(this, value, context)
      case 'index':
        return resolveIndex(this, value, context)
      case 'each':
        return this.resolve(value.of, context).flatMap(of => membersOf(this, of) ?? [unknownOf(value, context)])
      case 'parameter':
        return resolveParameter(this, value, context)
      case 'call':
        return this.#call(value, context)
      case 'unknown':
        return [unknownOf(value, context)]
    }
  }

  #template(value: ValueOf<'template'>, context: Context): Resolved {
    const parts: (string | Hole)[] = []
    let length = 0
    for (const part of value.parts) {
      const [first] = this.resolve(part, context)
      if (first?.kind === 'text') parts.push(first.text)
      else if (first?.kind === 'scalar' && first.value !== null) parts.push(String(first.value))
      else if (first?.kind === 'partial') parts.push(...first.parts)
      else parts.push({hole: holeName(part, first), value: first})
      length += lengthOf(first)
      if (length > lengthLimit || parts.length > partLimit) return unknownOf(value, context)
    }
    const place = placeOf(context.module, value.line)
    const texts = parts.filter(part => typeof part === 'string')
    return texts.length === parts.length ? {kind: 'text', text: texts.join(''), place} : {kind: 'partial', parts, place}
  }

  #name(value: ValueOf<'name'>, context: Context): readonly Resolved[] {
    const bindings = lookUp(value.name, context.scope, context.module.language)
    if (bindings !== undefined) return this.#bound(atUse(bindings, value.line, context), value.line, context)
    return (
      this.#fromWildcards(value, context) ?? [
        {kind: 'symbol', module: '', path: [value.name], place: placeOf(context.module, value.line)},
      ]
    )
  }

  /**
   * `from fastai.vision.all import *`: a name that nothing here defines may be of the repository's modules or of a
   * package so imported.
   */
  #fromWildcards({name, line}: ValueOf<'name'>, {module: own}: Context): readonly Resolved[] | undefined {
    const place = placeOf(own, line)
    const packages: Resolved[] = []
    for (const module of own.wildcards) {
      const found = this.#modules.find(own, {module, path: [name]})
      if (found === 'missing') return [{kind: 'dynamic', source: 'file', name, place}]
      if (found === undefined) packages.push(importedFrom(this, {module, path: [name]}, place))
      const given = found === undefined ? undefined : this.given(found.module, found.path)
      if (given !== undefined) return given
    }
    if (own.language === 'javascript' || packages.length === 0) return undefined
    const constant = packages.find(({kind}) => kind === 'text')
    return constant === undefined ? packages : [constant]
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
    if (found === 'missing')
      return [{kind: 'dynamic', source: 'file', name: [value.from.module, ...value.from.path].join('.'), place}]
    const given = found === undefined ? undefined : this.given(found.module, found.path)
    return given ?? [importedFrom(this, value.from, place)]
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
    return found === undefined
      ? undefined
      : rest.reduce((values, key) => values.flatMap(value => memberOf(this, value, key)), found)
  }

  /** `export * from './x'`, `from .x import *`, `module.exports = {name}`. */
  #passedOn(module: Module, name: string): readonly Resolved[] | undefined {
    for (const wildcard of module.wildcards) {
      const found = this.#modules.find(module, {module: wildcard, path: [name]})
      if (found === 'missing') return [{kind: 'dynamic', source: 'file', name, place: placeOf(module, 1)}]
      if (found === undefined || !this.budget.enter()) continue
      const given = this.given(found.module, found.path)
      this.budget.leave()
      if (given !== undefined) return given
    }
    const whole = module.exports.get('default')
    if (whole?.kind !== 'map') return undefined
    const entry = whole.entries.find(({key}) => key === name)
    return entry === undefined ? undefined : this.resolve(entry.value, {module, scope: module.root})
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
    if (callee.kind !== 'definition') return [unknownOf(made.call, made.context)]
    if (callee.scope.kind === 'class')
      return [{kind: 'instance', scope: callee.scope, context: callee.context, made, place}]
    const returned = callee.scope.returns.flatMap(value => this.#returned(value, callee, made))
    return returned.length > 0 ? returned : [unknownOf(made.call, made.context)]
  }

  /** What a function gives to one call: a parameter that it returns is that call's argument, and no other's. */
  #returned(value: Value, {scope, context}: ResolvedOf<'definition'>, made: Made): readonly Resolved[] {
    const parameter = returnedParameter(value, scope)
    const given = parameter === undefined ? undefined : argumentFor(made.call, parameter)
    if (given !== undefined) return this.resolve(given.value, made.context)
    if (parameter?.default !== undefined) return this.resolve(parameter.default, context)
    const isHere = context.module === made.context.module
    return this.resolve(isHere ? withLiterals(value, scope, made.call) : value, context)
  }
}

/** A constant of Ruby's that no line imports stands where it is used. */
function atUse(bindings: readonly Binding[], line: number, {module}: Context): readonly Binding[] {
  const [only, ...others] = bindings
  return module.language === 'ruby' && only?.value.kind === 'import' && others.length === 0
    ? [{...only, value: {...only.value, line}, line: Math.min(only.line, line)}]
    : bindings
}

/** UTF-16 units of what is known of a text. */
function lengthOf(value: Resolved | undefined): number {
  if (value?.kind === 'text') return value.text.length
  return value?.kind === 'partial'
    ? value.parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0)
    : 0
}
