import type {Binding, Language, Scope, Value} from '../module.ts'
import {type Context, placeOf, type Resolved, type ResolvedOf} from './resolved.ts'

/** Assignments of one name that are followed. */
export const bindingLimit = 6
/** Possibilities kept for one value. */
export const optionLimit = 32

/** Assignments that are passed over because their block has ended. */
const endedLimit = 100

/**
 * The last assignments up to a line in one scope, nearest first; bindings stand in the order of lines. What a block
 * declares is not seen behind it, and hides in it what was declared before.
 */
export function bindingsBefore(bindings: readonly Binding[], line: number, scope: Scope): Binding[] {
  let low = 0
  let high = bindings.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bindings[middle]?.line ?? 0) <= line) low = middle + 1
    else high = middle
  }
  const found: Binding[] = []
  const last = Math.max(0, low - endedLimit)
  for (let at = low - 1, asked = 0; at >= last && asked < bindingLimit; at--) {
    const binding = bindings[at]
    if (binding === undefined || (binding.until ?? line) < line) continue
    asked++
    if (binding.scope === scope) found.push(binding)
    if (binding.until !== undefined) break
  }
  return found
}

/** Languages in whose methods a member of the class goes by its bare name. */
const bareMembers: ReadonlySet<Language> = new Set<Language>(['java', 'kotlin', 'csharp', 'swift', 'ruby'])

/**
 * Names are looked up outwards; where the language does not say otherwise, a class's members are seen from its own body
 * only.
 */
export function lookUp(name: string, scope: Scope, language?: Language): readonly Binding[] | undefined {
  const seesMembers = language !== undefined && bareMembers.has(language)
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const bindings = at.kind !== 'class' || at === scope || seesMembers ? at.bindings.get(name) : undefined
    if (bindings !== undefined) return bindings
  }
  return undefined
}

/** The scope itself where it is a class, else the nearest around it. */
export function enclosingClass(scope: Scope): Scope | undefined {
  let at: Scope | undefined = scope
  while (at !== undefined && at.kind !== 'class') at = at.parent
  return at
}

/**
 * `process.env.NAME`, `import.meta.env.NAME`, `os.environ["NAME"]`, `ENV["NAME"]` of Ruby, `env.NAME` of SvelteKit and
 * Cloudflare.
 */
export function environmentOf(of: ResolvedOf<'symbol'>, key: string): Resolved[] | undefined {
  const path = [of.module, ...of.path].filter(part => part !== '').join('.')
  const isEnvironment =
    /^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ|environ|ENV|\$env\/\w+\/\w+(?:\.env)?)$/.test(path)
  return isEnvironment && /^[A-Za-z_]\w*$/.test(key) && key !== 'get'
    ? [{kind: 'dynamic', source: 'environment', name: key, place: of.place}]
    : undefined
}

/** A value that is not known, under a name of its own or the one in the source. */
export function unknownOf(value: Value, {module}: Context, name = ''): Resolved {
  return {
    kind: 'dynamic',
    source: 'unknown',
    name: name === '' ? nameOf(value) : name,
    place: placeOf(module, value.line),
  }
}

function nameOf(value: Value): string {
  switch (value.kind) {
    case 'name':
    case 'parameter':
      return value.name
    case 'member':
      return value.key
    case 'call':
      return nameOf(value.callee)
    case 'index':
      return value.key.kind === 'text' ? value.key.text : nameOf(value.of)
    default:
      return ''
  }
}

/** What stands in a hole of a template: the name in the source, for the reader. */
export function holeName(value: Value, resolved: Resolved | undefined): string {
  const name = nameOf(value)
  return name === '' && resolved?.kind === 'dynamic' ? resolved.name : name
}

/** Without repeats of one text or symbol, bounded. */
export function distinct(values: readonly Resolved[]): readonly Resolved[] {
  if (values.length < 2) return values
  const seen = new Set<string>()
  const kept: Resolved[] = []
  for (const value of values) {
    const key = keyOf(value)
    if (key !== undefined && seen.has(key)) continue
    if (key !== undefined) seen.add(key)
    kept.push(value)
    if (kept.length === optionLimit * 8) break
  }
  return kept
}

function keyOf(value: Resolved): string | undefined {
  switch (value.kind) {
    case 'text':
      return `t${value.text}`
    case 'scalar':
      return `s${value.value}`
    case 'dynamic':
      return `d${value.source}${value.name}`
    default:
      return undefined
  }
}
