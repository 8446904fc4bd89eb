import {addTo} from '../../lib/group.ts'
import {asList, asRecord, textsOf, type UnknownRecord} from '../../lib/narrow.ts'

/** What a schema lets stand at one place: the union of all its alternatives. */
export interface Shape {
  /** names of JSON types; empty: any */
  readonly types: ReadonlySet<string>
  readonly enumerated: ReadonlySet<unknown> | undefined
  /** no other properties than those known */
  readonly closed: boolean
  readonly required: readonly string[]
  readonly items: () => Shape | undefined
  readonly properties: ReadonlyMap<string, () => Shape>
  /** where a property stands in the schema's order */
  readonly rankOf: (property: string) => number
}

/** Shapes of one schema's places, each made once. */
export function rootShape(schema: UnknownRecord): Shape {
  const shapes = new Map<unknown, Shape>()
  const shapeOf = (nodes: readonly unknown[]): Shape => {
    const [node, ...others] = nodes
    if (others.length > 0)
      return union(
        nodes.flatMap(each => alternatives(each, schema)),
        shapeOf,
      )
    const shape = shapes.get(node) ?? union(alternatives(node, schema), shapeOf)
    shapes.set(node, shape)
    return shape
  }
  return shapeOf([schema])
}

function union(nodes: readonly UnknownRecord[], shapeOf: (nodes: readonly unknown[]) => Shape): Shape {
  const objects = nodes.filter(node => asRecord(node['properties']) !== undefined)
  const nodesByName = new Map<string, unknown[]>()
  for (const object of objects) {
    for (const [name, node] of Object.entries(asRecord(object['properties']) ?? {})) addTo(nodesByName, name, node)
  }
  const ranks = new Map([...nodesByName.keys()].map((name, rank) => [name, rank]))
  const enumerations = nodes.flatMap(node => (Array.isArray(node['enum']) ? [node['enum']] : []))
  const items = nodes.flatMap(node =>
    node['items'] === undefined ? [] : Array.isArray(node['items']) ? node['items'] : [node['items']],
  )
  return {
    types: new Set(nodes.flatMap(node => textsOf(node['type']))),
    enumerated: enumerations.length === 0 ? undefined : new Set(enumerations.flat()),
    closed: objects.some(object => object['additionalProperties'] === false),
    required:
      objects.length === 1
        ? asList(objects[0]?.['required']).flatMap(name => (typeof name === 'string' ? name : []))
        : [],
    items: once(() => (items.length === 0 ? undefined : shapeOf(items))),
    properties: new Map([...nodesByName].map(([name, found]) => [name, once(() => shapeOf(found))])),
    rankOf: property => ranks.get(property) ?? ranks.size,
  }
}

/**
 * A node and what its `$ref`, `oneOf`, `anyOf` and `allOf` lead to. A reference to another file is open: anything may
 * stand there.
 */
function alternatives(node: unknown, schema: UnknownRecord): UnknownRecord[] {
  const record = asRecord(node)
  if (record === undefined) return []
  const reference = record['$ref']
  if (typeof reference === 'string')
    return reference.startsWith('#/') ? alternatives(atPointer(schema, reference), schema) : []
  return [
    record,
    ...['oneOf', 'anyOf', 'allOf'].flatMap(key => asList(record[key]).flatMap(each => alternatives(each, schema))),
  ]
}

function atPointer(schema: UnknownRecord, pointer: string): unknown {
  let at: unknown = schema
  for (const segment of pointer.slice(2).split('/')) at = asRecord(at)?.[segment]
  return at
}

function once<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined
  return () => {
    made ??= {value: make()}
    return made.value
  }
}
