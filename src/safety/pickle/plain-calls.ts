import {isKind, nameOf, type Value} from './values.ts'

/** Types of Python itself, which dill asks for by their name. */
const plainTypes: ReadonlySet<unknown> = new Set([
  ...['bool', 'bytearray', 'bytes', 'complex', 'dict', 'float', 'frozenset', 'int', 'list', 'object', 'range', 'set'],
  ...['slice', 'str', 'tuple', 'NoneType'],
])
/** What dill writes as Python shows it, and evaluates. */
const plainLiteral = /^(?:Ellipsis|NotImplemented|range\(-?\d{1,20}, -?\d{1,20}(?:, -?\d{1,20})?\))$/
const typeOf = /^(?:builtins|__builtin__)\.type$/
const constants: ReadonlySet<string | undefined> = new Set([
  ...['builtins', '__builtin__'].flatMap(module => [`${module}.Ellipsis`, `${module}.NotImplemented`]),
])

/** The type that dill looks up, where it is one that only holds data. */
export function dillType(name: string | undefined, args: readonly Value[]): string | undefined {
  const [type] = args
  return name === 'dill._dill._load_type' && args.length === 1 && plainTypes.has(type) ? String(type) : undefined
}

/**
 * Whether a call of something that can act gives a constant or a type of Python itself, and does nothing, because of
 * what it is given.
 */
export function isPlainCall(name: string, args: readonly Value[]): boolean {
  const [only] = args
  if (args.length !== 1 || only === undefined) return false
  if (dillType(name, args) !== undefined) return true
  if (name === 'dill._dill._eval_repr') return typeof only === 'string' && plainLiteral.test(only)
  return typeOf.test(name) && (only === null || (isKind(only, 'global') && constants.has(nameOf(only))))
}
