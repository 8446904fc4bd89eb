import {readOwnRows} from '../lib/own-files.ts'
import {sortedBy} from '../lib/sort.ts'
import type {Library, Rule, Trigger} from './library.ts'
import {matchesSymbol, parseSymbolPattern, type SymbolPattern} from './symbol-pattern.ts'

type Language = 'python' | 'javascript'

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

const triggers: readonly Trigger[] = ['call', 'class', 'decorator', 'jsx', 'assign', 'reference']

/** The libraries, with what is needed to find the rules of a symbol quickly. */
export class Catalog {
  readonly libraries: readonly Library[]
  readonly #roots: Readonly<Record<Language, Map<string, Root[]>>> = {python: new Map(), javascript: new Map()}
  readonly #rules = new Map<Library, CatalogRule[]>()
  readonly #loose = new Map<string, CatalogRule[]>()

  constructor(libraries: readonly Library[]) {
    this.libraries = sortedBy(libraries, ({library}) => library)
    for (const library of this.libraries) {
      this.#addRoots(library)
      const rules = (library.rules ?? []).flatMap(rule => compiled(library, rule))
      this.#rules.set(library, rules)
      for (const rule of rules) if (rule.rule.receiver !== undefined && rule.rule.receiver !== 'known') push(this.#loose, lastOf(rule.pattern), rule)
    }
  }

  #addRoots(library: Library): void {
    for (const name of library.python?.imports ?? []) push(this.#roots.python, name.split('.')[0] ?? name, {library, name})
    for (const name of library.javascript?.imports ?? []) push(this.#roots.javascript, packageName(name), {library, name})
  }

  /** The libraries that a module belongs to, each with the symbol path below its import root. */
  librariesOf(
    language: Language,
    module: string,
    path: readonly string[],
  ): readonly {readonly library: Library; readonly below: readonly string[]}[] {
    if (language === 'javascript') {
      const roots = this.#roots.javascript.get(packageName(module)) ?? []
      // what `require` gives is called itself where an import has a default
      const below = path[0] === undefined || path[0] === '()' ? ['default', ...path] : path
      return roots.filter(({name}) => module === name || module.startsWith(`${name}/`)).map(({library}) => ({library, below}))
    }
    const whole = [...module.split('.'), ...path]
    const roots = this.#roots.python.get(whole[0] ?? '') ?? []
    return roots.flatMap(({library, name}) => {
      const segments = name.split('.')
      return segments.every((segment, index) => whole[index] === segment) ? [{library, below: whole.slice(segments.length)}] : []
    })
  }

  /** Rules of one trigger that a symbol of a module meets. */
  rulesOf(
    trigger: Trigger,
    language: Language,
    module: string,
    path: readonly string[],
  ): readonly {readonly match: CatalogRule; readonly below: readonly string[]}[] {
    return this.librariesOf(language, module, path).flatMap(({library, below}) =>
      (this.#rules.get(library) ?? [])
        .filter(match => match.trigger === trigger && isFor(match.rule, language) && matchesSymbol(match.pattern, below))
        .map(match => ({match, below})),
    )
  }

  /** Rules that accept the end of a path whose beginning nobody knows. */
  looseRules(trigger: Trigger, language: Language, path: readonly string[]): readonly CatalogRule[] {
    const candidates = this.#loose.get(path.at(-1) ?? '') ?? []
    return candidates.filter(match => match.trigger === trigger && isFor(match.rule, language) && matchesSymbol(match.pattern, path))
  }

  /** The text behind a library's constant. */
  constantOf(language: Language, module: string, path: readonly string[]): string | undefined {
    for (const {library, below} of this.librariesOf(language, module, path)) {
      for (const [pattern, text] of Object.entries(library.constants ?? {})) if (matchesSymbol(parseSymbolPattern(pattern), below)) return text
    }
    return undefined
  }
}

function isFor(rule: Rule, language: Language): boolean {
  return rule.language === undefined || rule.language === language
}

function compiled(library: Library, rule: Rule): CatalogRule[] {
  return triggers.flatMap(trigger => (rule[trigger] ?? []).map(text => ({library, rule, trigger, pattern: parseSymbolPattern(text)})))
}

function lastOf(pattern: SymbolPattern): string {
  const last = pattern.segments.at(-1)
  return typeof last === 'string' ? last : ''
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}

/** `@scope/name/sub` → `@scope/name`, `name/sub` → `name`. */
function packageName(module: string): string {
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/')
}

let catalog: Catalog | undefined

/** The catalogue that comes with aibom, read once. */
export function loadCatalog(): Catalog {
  catalog ??= new Catalog(readOwnRows<Library>('catalog.json', 'src/catalog/libraries'))
  return catalog
}
