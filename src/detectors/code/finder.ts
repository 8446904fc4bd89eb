import type {Catalog} from '../../catalog/catalog.ts'
import type {Condition, Rule} from '../../catalog/library.ts'
import type {Call, Module} from '../../code/module.ts'
import {importsFiles} from '../../code/resolve/project.ts'
import type {Made, Place, Resolved} from '../../code/resolve/resolved.ts'
import type {Resolver} from '../../code/resolve/resolver.ts'
import type {AssetKind} from '../../inventory/asset.ts'
import type {Evidence, Level, Scope, Use} from '../../inventory/evidence.ts'
import type {Steering} from './agents/steered-by.ts'
import {Bag} from './bag.ts'
import {type LocalFolder, lastSegment, writtenFiles} from './files.ts'
import {type Match, Matcher} from './matches.ts'
import {matchesAny} from './names/names.ts'
import {type Client, clientsOf} from './providers-of.ts'
import {select} from './select.ts'
import type {Site} from './site.ts'

/** How sure a place is: the path leads to the library, or only its end fits. */
const certainConfidence = 0.95
const looseConfidence = 0.85

/** What evidence says beside its place; the level is `used` if not given. */
export interface EvidenceOptions {
  readonly rule: string
  readonly level?: Level | undefined
  readonly confidence: number
  readonly symbol?: string | undefined
  readonly use?: Use | undefined
}

/** What every part of the detector works with while it reads one module. */
export class Finder {
  readonly bag = new Bag()
  readonly resolver: Resolver
  readonly module: Module
  readonly matcher: Matcher
  /** texts that a rule has taken, by place: general evidence leaves them alone */
  readonly taken = new Set<string>()
  /** folders that models are loaded from: which of them the source has, is known when all files are */
  readonly folders: LocalFolder[] = []
  /** texts that steer agents: which prompts they are, is known when all of them are */
  readonly steerings: Steering[] = []
  /** endpoints set for a whole library: `openai.api_base = …` */
  readonly moduleClients = new Map<string, readonly Client[]>()
  /** a name that counts stands in another file of the repository */
  needsOthers = false
  readonly #scopeOf: (path: string) => Scope
  readonly #catalog: Catalog
  /** by the call as the module has it, or the place that is no call */
  readonly #keys = new Map<Call | Site, string[]>()
  readonly #clients = new Map<unknown, readonly Client[]>()
  #written: ReadonlySet<string> | undefined

  constructor(options: {catalog: Catalog; resolver: Resolver; module: Module; scopeOf: (path: string) => Scope}) {
    this.resolver = options.resolver
    this.module = options.module
    this.#catalog = options.catalog
    this.matcher = new Matcher(options.catalog, options.resolver, options.module)
    this.#scopeOf = options.scopeOf
  }

  /** What part of the repository the module belongs to. */
  get scope(): Scope {
    return this.#scopeOf(this.module.path)
  }

  /** The values at a rule's selectors; notes when one of them is another file's. */
  select(selectors: readonly string[] | undefined, site: Site): readonly Resolved[] {
    const values = select(this.resolver, selectors, site)
    for (const value of values) this.note(value)
    return values
  }

  /** Whether the module itself writes a file of this name. */
  writes(path: string): boolean {
    this.#written ??= writtenFiles(this.module, this.resolver)
    return this.#written.has(lastSegment(path))
  }

  /** Remembers that a value stands in another file, where the module may import one. */
  note(value: Resolved): void {
    if (!importsFiles(this.module.language)) return
    if (value.kind === 'dynamic' && value.source === 'file') this.needsOthers = true
    if (value.kind === 'symbol' && value.module !== '' && value.made === undefined) this.needsOthers = true
  }

