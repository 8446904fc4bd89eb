import type {Catalog, CatalogRule} from '../../catalog/catalog.ts'
import type {Rule, Trigger} from '../../catalog/library.ts'
import type {Argument, Call, Module, Scope, Value} from '../../code/module.ts'
import {type Context, type Made, placeOf, type Resolved} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import {lastName} from '../../code/written-name.ts'
import type {Site} from './site.ts'

/** A rule that a place in code meets. */
export interface Match {
  readonly rule: CatalogRule
  readonly site: Site
  /** the path leads to the library, or all of it is a global's (`Supabase.ai.Session`); else only its end fits */
  readonly certain: boolean
}

type SiteBase = Omit<Site, 'path' | 'module' | 'receivers'>

/** Finds the places of one module that rules of the catalogue speak of. */
export class Matcher {
  readonly #catalog: Catalog
  readonly #resolver: Resolver
  readonly #module: Module
  readonly #imported: ReadonlySet<string>
  /** a name of the module may lead into a library: in Go, only what is imported does */
  readonly #reachesLibraries: boolean
  /** the module imports a library that speaks of models, services, agents: a prompt or an id is likely one */
  readonly importsAi: boolean

  constructor(catalog: Catalog, resolver: Resolver, module: Module) {
    this.#catalog = catalog
    this.#resolver = resolver
    this.#module = module
    const {language} = module
    const libraries = module.imports.flatMap(({target}) => catalog.librariesOf(language, target.module, target.path))
    this.#imported = new Set(libraries.map(({library}) => library.library))
    this.#reachesLibraries = language !== 'go' || libraries.length > 0
    this.importsAi = libraries.some(({library}) => library.rules?.some(speaksOfAi))
  }

