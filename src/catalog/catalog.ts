import {addTo} from '../lib/group.ts'
import {readOwnRows} from '../lib/own-files.ts'
import {sortedBy} from '../lib/sort.ts'
import {
  type CodeLanguage as Language,
  type Library,
  type RootLanguage,
  type Rule,
  rootLanguage,
  rootLanguages,
  type Trigger,
} from './library.ts'
import {spelledName} from './models/spelled-names.ts'
import {matchesSymbol, parseSymbolPattern, type SymbolPattern} from './symbol-pattern.ts'

/** A rule with its library, by one of its patterns. */
export interface CatalogRule {
  readonly library: Library
  readonly rule: Rule
  readonly trigger: Trigger
  readonly pattern: SymbolPattern
}

interface Root {
  readonly library: Library
  /** Python: dotted segments; JavaScript: the package */
  readonly name: string
}

/** A library that a symbol belongs to, and the symbol's path below its import root. */
interface BelowRoot {
  readonly library: Library
  readonly below: readonly string[]
}

interface RuleBelowRoot {
  readonly match: CatalogRule
  readonly below: readonly string[]
}

/** A repository asks for the same few thousand symbols again and again; hostile ones never twice for the same. */
const rememberedLimit = 20_000

const noLibraries: readonly BelowRoot[] = []

const triggers: readonly Trigger[] = ['call', 'class', 'decorator', 'jsx', 'assign', 'reference']

/** The libraries, with what is needed to find the rules of a symbol quickly. */
export class Catalog {
  readonly libraries: readonly Library[]
  readonly #roots: ReadonlyMap<RootLanguage, Map<string, Root[]>> = new Map(
    rootLanguages.map(language => [language, new Map()]),
  )
  readonly #constants = new Map<Library, Constants>()
  readonly #rules = new Map<Library, CatalogRule[]>()
  readonly #loose = new Map<string, CatalogRule[]>()
  /** ends of decorators that are methods of an object: `@agent.tool` */
  readonly #methodDecorators = new Set<string>()
  readonly #librariesBySymbol = new Map<string, readonly BelowRoot[]>()
  readonly #rulesBySymbol = new Map<string, readonly RuleBelowRoot[]>()

  constructor(libraries: readonly Library[]) {
    this.libraries = sortedBy(libraries, ({library}) => library)
    for (const library of this.libraries) {
      this.#addRoots(library)
      const rules = (library.rules ?? []).flatMap(rule => compiled(library, rule))
      this.#rules.set(library, rules)
      for (const {trigger, pattern} of rules)
        if (trigger === 'decorator' && pattern.segments[0] === '()') this.#methodDecorators.add(lastOf(pattern))
      for (const rule of rules)
        if (rule.rule.receiver !== undefined && rule.rule.receiver !== 'known')
          addTo(this.#loose, lastOf(rule.pattern), rule)
    }
  }

  #addRoots(library: Library): void {
    for (const language of rootLanguages) {
      for (const name of library[language]?.imports ?? [])
        addTo(this.#rootsOf(language), firstOf(language, name), {library, name})
    }
  }

  #rootsOf(language: RootLanguage): Map<string, Root[]> {
    return this.#roots.get(language) ?? new Map()
  }

  /** The libraries that a module belongs to, each with the symbol path below its import root. */
  librariesOf(language: Language, module: string, path: readonly string[]): readonly BelowRoot[] {
    const own = rootLanguage(language)
    if (this.#rootsFor(own, module, path).length === 0) return noLibraries
    return remembered(this.#librariesBySymbol, `${own}\0${module}\0${path.join('\0')}`, () =>
      this.#findLibraries(own, module, path),
    )
  }

  /** Most symbols begin with the name of no library. */
  #rootsFor(own: RootLanguage, module: string, path: readonly string[]): readonly Root[] {
    const whole = own === 'javascript' || module !== '' ? module : (path[0] ?? '')
    return this.#rootsOf(own).get(firstOf(own, whole)) ?? []
  }

  #findLibraries(own: RootLanguage, module: string, path: readonly string[]): readonly BelowRoot[] {
    const roots = this.#rootsFor(own, module, path)
    if (own === 'javascript') {
      // what `require` gives is called itself where an import has a default
      const below = path[0] === undefined || path[0] === '()' ? ['default', ...path] : path
      return roots
        .filter(({name}) => module === name || module.startsWith(`${name}/`))
        .map(({library}) => ({library, below}))
    }
    const separator = own === 'go' ? '/' : '.'
    const whole = [...module.split(separator), ...path]
    return roots.flatMap(({library, name}) => {
      const segments = name.split(separator)
      return segments.every((segment, index) => whole[index] === segment)
        ? [{library, below: whole.slice(segments.length)}]
        : []
    })
  }

  /** Rules of one trigger that a symbol of a module meets. */
  rulesOf(trigger: Trigger, language: Language, module: string, path: readonly string[]): readonly RuleBelowRoot[] {
    const libraries = this.librariesOf(language, module, path)
    if (libraries.length === 0) return []
    return remembered(this.#rulesBySymbol, `${trigger}\0${rootLanguage(language)}\0${module}\0${path.join('\0')}`, () =>
      libraries.flatMap(({library, below}) =>
        (this.#rules.get(library) ?? [])
          .filter(
            match => match.trigger === trigger && isFor(match.rule, language) && matchesSymbol(match.pattern, below),
          )
          .map(match => ({match, below})),
      ),
    )
  }

  /** Whether a rule accepts some path with this end. */
  isLooseEnd(last: string): boolean {
    return this.#loose.has(last)
  }

  /** Whether a decorator with this end may be a method of an object that a library makes. */
  isMethodDecorator(last: string): boolean {
    return this.#methodDecorators.has(last)
  }

  /** Rules that accept the end of a path whose beginning nobody knows. */
  looseRules(trigger: Trigger, language: Language, path: readonly string[]): readonly CatalogRule[] {
    const candidates = this.#loose.get(path.at(-1) ?? '') ?? []
    return candidates.filter(
      match => match.trigger === trigger && isFor(match.rule, language) && matchesSymbol(match.pattern, path),
    )
  }

  /** The text behind a library's constant. */
  constantOf(language: Language, module: string, path: readonly string[]): string | undefined {
    for (const {library, below} of this.librariesOf(language, module, path)) {
      const constants = this.#constantsOf(library)
      const named = constants.texts.get(below.at(-1) ?? '')?.find(({pattern}) => matchesSymbol(pattern, below))
      if (named !== undefined) return named.text
      const family = constants.enums.find(({pattern}) => matchesSymbol(pattern, below))
      const spelled = family === undefined ? undefined : spelledName(below.at(-1) ?? '', family.text)
      if (spelled !== undefined) return spelled
    }
    return undefined
  }

  #constantsOf(library: Library): Constants {
    let known = this.#constants.get(library)
    if (known === undefined) {
      known = {texts: new Map(), enums: patternsOf(library.enums)}
      for (const constant of patternsOf(library.constants)) addTo(known.texts, lastOf(constant.pattern), constant)
      this.#constants.set(library, known)
    }
    return known
  }
}