  /** The object whose method decorates a function may be made in another file: `@support.tool`. */
  noteDecorators(): void {
    for (const scope of this.module.scopes) {
      for (const decorator of scope.decorators) {
        const callee = decorator.kind === 'call' ? decorator.callee : decorator
        if (callee.kind !== 'member' || !this.#catalog.isMethodDecorator(callee.key)) continue
        const context = {module: this.module, scope: scope.parent ?? this.module.root}
        for (const value of this.resolver.resolve(callee.of, context)) this.note(value)
      }
    }
  }

  holds(rule: Rule, site: Site): boolean {
    const met = (condition: Condition): boolean => {
      const values = this.select(condition.at, site)
      if (condition.is === undefined) return values.some(({kind}) => kind !== 'dynamic')
      const {is} = condition
      return values.some(
        value =>
          (value.kind === 'text' && matchesAny(is, value.text)) ||
          (value.kind === 'scalar' && is.includes(String(value.value))) ||
          (value.kind === 'symbol' && value.made === undefined && matchesAny(is, value.path.at(-1) ?? '')) ||
          (value.kind === 'definition' && matchesAny(is, value.scope.name)),
      )
    }
    const isGiven = ({at, is}: Condition): boolean => is === undefined && this.select(at, site).length > 0
    if (rule.beside !== undefined && !this.#isBeside(rule.beside)) return false
    return (rule.when ?? []).every(met) && !(rule.unless ?? []).some(one => isGiven(one) || met(one))
  }

  #isBeside(roots: readonly string[]): boolean {
    return this.module.imports.some(({target}) =>
      roots.some(
        root => target.module === root || target.module.startsWith(`${root}.`) || target.module.startsWith(`${root}/`),
      ),
    )
  }

  /** The clients that a call makes, through whatever rule says so. */
  clientsOfCall(made: Made): readonly Client[] {
    const known = this.#clients.get(made.call)
    if (known !== undefined) return known
    this.#clients.set(made.call, [])
    const clients = this.matcher
      .ofCall(made)
      .filter(match => match.rule.rule.service !== undefined && this.holds(match.rule.rule, match.site))
      .flatMap(match => clientsOf(this.resolver, match))
    this.#clients.set(made.call, clients)
    return clients
  }

  evidence(place: Place, {rule, level = 'used', confidence, symbol, use}: EvidenceOptions): Evidence {
    const named = symbol === undefined || symbol === '' ? {} : {symbol}
    return {
      detector: `code/${rule}`,
      technique: 'syntax',
      ...place,
      ...named,
      level,
      ...(use !== undefined && {use}),
      scope: this.#scopeAt(place),
      confidence,
    }
  }

  #scopeAt({path, line}: Place): Scope {
    const isTest =
      path === this.module.path && this.module.testLines?.some(({from, to}) => line >= from && line <= to) === true
    return isTest ? 'test' : this.#scopeOf(path)
  }

  /** Whether a place is in what only tests have. */
  isInTest(place: Place): boolean {
    return this.#scopeAt(place) === 'test'
  }

  /** Where a name stands, and where it is used when that is another file. */
  places(literal: Place, use: Place): readonly Place[] {
    return literal.path === use.path ? [literal] : [literal, use]
  }

  confidenceOf(match: Match, own?: number): number {
    const {certain} = match
    if (own !== undefined) return certain ? own : Math.min(own, looseConfidence)
    return certain ? certainConfidence : looseConfidence
  }

  take(place: Place, text: string): void {
    this.taken.add(`${place.path}\0${place.line}\0${text}`)
  }

  isTaken(place: Place, text: string): boolean {
    return this.taken.has(`${place.path}\0${place.line}\0${text}`)
  }

  /** Notes the key of an asset that a call gave, or what is no call: a class, a decorated function. */
  gave(giver: Call | Site, key: string): void {
    const keys = this.#keys.get(giver)
    if (keys === undefined) this.#keys.set(giver, [key])
    else if (!keys.includes(key)) keys.push(key)
  }

  /** Keys of the assets that a call gave, also where a function of the module makes it: of one kind, or of all. */
  keysOf(call: Call | undefined, kind?: AssetKind): readonly string[] {
    const keys = call === undefined ? undefined : this.#keys.get(call.written ?? call)
    if (keys === undefined) return []
    return kind === undefined ? keys : keys.filter(key => key.startsWith(`${kind}:`))
  }

  /** Keys of the assets that a place gave, whether it is a call or not. */
  keysAt(site: Site): readonly string[] {
    return site.made === undefined ? (this.#keys.get(site) ?? []) : this.keysOf(site.made.call)
  }
}
