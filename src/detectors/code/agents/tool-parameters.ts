import type {Scope} from '../../../code/module.ts'
import type {Resolved} from '../../../code/resolve/resolved.ts'
import type {Finder} from '../finder.ts'
import type {Site} from '../site.ts'

const functionPlaces = ['0', 'func', 'fn', 'function', 'coroutine']
/** Where SDKs take the schema of what a tool takes. */
const schemaPlaces = [
  'args_schema',
  'input_schema',
  'inputSchema',
  'parameters',
  '0.inputSchema',
  '0.parameters',
  '0.input_schema',
  '1.inputSchema',
  '1.schema',
  '2',
]
const nameLimit = 100

/** Names of what a tool takes: of its function, else of its schema; none where they are not written down. */
export function toolParameters(finder: Finder, site: Site): string[] {
  const scopes =
    site.decorated === undefined ? finder.select(functionPlaces, site).flatMap(functionOf) : [site.decorated]
  const stated = finder.select(schemaPlaces, site).flatMap(value => namesInSchema(finder, value))
  const names =
    stated.length > 0 ? stated : scopes.flatMap(({kind, parameters}) => (kind === 'function' ? parameters : []))
  return boundedNames(names)
}

/** Each name once, in order, and no more than a tool has. */
export function boundedNames(names: readonly string[]): string[] {
  return [...new Set(names)].sort().slice(0, nameLimit)
}

function functionOf(value: Resolved): Scope[] {
  return value.kind === 'definition' ? [value.scope] : []
}

/** `{type: "object", properties: {…}}`, `{city: z.string()}`, `z.object({city: …})`, a class with fields. */
export function namesInSchema(finder: Finder, value: Resolved, depth = 0): string[] {
  if (depth > 2) return []
  if (value.kind === 'map') {
    const member = (name: string) => value.entries.find(({key}) => key === name)?.value
    const properties = member('properties')
    if (properties !== undefined)
      return finder.resolver.resolve(properties, value.context).flatMap(one => namesInSchema(finder, one, depth + 1))
    return member('type') === undefined ? value.entries.flatMap(({key}) => (key === undefined ? [] : [key])) : []
  }
  if (value.kind === 'definition' && value.scope.kind === 'class') return fieldsOf(value.scope)
  const made = value.kind === 'symbol' ? value.made : undefined
  const [first] = made?.call.args ?? []
  if (made === undefined || first === undefined || first.name !== undefined) return []
  return finder.resolver
    .resolve(first.value, made.context)
    .flatMap(one => (one.kind === 'map' ? namesInSchema(finder, one, depth + 1) : []))
}

function fieldsOf({bindings}: Scope): string[] {
  return [...bindings].flatMap(([name, [first]]) =>
    name.startsWith('_') || first?.value.kind === 'definition' ? [] : [name],
  )
}
