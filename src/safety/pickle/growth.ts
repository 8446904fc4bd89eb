import {type Call, type Items, isKind, itemsOf, nameOf, show, type Value} from './values.ts'

/** Elements and bytes that any pickle may have its loader make; honest ones make what they hold, and no more. */
const alwaysAllowed = 2 ** 30
/** Steps to hash one key: shared tuples are hashed again wherever they stand. No file writes out so many values. */
const hashLimit = 2 ** 30
/** Arguments of a call that are looked at. */
const argumentsLimit = 8

const python = /^(?:__builtin__|builtins)\./
/** Given a number they make as many bytes. */
const makesBytes: ReadonlySet<string> = new Set(['bytearray', 'bytes'])
/** They go through what they are given, and keep all of it. */
const keepsAll: ReadonlySet<string> = new Set([
  ...['bytearray', 'bytes', 'list', 'tuple', 'set', 'frozenset', 'dict'],
  ...['collections.deque', 'collections.Counter', 'collections.OrderedDict'],
])
const ranges: ReadonlySet<string> = new Set(['range', 'xrange'])
const reconstructsArray = /^numpy\.(?:_core|core)\.(?:multiarray|_internal)\._reconstruct$/
/** A number with an exponent, which a fraction writes out in full. */
const exponent = /[eE]\+?(\d{1,20})$/
const nestedCalls = 8

/** Counts what a pickle has its loader make out of little: an array by its shape, a list by a range. */
export class Growth {
  readonly #allowed: number
  #made = 0

  /** @param byteLength of the pickle */
  constructor(byteLength: number) {
    this.#allowed = Math.max(alwaysAllowed, 2 * byteLength)
  }

  /** @returns what is wrong, once the calls so far make far more than the pickle holds */
  faultOf(call: Call): string | undefined {
    if (unfolds(call.args) || itemsOf(call.args).slice(0, argumentsLimit).some(unfolds))
      return `it walks through a value that unfolds without end: ${show(call)}`
    const made = sizeOf(call, nestedCalls)
    this.#made += made
    return made > 0 && this.#made > this.#allowed
      ? `it makes ${this.#made} elements out of little: ${show(call)}`
      : undefined
  }
}

/** Lists with an item that unfolds: a list that is handed on again and again is looked through once. */
const unfolding = new WeakSet<Items>()

/** Whether it takes Python practically forever to hash the value as a key, or one of the values in it. */
export function unfolds(value: Value): boolean {
  return isKind(value, 'tuple') ? value.spread > hashLimit : isKind(value, 'list') && unfolding.has(value)
}

/** Remembers of a list what is added to it. */
export function noteItems(list: Items, items: readonly Value[]): void {
  if (items.some(unfolds)) unfolding.add(list)
}

/** Elements or bytes that a call makes. */
function sizeOf({callable, args}: Call, depth: number): number {
  const name = (nameOf(callable) ?? '').replace(python, '')
  const [first = null, second = null] = itemsOf(args)
  if (name === 'numpy.ndarray') return elementsIn(first) * widthOf(second)
  if (reconstructsArray.test(name)) return elementsIn(second)
  // the time that it takes grows faster than the number of digits
  if (name === 'fractions.Fraction') return typeof first === 'string' ? Number(exponent.exec(first)?.[1] ?? 0) ** 2 : 0
  if (makesBytes.has(name) && isNumber(first)) return Number(first)
  return keepsAll.has(name) ? lengthOf(first, depth) : 0
}

function lengthOf(value: Value, depth: number): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  if (value.kind === 'call') return isRange(value) ? stepsOf(value) : depth === 0 ? 0 : sizeOf(value, depth - 1)
  if ('items' in value) return value.items.length
  if ('pairs' in value) return value.pairs.length
  return 'end' in value ? value.end - value.begin : 0
}

function isRange({callable}: Call): boolean {
  return ranges.has((nameOf(callable) ?? '').replace(python, ''))
}

function stepsOf({args}: Call): number {
  const [first = 0, second, step = 1] = itemsOf(args).map(Number)
  const [begin, end] = second === undefined ? [0, first] : [first, second]
  return Math.max(0, (end - begin) / (step || 1)) || 0
}

function elementsIn(shape: Value): number {
  const sides = isNumber(shape) ? [shape] : itemsOf(shape)
  return sides.reduce<number>((product, side) => product * (isNumber(side) ? Number(side) : 1), 1)
}

/** Bytes of one element, where the type writes them: `S2000000000` */
function widthOf(type: Value): number {
  const [text] = isKind(type, 'call') ? itemsOf(type.args) : [type]
  return typeof text === 'string' ? Math.max(1, Number(/\d{1,20}$/.exec(text)?.[0] ?? 1)) : 1
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