  all(): Match[] {
    const {calls, scopes, namings, references} = this.#module
    return [
      ...calls.flatMap(({call, scope, target}) => this.ofCall({call, context: this.#at(scope)}, target)),
      ...calls.flatMap(({call, scope, target}) => this.#ofPartial(call, this.#at(scope), target)),
      ...scopes.flatMap(scope => [...this.ofClass(scope), ...this.ofDecorators(scope)]),
      ...namings.flatMap(({name, value, owner, scope, line}) =>
        owner === undefined
          ? []
          : this.#ofMember('assign', {kind: 'member', of: owner, key: name, line}, scope, [{value, line: value.line}]),
      ),
      ...references.flatMap(({value, scope}) => this.#ofMember('reference', value, scope, [])),
    ]
  }

  /** Whether the module imports a library. */
  imports(library: string): boolean {
    return this.#imported.has(library)
  }

  #at(scope: Scope): Context {
    return {module: this.#module, scope}
  }

  /** Rules that a call meets. */
  ofCall(made: Made, target?: string): Match[] {
    const {call, context} = made
    const trigger: Trigger = call.jsx === true ? 'jsx' : 'call'
    const {callee} = call
    if (!this.#reachesLibraries && !this.#catalog.isLooseEnd(lastWritten(callee))) return []
    const place = placeOf(context.module, call.line)
    const base = {args: call.args, context, place, made, ...(target !== undefined && {target})}
    const symbols = this.#resolver.resolve(callee, context)
    const found = this.#ofSymbols(trigger, [...symbols, ...this.#inheritedFrom(symbols)], base)
    if (found.length > 0 || symbols.some(({kind}) => kind === 'definition')) return found
    return this.#ofEnd(trigger, callee, symbols, base)
  }

  /** `partial(create_model, pretrained=True)`: the call that will be made. */
  #ofPartial(call: Call, context: Context, target: string | undefined): Match[] {
    const {callee, args} = call
    const [first, ...rest] = args
    const name = lastName(callee)
    if (name !== 'partial' || first === undefined || first.name !== undefined || first.spread === true) return []
    return this.ofCall({call: {kind: 'call', callee: first.value, args: rest, line: call.line}, context}, target)
  }

  /** A class of the repository without a constructor of its own is made as its base is. */
  #inheritedFrom(symbols: readonly Resolved[]): readonly Resolved[] {
    return symbols.flatMap(symbol => {
      if (symbol.kind !== 'definition' || symbol.scope.kind !== 'class') return []
      const {scope} = symbol
      if (scope.bindings.has('__init__') || scope.bindings.has('constructor')) return []
      const outer = {module: symbol.context.module, scope: scope.parent ?? symbol.context.module.root}
      return scope.bases.flatMap(base => this.#resolver.resolve(base, outer))
    })
  }

  #ofSymbols(trigger: Trigger, symbols: readonly Resolved[], base: SiteBase): Match[] {
    const found = new Map<Rule, {match: CatalogRule; module: string; path: readonly string[]; receivers: Made[]}>()
    for (const symbol of symbols) {
      if (symbol.kind !== 'symbol' || symbol.module === '') continue
      for (const {match, below} of this.#catalog.rulesOf(trigger, this.#module.language, symbol.module, symbol.path)) {
        const known = found.get(match.rule) ?? {match, module: symbol.module, path: below, receivers: []}
        if (symbol.made !== undefined) known.receivers.push(symbol.made)
        found.set(match.rule, known)
      }
    }
    return [...found.values()].map(({match, ...at}) => ({rule: match, site: {...base, ...at}, certain: true}))
  }

  /**
   * The end of the path as it is written, where its beginning is a parameter, an attribute, something of the
   * repository.
   */
  #ofEnd(trigger: Trigger, callee: Value, symbols: readonly Resolved[], base: SiteBase): Match[] {
    if (!this.#catalog.isLooseEnd(lastWritten(callee))) return []
    const path = writtenPath(callee)
    if (path.length < 2) return []
    const isForeign = symbols.some(
      symbol =>
        symbol.kind === 'symbol' &&
        this.#catalog.librariesOf(this.#module.language, symbol.module, symbol.path).length > 0,
    )
    if (isForeign) return []
    return this.#catalog.looseRules(trigger, this.#module.language, path).flatMap((rule): Match[] => {
      const isImported = this.imports(rule.library.library)
      if (rule.rule.receiver === 'imported' && !isImported) return []
      return [{rule, site: {...base, path, module: '', receivers: []}, certain: rule.pattern.whole}]
    })
  }

  /** Rules that what stands behind a value meets: a function by its decorators, what a call made by the call. */
  ofValue(value: Resolved): readonly Match[] {
    if (value.kind === 'definition') return this.ofDecorators(value.scope, value.context.module)
    const made = value.kind === 'symbol' || value.kind === 'instance' ? value.made : undefined
    return made === undefined ? [] : this.ofCall(made)
  }

  /** Rules that a class meets by what it extends. */
  ofClass(scope: Scope, module: Module = this.#module): Match[] {
    if (scope.kind !== 'class') return []
    const context = {module, scope}
    const args = [...scope.bindings].map(([name, bindings]): Argument => {
      const values = bindings.map(({value}) => value)
      const [first] = values
      const value: Value =
        values.length === 1 && first !== undefined
          ? first
          : {kind: 'choice', options: values, line: first?.line ?? scope.line}
      return {name, value, line: value.line}
    })
    const base = {args, context, place: placeOf(module, scope.line), target: scope.name}
    return scope.bases.flatMap(value => {
      const outer = {module, scope: scope.parent ?? module.root}
      return this.#ofSymbols('class', this.#resolver.resolve(value, outer), base)
    })
  }

  /** Rules that the decorators of a function or class meet. */
  ofDecorators(scope: Scope, module: Module = this.#module): Match[] {
    const context = {module, scope: scope.parent ?? module.root}
    return scope.decorators.flatMap(decorator => {
      const call = decorator.kind === 'call' ? decorator : undefined
      const place = placeOf(module, decorator.line)
      const base = {
        args: call?.args ?? [],
        context,
        place,
        target: scope.name,
        decorated: scope,
        ...(call !== undefined && {made: {call, context}}),
      }
      return this.#ofSymbols('decorator', this.#resolver.resolve(call?.callee ?? decorator, context), base)
    })
  }

  #ofMember(trigger: 'assign' | 'reference', value: Value, scope: Scope, args: readonly Argument[]): Match[] {
    const context = this.#at(scope)
    const base = {args, context, place: placeOf(this.#module, value.line)}
    return this.#ofSymbols(trigger, this.#resolver.resolve(value, context), base)
  }
}

/** Libraries that only read files are everybody's. */
function speaksOfAi({models, service, agent, mcpServer, prompts}: Rule): boolean {
  return [models, service, agent, mcpServer, prompts].some(given => given !== undefined)
}

/** The last part of {@link writtenPath}. */
function lastWritten(value: Value): string {
  if (value.kind === 'member') return value.key
  return value.kind === 'call' ? '()' : value.kind === 'index' ? '[]' : ''
}

/** `self.client.chat.create` as it is written: names and calls from left to right. */
export function writtenPath(value: Value): string[] {
  const path: string[] = []
  let at: Value | undefined = value
  while (at !== undefined) {
    if (at.kind === 'member') path.push(at.key)
    else if (at.kind === 'call') path.push('()')
    else if (at.kind === 'index') path.push('[]')
    else if (at.kind === 'name') path.push(at.name)
    at = at.kind === 'member' || at.kind === 'index' ? at.of : at.kind === 'call' ? at.callee : undefined
  }
  return path.reverse()
}
