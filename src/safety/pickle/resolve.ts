import {dillType} from './plain-calls.ts'
import {type Call, type GlobalName, isKind, itemsOf, nameOf, type Value} from './values.ts'

/** Functions that give a module for its name. */
const importers: ReadonlySet<string> = new Set([
  'importlib.import_module',
  'importlib.__import__',
  'builtins.__import__',
  '__builtin__.__import__',
  'cloudpickle.cloudpickle.subimport',
  'dill._dill._import_module',
])
/** Functions that give what a dotted path leads to. */
const locators: ReadonlySet<string> = new Set([
  'pkgutil.resolve_name',
  'pydoc.locate',
  'pydoc.resolve',
  'idlelib.calltip.get_entity',
  'hydra.utils.get_object',
  'hydra.utils.get_method',
  'hydra._internal.utils._locate',
])

/** What a call gives where that follows from its arguments: only to name what is reached, never to call it safe. */
export function resolveCall({callable, args, at}: Call): Value | undefined {
  const items = itemsOf(args)
  const [first, second] = items
  const name = isKind(callable, 'global') ? nameOf(callable) : undefined
  if (name === undefined) return isKind(callable, 'call') ? resolveSecond(callable, items, at) : undefined
  const type = dillType(name, items)
  if (type !== undefined) return {kind: 'global', module: 'builtins', name: type, at, computed: false}
  if (importers.has(name)) return typeof first === 'string' ? reached(first, '', at) : undefined
  if (locators.has(name)) return typeof first === 'string' ? locate(first, at) : undefined
  if (/^(builtins|__builtin__)\.getattr$/.test(name)) return attribute(first, second, at)
  if (/^(builtins|__builtin__)\.str\.join$/.test(name)) return join(first, second)
  return undefined
}

/** `attrgetter("system")(module)`, `methodcaller("system", …)(module)` */
function resolveSecond(maker: Call, args: readonly Value[], at: number): Value | undefined {
  const name = nameOf(maker.callable) ?? ''
  if (!/^_?operator\.(attrgetter|methodcaller)$/.test(name)) return undefined
  return attribute(args[0], itemsOf(maker.args)[0], at)
}

function attribute(object: Value | undefined, name: Value | undefined, at: number): GlobalName | undefined {
  const owner = isKind(object, 'global') ? nameOf(object) : undefined
  return owner === undefined || typeof name !== 'string' ? undefined : reached(owner, name, at)
}

function locate(path: string, at: number): GlobalName {
  const dotted = path.replace(':', '.')
  const dot = dotted.lastIndexOf('.')
  return dot === -1 ? reached(dotted, '', at) : reached(dotted.slice(0, dot), dotted.slice(dot + 1), at)
}

function join(separator: Value | undefined, parts: Value | undefined): string | undefined {
  const texts = itemsOf(parts)
  if (typeof separator !== 'string' || texts.length === 0 || texts.some(text => typeof text !== 'string'))
    return undefined
  return texts.join(separator)
}

function reached(module: string, name: string, at: number): GlobalName {
  return {kind: 'global', module, name, at, computed: true}
}
