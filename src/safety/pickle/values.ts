import type {Payload} from '../../formats/pickle/instructions.ts'
import {shorten} from '../../lib/text/shorten.ts'

/**
 * What stands on the stack of a pickle that is read and never run. Numbers, texts, true, false and None are themselves.
 */
export type Value =
  | number
  | bigint
  | boolean
  | string
  | null
  | Payload
  | GlobalName
  | Call
  | Items
  | Tuple
  | Pairs
  | Persistent
  | Unknown

/** A name that the pickle imports. */
export interface GlobalName {
  readonly kind: 'global'
  readonly module: string
  readonly name: string
  readonly at: number
  /** not written in the file but put together by calls, as `getattr(module, "system")` does */
  readonly computed: boolean
}

/** What a call returned: of a class, an instance. */
export interface Call {
  readonly kind: 'call'
  readonly callable: Value
  readonly args: Value
  readonly at: number
  /** what BUILD set on it, last */
  state?: Value
}

/** A container of values, in the order in which they were added. */
export type Items = {
  readonly [K in 'list' | 'set' | 'frozenset']: {readonly kind: K; readonly items: Value[]}
}['list' | 'set' | 'frozenset']

export interface Tuple {
  readonly kind: 'tuple'
  readonly items: Value[]
  /** values that a walk through it meets: those of a tuple that stands in it twice count twice */
  readonly spread: number
}

/** A dict; keys that come twice are there twice. */
export interface Pairs {
  readonly kind: 'dict'
  readonly pairs: [key: Value, value: Value][]
}

/** An object that the loader fetches from elsewhere by this id: the storages of torch. */
export interface Persistent {
  readonly kind: 'persistent'
  readonly id: Value
}

/** Something that the file alone does not say. */
export interface Unknown {
  readonly kind: 'unknown'
}

/** The one value of its kind. */
export const unknown: Unknown = {kind: 'unknown'}

/** Values kept of one container; the rest are judged when they are pushed and not kept. */
const keptValues = 100_000

/** Past the limit of a container values are dropped. */
export function add(target: Value[], values: readonly Value[]): void {
  const room = keptValues - target.length
  for (const value of values.length > room ? values.slice(0, Math.max(0, room)) : values) target.push(value)
}

export function tupleOf(values: readonly Value[]): Tuple {
  const items: Value[] = []
  add(items, values)
  let spread = 1
  for (const item of items) spread += isKind(item, 'tuple') ? item.spread : 1
  return {kind: 'tuple', items, spread}
}

/** Keys and values in turn; a last one without its partner is dropped. */
export function addPairs({pairs}: Pairs, values: readonly Value[]): void {
  for (let index = 0; index + 1 < values.length && pairs.length < keptValues; index += 2) {
    pairs.push([values[index] ?? null, values[index + 1] ?? null])
  }
}

/** False for values that are themselves: numbers, texts, true, false and None. */
export function isKind<K extends Exclude<Value, number | bigint | boolean | string | null>['kind']>(
  value: Value | undefined,
  kind: K,
): value is Extract<Value, {readonly kind: K}> {
  return typeof value === 'object' && value !== null && value.kind === kind
}

/** The items of a tuple or list; of anything else none. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  return isKind(value, 'tuple') || isKind(value, 'list') ? value.items : []
}

/** The value under a key: the last of several, as Python keeps it. */
export function entryOf(value: Value | undefined, key: string): Value | undefined {
  return isKind(value, 'dict') ? value.pairs.findLast(([name]) => name === key)?.[1] : undefined
}

/** `module.name` of a global, of a call the name that was called. */
export function nameOf(value: Value | undefined): string | undefined {
  if (isKind(value, 'global')) return value.name === '' ? value.module : `${value.module}.${value.name}`
  return isKind(value, 'call') ? nameOf(value.callable) : undefined
}

const shownDepth = 4
const shownItems = 4
const shownText = 120
/** Names of names that are computed double with each step. */
const shownName = 240

/** A value as a Python programmer would write it, cut where it is long. */
export function show(value: Value | undefined, depth = 0): string {
  if (typeof value !== 'object' || value === null) return showPlain(value)
  if (depth > shownDepth) return '…'
  switch (value.kind) {
    case 'global':
      return shorten(nameOf(value) ?? '', shownName)
    case 'call':
      return `${show(value.callable, depth + 1)}${isKind(value.args, 'tuple') ? showList(value.args.items, '(', ')', depth) : '(…)'}`
    case 'tuple':
      return showList(value.items, '(', ')', depth)
    case 'list':
      return showList(value.items, '[', ']', depth)
    case 'set':
    case 'frozenset':
      return showList(value.items, '{', '}', depth)
    case 'dict':
      return `{${value.pairs.slice(0, shownItems).map(([key, item]) => `${show(key, depth + 1)}: ${show(item, depth + 1)}`)}}`
    case 'bytes':
    case 'text':
      return `<${value.end - value.begin} bytes>`
    case 'persistent':
    case 'unknown':
      return '…'
  }
}

function showPlain(value: Exclude<Value, object> | undefined): string {
  if (value === undefined) return '…'
  if (typeof value === 'string') return JSON.stringify(shorten(value, shownText))
  if (value === null) return 'None'
  return value === true ? 'True' : value === false ? 'False' : String(value)
}

function showList(items: readonly Value[], open: string, close: string, depth: number): string {
  const shown = items.slice(0, shownItems).map(item => show(item, depth + 1))
  return `${open}${shown.join(', ')}${items.length > shownItems ? ', …' : ''}${close}`
}
