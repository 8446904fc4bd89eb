import {normaliseKey} from '../../catalog/config-keys.ts'
import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import type {StructuredDocument} from '../../lib/parse/document.ts'
import {oncePer} from '../../lib/remember.ts'

/** A value in a structured document, with all that leads to it. */
export interface Node {
  /** nearest key above or at the value, as written; '' at the root */
  readonly key: string
  readonly value: unknown
  readonly path: readonly (string | number)[]
  /** normalised keys above `key`, the nearest last */
  readonly ancestors: readonly string[]
}

/** What to do with what lies below a value. */
export type Step = 'enter' | 'skip'

/** Values visited in one document; real configurations have some thousands. */
const nodeLimit = 200_000

/**
 * Visits every value once, parents before children, in the order of the document. Without recursion: depth is the
 * author's choice.
 */
export function walk(document: StructuredDocument, visit: (node: Node) => Step): void {
  const stack: Node[] = [{key: '', value: document.value, path: [], ancestors: []}]
  for (let count = 0; count < nodeLimit; count++) {
    const node = stack.pop()
    if (node === undefined) return
    if (visit(node) === 'enter') stack.push(...childrenOf(node).reverse())
  }
}

function childrenOf(node: Node): Node[] {
  if (Array.isArray(node.value)) {
    return node.value.map((value: unknown, at) => ({
      key: node.key,
      value,
      path: [...node.path, at],
      ancestors: node.ancestors,
    }))
  }
  const record = asRecord(node.value)
  if (record === undefined) return []
  const ancestors = node.key === '' ? node.ancestors : [...node.ancestors, normaliseKey(node.key)]
  return Object.entries(record).map(([key, value]) => ({key, value, path: [...node.path, key], ancestors}))
}

/** The value under the first of several keys, compared without case, dashes and underscores. */
export function valueUnder(record: UnknownRecord, ...names: readonly string[]): unknown {
  const keys = keysOf(record)
  for (const name of names) {
    const key = keys.get(name)
    if (key !== undefined) return record[key]
  }
  return undefined
}

/**
 * The keys of a record as written, by the normalised ones; the first of those that are alike. Each value of a record
 * asks for its siblings: what is worked out anew each time is quadratic.
 */
const keysOf = oncePer((record: UnknownRecord): ReadonlyMap<string, string> => {
  const keys = new Map<string, string>()
  for (const key of Object.keys(record)) {
    const normal = normaliseKey(key)
    if (!keys.has(normal)) keys.set(normal, key)
  }
  return keys
})

/** What lies at a path of own keys; undefined where it leads nowhere. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)]
    else {
      const record = asRecord(value)
      value = record !== undefined && Object.hasOwn(record, part) ? record[part] : undefined
    }
  }
  return value
}

/** The record that holds a value, or the list that it stands in. */
export function recordAround({path}: Node, document: StructuredDocument): UnknownRecord | undefined {
  const isItem = typeof path.at(-1) === 'number'
  return asRecord(valueAt(document.value, path.slice(0, isItem ? -2 : -1)))
}