interface Constant {
  readonly pattern: SymbolPattern
  readonly text: string
}

interface Constants {
  /** by the last segment */
  readonly texts: Map<string, Constant[]>
  readonly enums: readonly Constant[]
}

function patternsOf(table: Readonly<Record<string, string>> = {}): Constant[] {
  return Object.entries(table).map(([pattern, text]) => ({pattern: parseSymbolPattern(pattern), text}))
}

/** What the roots of a language are found by. */
function firstOf(language: RootLanguage, name: string): string {
  if (language === 'javascript') return packageName(name)
  const end = name.indexOf(language === 'go' ? '/' : '.')
  return end === -1 ? name : name.slice(0, end)
}

function isFor(rule: Rule, language: Language): boolean {
  return rule.language === undefined || rule.language === rootLanguage(language)
}

function compiled(library: Library, rule: Rule): CatalogRule[] {
  return triggers.flatMap(trigger =>
    (rule[trigger] ?? []).map(text => ({library, rule, trigger, pattern: parseSymbolPattern(text)})),
  )
}

function lastOf(pattern: SymbolPattern): string {
  const last = pattern.segments.at(-1)
  return typeof last === 'string' ? last : ''
}

function remembered<V>(known: Map<string, V>, key: string, find: () => V): V {
  const value = known.get(key)
  if (value !== undefined) return value
  if (known.size >= rememberedLimit) known.clear()
  const found = find()
  known.set(key, found)
  return found
}

/** `@scope/name/sub` → `@scope/name`, `name/sub` → `name`. */
function packageName(module: string): string {
  const end = module.indexOf('/', module.startsWith('@') ? module.indexOf('/') + 1 : 0)
  return end === -1 ? module : module.slice(0, end)
}

let catalog: Catalog | undefined

/** The catalogue that comes with aibom, read once. */
export function loadCatalog(): Catalog {
  catalog ??= new Catalog(readOwnRows<Library>('catalog.json', 'src/catalog/libraries'))
  return catalog
}
