import known from './known-globals.json' with {type: 'json'}
import python2 from './python-2-names.json' with {type: 'json'}
import safe from './safe-globals.json' with {type: 'json'}

/**
 * What is known of a name that a pickle imports:
 * - call: building it makes data and nothing else
 * - value: may be named, not called
 * - guarded: a call passes its first argument on
 * - acts: runs, imports, reads, writes or connects
 * - inert: builds data, not proven safe
 * - unlisted: nobody knows
 */
export type Standing = 'call' | 'value' | 'guarded' | 'acts' | 'inert' | 'unlisted'

interface SafeGroup {
  readonly call?: readonly string[]
  readonly value?: readonly string[]
  readonly call_if_first_argument_listed?: readonly string[]
}

const standings: ReadonlyMap<string, Standing> = collect()
const actingModules: ReadonlySet<string> = new Set(known.modules)
const constants: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(known.constants).map(([module, beginnings]) => [module, beginnings.split(' ')]),
)
/** In the longest name that is known. */
const mostWords = Math.max(...[...standings.keys(), ...actingModules].map(name => name.split('.').length))
const oldModules: ReadonlyMap<string, string> = new Map(Object.entries(python2.modules))
const oldNames: ReadonlyMap<string, string> = new Map(Object.entries(python2.names))

function collect(): Map<string, Standing> {
  const map = new Map<string, Standing>()
  const put = (names: readonly string[] | undefined, standing: Standing): void => {
    for (const name of names ?? []) map.set(name, standing)
  }
  put(known.names, 'acts')
  put(known.inert, 'inert')
  put(known.inert_classes, 'inert')
  for (const group of Object.values(safe)) {
    if (typeof group !== 'object') continue
    const {call, value, call_if_first_argument_listed: guarded}: SafeGroup = group
    put(call, 'call')
    put(value, 'value')
    put(guarded, 'guarded')
  }
  return map
}

/** What pickles of value types reach by `getattr` and call. */
export const safeAttributes: ReadonlySet<string> = new Set(safe.stdlib.attribute)

/** The estimators whose state may hold a function that later calls run. */
export const holdsFunction: ReadonlySet<string> = new Set(safe.sklearn.unless_argument_callable)

/**
 * Judges the exact pair. Python 3 loads a Python 2 name as its successor, so what acts under either name acts.
 * @param trusted pairs, as `module.name`, that the user's policy lists beside ours
 */
export function standingOf(module: string, name: string, trusted: ReadonlySet<string>): Standing {
  const pair = `${module}.${name}`
  const successor = successorOf(module, name)
  const standing = name.includes('.') ? standingOfPath(module, name) : standingOfPair(pair)
  if (standing === 'acts') return standing
  if (successor !== undefined && standingOfPair(successor) === 'acts') return 'acts'
  return (standing === 'unlisted' || standing === 'inert') && trusted.has(pair) ? 'call' : standing
}

/**
 * A dotted name is walked attribute by attribute, through whatever modules the first one imports: only what it ends in
 * can be judged. No known name is longer than some words, so a name of any length takes linear time.
 */
function standingOfPath(module: string, name: string): Standing {
  if (standings.get(`${module}.${name}`) === 'inert') return 'inert'
  const words = `${module}.${name}`.split('.')
  for (let start = 0; start < words.length - 1; start++) {
    const known = words.slice(start, start + mostWords + 1)
    if (standingOfPair(known.join('.')) === 'acts') return 'acts'
  }
  return 'unlisted'
}

/** Whether a whole name is one of those that build data. */
export function isInert(name: string): boolean {
  return standings.get(name) === 'inert'
}

/** Whether a dotted path ends in something that acts, through whatever modules the first one has imported. */
export function leadsToAction(path: string): boolean {
  const [first, last] = [path.indexOf('.'), path.lastIndexOf('.')]
  return [first, last].some(dot => standingOf(path.slice(0, Math.max(0, dot)), path.slice(dot + 1), none) === 'acts')
}

const none: ReadonlySet<string> = new Set()

/** What a Python 2 name is called in Python 3; undefined where it kept its name. */
export function successorOf(module: string, name: string): string | undefined {
  const renamed = oldNames.get(`${module}.${name}`)
  if (renamed !== undefined) return renamed
  const successor = oldModules.get(module)
  return successor === undefined ? undefined : `${successor}.${name}`
}

function standingOfPair(pair: string): Standing {
  const exact = standings.get(pair)
  if (exact !== undefined) return exact
  if (isConstant(pair)) return 'inert'
  let end = pair.indexOf('.')
  for (let words = 0; end > 0 && words < mostWords; words++) {
    if (actingModules.has(pair.slice(0, end))) return 'acts'
    end = pair.indexOf('.', end + 1)
  }
  return 'unlisted'
}

/** A value that a module that acts has under a name of its own. */
function isConstant(pair: string): boolean {
  const dot = pair.indexOf('.')
  const beginnings = constants.get(pair.slice(0, dot)) ?? []
  const name = pair.slice(dot + 1)
  return /^[A-Z][A-Z0-9_]*$/.test(name) && beginnings.some(beginning => name.startsWith(beginning))
}

/** Functions that Cython writes for each of its classes: they make an instance and set its fields. */
const madeByCython = /^__pyx_unpickle_/

/** A function by Python's naming: its last word begins with a small letter or an underscore. */
export function looksLikeFunction(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1).replace(madeByCython, '')
  return !/^_*[A-Z]/.test(last)
}
