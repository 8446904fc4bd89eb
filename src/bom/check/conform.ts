import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {loadSchema, type SpecVersion} from '../spec/schema.ts'
import {rootShape, type Shape} from '../spec/shape.ts'

/** A document made to fit one version of CycloneDX. */
export interface Conformed {
  /** keys in the order of the official schema */
  readonly document: UnknownRecord
  /** what the version has no place for: `/components/*` `/swhid (3)`; nothing is dropped in silence */
  readonly lost: readonly string[]
}

const gone = Symbol('gone')

interface Walk {
  readonly spec: SpecVersion
  readonly lost: Map<string, number>
  /** names from the root to where it is, `*` for each item of a list: joined only for what is lost */
  readonly names: string[]
}

/**
 * Fits a document to a version by that version's own schema: properties that a closed object does not know, values that
 * an enumeration lacks, and parents whose required child fell away are left out. Two shapes changed between versions
 * and are turned into the older one first, see {@link reshape}. A list may be anything that gives its items one by one:
 * each is fitted as it is made.
 */
export function conform(document: UnknownRecord, spec: SpecVersion): Conformed {
  const walk: Walk = {spec, lost: new Map(), names: []}
  const target = {...document, $schema: `http://cyclonedx.org/schema/bom-${spec}.schema.json`, specVersion: spec}
  const fitted = asRecord(fitValue(target, rootShape(loadSchema(`bom-${spec}`)), walk))
  if (fitted === undefined) throw new Error('the document as a whole does not fit its schema')
  return {document: fitted, lost: countedPlaces(walk.lost)}
}

/** Places by how often each was met, in their order: `/components/*` `/swhid (3)`. */
export function countedPlaces(counts: ReadonlyMap<string, number>): string[] {
  return sortedBy(counts, ([place]) => place).map(([place, count]) => (count === 1 ? place : `${place} (${count})`))
}

function fitValue(value: unknown, shape: Shape, walk: Walk): unknown {
  if (!isTyped(value, shape)) return lose('', walk)
  if (typeof value === 'string') {
    const wellFormed = value.toWellFormed()
    return shape.enumerated === undefined || shape.enumerated.has(wellFormed)
      ? wellFormed
      : lose(`=${wellFormed}`, walk)
  }
  if (isList(value)) return fitList(value, shape, walk)
  const object = asRecord(value)
  return object === undefined ? value : fitObject(object, shape, walk)
}

function fitAt(name: string, value: unknown, shape: Shape, walk: Walk): unknown {
  walk.names.push(name)
  const fitted = fitValue(value, shape, walk)
  walk.names.pop()
  return fitted
}

function fitList(list: Iterable<unknown>, shape: Shape, walk: Walk): unknown {
  const items = shape.items()
  if (items === undefined) return [...list]
  const fitted: unknown[] = []
  let isEmpty = true
  for (const item of list) {
    isEmpty = false
    const value = fitAt('*', item, items, walk)
    if (value !== gone) fitted.push(value)
  }
  return fitted.length === 0 && !isEmpty ? gone : fitted
}

function fitObject(object: UnknownRecord, shape: Shape, walk: Walk): unknown {
  if (shape.properties.size === 0) return object
  const {known, unknown} = namesOf(object, shape)
  const fitted: Record<string, unknown> = {}
  let count = 0
  for (const name of known) {
    const child = shape.properties.get(name)
    const value = child && fitAt(name, reshape(name, object[name], walk.spec), child(), walk)
    if (value === gone && shape.required.includes(name)) return gone
    if (value === gone) continue
    fitted[name] = value
    count++
  }
  if (!shape.closed) return Object.assign(fitted, Object.fromEntries(unknown.map(name => [name, object[name]])))
  for (const name of unknown) lose(`/${name}`, walk)
  return count === 0 && Object.keys(object).length > 0 ? gone : fitted
}

/** The names of what an object holds: those that the shape knows in its order, and the others. */
function namesOf(object: UnknownRecord, {properties, rankOf}: Shape): {known: string[]; unknown: string[]} {
  const known: string[] = []
  const unknown: string[] = []
  for (const name of Object.keys(object)) {
    if (object[name] !== undefined) (properties.has(name) ? known : unknown).push(name)
  }
  return {known: known.sort((first, second) => rankOf(first) - rankOf(second)), unknown}
}

/**
 * - 1.5 has one `evidence.identity`, later versions a list: the first is taken.
 * - Up to 1.6 a list of licences is one expression alone, or licences without any: of several the expressions become
 *   names.
 */
function reshape(name: string, value: unknown, spec: SpecVersion): unknown {
  if (name === 'identity' && spec === '1.5' && Array.isArray(value)) return value[0]
  if (name !== 'licenses' || spec === '1.7' || !Array.isArray(value) || value.length < 2) return value
  return value.map((item: unknown) => {
    const expression = asRecord(item)?.['expression']
    return typeof expression === 'string' ? {license: {name: expression}} : item
  })
}

function isTyped(value: unknown, {types}: Shape): boolean {
  if (types.size === 0 || types.has(jsonTypeOf(value))) return true
  return types.has('integer') && Number.isInteger(value)
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

function jsonTypeOf(value: unknown): string {
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  return isList(value) ? 'array' : 'object'
}

function lose(rest: string, walk: Walk): typeof gone {
  const path = walk.names.map(name => `/${name}`).join('') + rest
  walk.lost.set(path, (walk.lost.get(path) ?? 0) + 1)
  return gone
}
