import type {FlatTable} from '../../formats/flatbuffer/flatbuffer.ts'
import type {JsonValue} from '../../lib/parse/strict-json.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {LimitReached} from '../budget.ts'
import type {Examination} from '../reader.ts'
import {itemBits, itemsOf} from './item-bits.ts'
import {isOwnDomain, judgeCachePlace, tellOnnxOperator} from './operators.ts'

const depthLimit = 64
const textType = 8
/** Graph, Node, Attribute and Tensor: how many fields they have, and those that are read, by number. */
const graphFields = {count: 9, initializers: 0, values: 1, nodes: 2, edges: 4, sparse: 7, optimizations: 8} as const
const nodeFields = {count: 13, name: 0, domain: 2, operator: 5, attributes: 10} as const
const attributeFields = {count: 13, integer: 4, text: 5, tensor: 6, graph: 7, tensors: 11, graphs: 12} as const
const tensorFields = {count: 6, name: 0, dims: 2, type: 3, raw: 4, texts: 5} as const

/** Judges the graphs in a model of ONNX Runtime. Every part is followed, so that nothing behind them passes for one. */
export class OrtJudge {
  parameters = 0
  nodes = 0
  readonly #file: Examination
  readonly #said = new Set<string>()
  /** places of graphs that were judged: many attributes may lead to one */
  readonly #seen = new Set<number>()

  constructor(file: Examination) {
    this.#file = file
  }

  fact(name: string, value: JsonValue | undefined): void {
    if (value !== undefined) this.#file.fact(name, value)
  }

  broken(message: string): void {
    this.#file.find(brokenFile, message)
  }

  imports(domains: readonly string[]): void {
    for (const domain of domains.filter(each => !isOwnDomain(each)))
      this.#say(domain, `it imports operators of ${domain}, which are not in the file`)
  }

  /** What a newer version adds may be read by a program, and is known to nobody here. */
  fields(table: FlatTable, count: number, what: string): void {
    this.#file.budget.spend('items')
    if (table.hasMoreThan(count)) this.#say(what, `${what} has a field that the published format does not have`)
  }

  graph(graph: FlatTable, depth = 0): void {
    if (depth > depthLimit) throw new LimitReached(`graphs nested deeper than ${depthLimit}`)
    if (this.#seen.has(graph.at)) return
    this.#seen.add(graph.at)
    this.fields(graph, graphFields.count, 'a graph')
    for (const tensor of graph.tables(graphFields.initializers)) this.#tensor(tensor, true)
    for (const sparse of graph.tables(graphFields.sparse)) this.#sparse(sparse)
    for (const node of graph.tables(graphFields.nodes)) this.#node(node, depth)
    this.#rest(graph)
  }

  #node(node: FlatTable, depth: number): void {
    this.nodes++
    this.fields(node, nodeFields.count, 'a node')
    for (const field of [1, 7]) node.text(field)
    for (const field of [8, 9, 12]) node.texts(field)
    node.span(11, 4)
    this.#operator(node)
    for (const attribute of node.tables(nodeFields.attributes)) this.#attribute(attribute, depth)
  }

  #operator(node: FlatTable): void {
    const [operator, domain] = [node.text(nodeFields.operator) ?? '', node.text(nodeFields.domain) ?? '']
    const placed = {operator, domain, node: node.text(nodeFields.name), isOwn: false}
    const compiled = tellOnnxOperator(this.#file, placed, (...told) => this.#say(...told))
    if (compiled !== undefined) this.#cachePlace(node, compiled)
  }

  #cachePlace(node: FlatTable, name: string): void {
    const attributes = new Map(node.tables(nodeFields.attributes).map(each => [each.text(0), each]))
    const mode = attributes.get('embed_mode')
    judgeCachePlace(this.#file, {
      operator: name,
      node: node.text(nodeFields.name),
      place: attributes.get('ep_cache_context')?.text(attributeFields.text),
      isInside: mode === undefined || mode.u64(attributeFields.integer) !== 0n,
    })
  }

  #attribute(attribute: FlatTable, depth: number): void {
    this.fields(attribute, attributeFields.count, 'an attribute')
    for (const field of [0, 1, 5]) attribute.text(field)
    for (const [field, bytes] of [[8, 4] as const, [9, 8] as const]) attribute.span(field, bytes)
    attribute.texts(10)
    for (const each of tablesOf(attribute, attributeFields.tensor, attributeFields.tensors)) this.#tensor(each, false)
    for (const each of tablesOf(attribute, attributeFields.graph, attributeFields.graphs)) this.graph(each, depth + 1)
  }

  #sparse(sparse: FlatTable): void {
    for (const part of [sparse.table(0), sparse.table(1)]) if (part !== undefined) this.#tensor(part, true)
    sparse.span(2, 8)
  }

  #tensor(tensor: FlatTable, isWeight: boolean): void {
    this.fields(tensor, tensorFields.count, 'a tensor')
    const name = tensor.text(tensorFields.name) ?? ''
    const dims = tensor.longs(tensorFields.dims)
    const type = tensor.i32(tensorFields.type)
    const count = itemsOf(dims)
    const raw = tensor.span(tensorFields.raw, 1)
    const bits = itemBits.get(type)
    const held = type === textType ? tensor.texts(tensorFields.texts).length : raw
    const needed = type === textType ? count : Math.ceil(((count ?? 0) * (bits ?? 0)) / 8)
    if (count === undefined || ((type === textType || bits !== undefined) && needed !== held))
      this.#file.find(
        headerLayout,
        `the tensor ${JSON.stringify(name)} of the shape ${dims.join(' × ')} does not fit the ${held} that it has`,
        {member: name},
      )
    else if (isWeight) {
      this.parameters += count
      this.#file.tensor(name, dims, String(type))
    }
  }

  /** Values, edges and notes of optimizations: names and numbers. */
  #rest(graph: FlatTable): void {
    for (const value of graph.tables(graphFields.values)) {
      for (const field of [0, 1]) value.text(field)
      typeOf(value.table(2))
    }
    for (const edge of graph.tables(graphFields.edges)) for (const field of [1, 2]) edge.span(field, 12)
    for (const field of [5, 6]) graph.texts(field)
    for (const entry of graph.table(graphFields.optimizations)?.tables(0) ?? []) entry.text(0)
  }

  #say(evidence: string, message: string): void {
    if (this.#said.has(evidence)) return
    this.#said.add(evidence)
    this.#file.find(needsCode, message, {evidence})
  }
}

/** Of a field for one table and a field for many. */
function tablesOf(table: FlatTable, one: number, many: number): FlatTable[] {
  const single = table.table(one)
  return single === undefined ? table.tables(many) : [single, ...table.tables(many)]
}

/** Follows the type of a value to its end. */
function typeOf(type: FlatTable | undefined): void {
  if (type === undefined) return
  type.text(0)
  const shape = type.table(2)?.table(1)
  for (const dimension of shape?.tables(0) ?? []) {
    dimension.text(1)
    dimension.table(0)?.text(2)
  }
}
