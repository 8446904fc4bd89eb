import {noteItems, unfolds} from './growth.ts'
import {isPlainWrapper, wrapperOf} from './joblib.ts'
import {holdsFunction, leadsToAction} from './judge.ts'
import type {PickleLog} from './log.ts'
import {add, addPairs, type Call, entryOf, isKind, itemsOf, nameOf, type Pairs, show, type Value} from './values.ts'

const mappings: ReadonlySet<string> = new Set([
  'collections.OrderedDict',
  'collections.Counter',
  'collections.defaultdict',
  'builtins.dict',
  '__builtin__.dict',
  'sklearn.utils.Bunch',
  'sklearn.utils._bunch.Bunch',
])
const sequences: ReadonlySet<string> = new Set([
  'collections.deque',
  'builtins.list',
  '__builtin__.list',
  'builtins.set',
  '__builtin__.set',
])
/** Names with two underscores that ordinary state has. */
const plainNames: ReadonlySet<string> = new Set([
  '__version__',
  '__doc__',
  '__module__',
  '__name__',
  '__qualname__',
  '__annotations__',
  '__orig_class__',
  '__notes__',
])
const tensorMakers = /^torch\.(?:_utils\._rebuild_|Tensor$|nn\.parameter\.|_tensor\._rebuild_)/

/** APPEND, APPENDS and ADDITEMS. */
export function addItems(target: Value, values: readonly Value[], at: number, log: PickleLog): void {
  if (isKind(target, 'list')) noteItems(target, values)
  if (isKind(target, 'list') || isKind(target, 'set')) add(target.items, values)
  else judgeTarget(target, sequences, `adds ${show(values[0])} to`, at, log)
}

/** Keys whose value Hydra and its kin call, when a program builds an object from the settings in a checkpoint. */
const targetKeys: ReadonlySet<Value> = new Set(['_target_', '__target__', 'class_path'])

/** SETITEM and SETITEMS. */
export function setItems(target: Value, values: readonly Value[], at: number, log: PickleLog): void {
  judgePairs(values, at, log)
  if (isKind(target, 'dict')) addPairs(target, values)
  else if (isKind(target, 'call') && mappings.has(nameOf(target.callable) ?? '')) addPairs(pairsOf(target), values)
  else if (!isKind(target, 'list')) judgeTarget(target, mappings, `sets item ${show(values[0])} of`, at, log)
}

/** @param values keys and values in turn */
export function judgePairs(values: readonly Value[], at: number, log: PickleLog): void {
  for (const [index, key] of values.entries()) {
    if (index % 2 === 1) continue
    judgeKey(key, at, log)
    const value = targetKeys.has(key) ? values[index + 1] : undefined
    if (typeof value === 'string' && leadsToAction(value))
      log.add('target', value, at, `it holds settings whose ${String(key)} is ${value}, which acts when it is called`)
  }
}

/** A key of a dict or an item of a set, which Python hashes. */
export function judgeKey(key: Value, at: number, log: PickleLog): void {
  if (unfolds(key)) log.add('grows', 'key', at, 'it has a key that takes practically forever to hash')
}

/** The items of an instance of a mapping, kept as its state. */
function pairsOf(target: Call): Pairs {
  const kept = isKind(target.state, 'dict') ? target.state : ({kind: 'dict', pairs: []} satisfies Pairs)
  target.state = kept
  return kept
}

function judgeTarget(target: Value, allowed: ReadonlySet<string>, what: string, at: number, log: PickleLog): void {
  const name = nameOf(target)
  if (isKind(target, 'global')) log.add('alters', name ?? '', at, `it ${what} ${name}, which is not part of the model`)
  else if (name !== undefined && tensorMakers.test(name))
    log.add('alters', name, at, `it ${what} a tensor made by ${name}`)
  else if (name !== undefined && !allowed.has(name))
    log.add('unlisted', name, at, `it ${what} an object of ${name}, by code of that class`)
}

/** BUILD: sets the state of the object on top. */
export function build(target: Value, state: Value, at: number, log: PickleLog): void {
  const name = nameOf(target)
  if (isKind(target, 'global'))
    log.add('alters', name ?? '', at, `it sets attributes of ${name}, which is not part of the model: ${show(state)}`)
  if (!isKind(target, 'call')) return
  if (name !== undefined && tensorMakers.test(name) && !name.includes('arameter'))
    log.add('unlisted', name, at, `it sets the state of a tensor made by ${name}`)
  judgeWrapper(target, state, at, log)
  for (const part of [state, ...itemsOf(state)]) judgeNames(part, name ?? 'an object', at, log)
  if (holdsFunction.has(name ?? '') && findFunction(state))
    log.add('unlisted', name ?? '', at, `${name} holds a function that it calls when the model is used`)
  target.state = state
}

/** What joblib reads in place of a wrapper must stand in a state that is written out. */
function judgeWrapper(target: Call, state: Value, at: number, log: PickleLog): void {
  const name = wrapperOf(target)
  if (name === undefined) return
  const filename = entryOf(state, 'filename')
  const isWritten = isKind(state, 'dict') && (filename === undefined || typeof filename === 'string')
  if (!isPlainWrapper(target) || !isWritten)
    log.add('unlisted', name, at, `it makes an object of ${name} as joblib never does`)
  judgeFileName(name, filename, at, log)
}

/** Wrappers of old versions of joblib name a file, which is read in place of the object. */
export function judgeFileName(owner: string, text: Value | undefined, at: number, log: PickleLog): void {
  if (owner.startsWith('joblib.') && typeof text === 'string' && (/[/\\]/.test(text) || text.includes('..')))
    log.add('reads', text, at, `it has joblib read the file ${show(text)}`)
}

/** How many pairs of a state were judged: a state that is set again and again has only its new ones looked at. */
const judgedPairs = new WeakMap<Pairs['pairs'], number>()

/** State may shadow the methods that Python itself calls. */
export function judgeNames(state: Value | undefined, owner: string, at: number, log: PickleLog): void {
  if (!isKind(state, 'dict')) return
  const begin = judgedPairs.get(state.pairs) ?? 0
  judgedPairs.set(state.pairs, state.pairs.length)
  for (const [key] of state.pairs.slice(begin)) {
    if (typeof key !== 'string' || !/^__\w+__$/.test(key) || plainNames.has(key)) continue
    log.add('alters', `${owner}.${key}`, at, `it sets ${key} of ${owner}, which Python calls by itself`)
  }
}

function findFunction(state: Value): boolean {
  return isKind(state, 'dict') && state.pairs.some(([, value]) => isKind(value, 'global'))
}
