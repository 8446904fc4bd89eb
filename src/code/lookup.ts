import type {Argument, Binding, CallSite, Module, Scope, Value} from './module.ts'
import type {Resolved, ResolvedOf} from './resolved.ts'

/** Assignments of one name that are followed. */
export const bindingLimit = 6
/** Possibilities kept for one value. */
export const optionLimit = 32

/** The last assignments up to a line in one scope, nearest first; bindings stand in the order of lines. */
export function bindingsBefore(bindings: readonly Binding[], line: number, scope: Scope): Binding[] {
  let low = 0
  let high = bindings.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bindings[middle]?.line ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return bindings
    .slice(Math.max(0, low - bindingLimit), low)
    .filter(binding => binding.scope === scope)
    .reverse()
}

export function positional(site: CallSite, position: number): Argument | undefined {
  const argument = site.call.args[position]
  return argument?.name === undefined && argument?.spread !== true ? argument : undefined
}

export function callsByName(module: Module): Map<string, CallSite[]> {
  const byName = new Map<string, CallSite[]>()
  for (const site of module.calls) {
    const {callee} = site.call
    const isOwn = callee.kind === 'member' && callee.of.kind === 'name' && (callee.of.name === 'self' || callee.of.name === 'this')
    const name = callee.kind === 'name' ? callee.name : isOwn ? callee.key : undefined
    if (name === undefined || site.call.jsx === true) continue
    const sites = byName.get(name)
    if (sites === undefined) byName.set(name, [site])
    else sites.push(site)
  }
  return byName
}

/** `@click.option("--model-name", default="…")` above the function that takes `model_name`. */
export function optionDefault(scope: Scope, parameter: string): Value | undefined {
  for (const decorator of scope.decorators) {
    if (decorator.kind !== 'call') continue
    const names = decorator.args.flatMap(({name, value}) => (name === undefined && value.kind === 'text' ? [value.text] : []))
    if (!names.some(name => name.replace(/^-+/, '').replaceAll('-', '_') === parameter)) continue
    return decorator.args.find(({name}) => name === 'default')?.value
  }
  return undefined
}

/** Names are looked up outwards; a class's members are seen from its own body only. */
export function lookUp(name: string, scope: Scope): readonly Binding[] | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const bindings = at.kind !== 'class' || at === scope ? at.bindings.get(name) : undefined
    if (bindings !== undefined) return bindings
  }
  return undefined
}

export function enclosingClass(scope: Scope): Scope | undefined {
  let at: Scope | undefined = scope
  while (at !== undefined && at.kind !== 'class') at = at.parent
  return at
}

/** `process.env.NAME`, `import.meta.env.NAME`, `os.environ["NAME"]`, `env.NAME` of SvelteKit and Cloudflare. */
export function environmentOf(of: ResolvedOf<'symbol'>, key: string): Resolved[] | undefined {
  const path = [of.module, ...of.path].filter(part => part !== '').join('.')
  const isEnvironment = /^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ|environ|\$env\/\w+\/\w+(?:\.env)?)$/.test(path)
  return isEnvironment && /^[A-Za-z_]\w*$/.test(key) && key !== 'get'
    ? [{kind: 'dynamic', source: 'environment', name: key, place: of.place}]
    : undefined
}

export function nameOf(value: Value): string {
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
