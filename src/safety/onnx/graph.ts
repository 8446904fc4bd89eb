import {AibomError} from '../../lib/errors.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import type {Message} from '../message.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import {itemBits, itemsOf} from './item-bits.ts'
import {isOwnDomain, judgeCachePlace, tellOnnxOperator} from './operators.ts'
import {findRecursion} from './recursion.ts'
import {typedCount} from './typed-data.ts'

const externalKeys: ReadonlySet<string> = new Set(['location', 'offset', 'length', 'checksum'])
const rawField = 9
const depthLimit = 64

/** Judges the nodes, tensors and functions of a model. */
export class GraphJudge {
  parameters = 0
  nodes = 0
  readonly #file: Examination
  readonly #imported: readonly string[]
  readonly #functions: readonly Message[]
  readonly #own: ReadonlySet<string>
  readonly #said = new Set<string>()

  constructor(file: Examination, imported: readonly string[], functions: readonly Message[]) {
    this.#file = file
    this.#imported = imported
    this.#functions = functions
    this.#own = new Set(functions.map(each => `${each.text(10) ?? ''}.${each.text(1) ?? ''}`))
  }

  graph(graph: Message, depth = 0): void {
    if (depth > depthLimit)
      throw new AibomError('AIBOM_PROTOBUF_INVALID', `graphs are nested deeper than ${depthLimit}`)
    for (const node of graph.each(1)) this.#node(node, depth)
    for (const tensor of graph.each(5)) this.#tensor(tensor, true)
    for (const sparse of graph.messages(15)) for (const tensor of partsOf(sparse)) this.#tensor(tensor, true)
  }

  functions(): void {
    for (const own of this.#functions) for (const node of own.each(7)) this.#node(node, 0)
    const recursive = findRecursion(this.#functions)
    if (recursive !== undefined)
      this.#file.find(brokenFile, `the function ${recursive} calls itself without an end`, {evidence: recursive})
    for (const domain of this.#imported.filter(each => !isOwnDomain(each))) {
      if (![...this.#own].some(name => name.startsWith(`${domain}.`)))
        this.#say(domain, `it imports operators of ${domain}, which are not in the file`)
    }
  }

  #node(node: Message, depth: number): void {
    this.nodes++
    this.#operator(node, node.text(4) ?? '', node.text(7) ?? '')
    for (const attribute of node.each(5)) {
      for (const tensor of [...attribute.messages(5), ...attribute.messages(10)]) this.#tensor(tensor, false)
      for (const sparse of [...attribute.messages(22), ...attribute.messages(23)])
        for (const tensor of partsOf(sparse)) this.#tensor(tensor, false)
      for (const graph of [...attribute.messages(6), ...attribute.messages(11)]) this.graph(graph, depth + 1)
    }
  }

  #operator(node: Message, operator: string, domain: string): void {
    const isOwn = this.#own.has(`${domain}.${operator}`)
    const placed = {operator, domain, node: node.text(3), isOwn}
    const compiled = tellOnnxOperator(this.#file, placed, (...told) => this.#say(...told))
    if (compiled !== undefined) this.#cachePlace(node, compiled)
  }

  #cachePlace(node: Message, name: string): void {
    const attributes = new Map(node.messages(5).map(attribute => [attribute.text(1), attribute]))
    judgeCachePlace(this.#file, {
      operator: name,
      node: node.text(3),
      place: attributes.get('ep_cache_context')?.text(4),
      isInside: attributes.get('embed_mode')?.integer(3) !== 0,
    })
  }

  #say(evidence: string, message: string): void {
    if (this.#said.has(evidence)) return
    this.#said.add(evidence)
    this.#file.find(needsCode, message, {evidence})
  }

  #tensor(tensor: Message, isWeight: boolean): void {
    const dims = tensor.integers(1)
    const name = tensor.text(8)
    const count = itemsOf(dims)
    if (count === undefined) {
      this.#file.find(
        headerLayout,
        `the tensor ${JSON.stringify(name ?? '')} has the impossible shape ${dims.join(' × ')}`,
        {member: name},
      )
      return
    }
    if (isWeight) this.parameters += count
    if (isWeight && name !== undefined) this.#file.tensor(name, dims, String(tensor.integer(2) ?? 0))
    const bits = itemBits.get(tensor.integer(2) ?? 0)
    this.#size(tensor, count, bits)
    const external = tensor.messages(13).map(each => [each.text(1) ?? '', each.text(2) ?? ''] as const)
    if (external.length === 0) return
    this.#external(name ?? '', external)
    this.#describe(external, bits === undefined ? Number.NaN : Math.ceil((count * bits) / 8))
  }

  /** Whether a tensor has the data that its shape needs. */
  #size(tensor: Message, count: number, bits: number | undefined): void {
    const name = tensor.text(8)
    const raw = tensor.all(rawField).at(-1)
    const typed = raw === undefined ? typedCount(tensor) : undefined
    const [needed, found, unit] =
      raw === undefined || bits === undefined
        ? [typed?.needed(count), typed?.found, 'values']
        : [Math.ceil((count * bits) / 8), raw.end - raw.begin, 'bytes']
    if (needed !== found)
      this.#file.find(
        headerLayout,
        `the tensor ${JSON.stringify(name ?? '')} needs ${needed} ${unit} and has ${found}`,
        {member: name},
      )
  }

  /** Accounts for the part of a file that a tensor lies in. */
  #describe(entries: readonly (readonly [key: string, value: string])[], byteLength: number): void {
    const given = new Map(entries)
    const [begin, length] = [Number(given.get('offset') ?? 0), Number(given.get('length') ?? byteLength)]
    if (Number.isSafeInteger(begin + length) && begin >= 0 && length >= 0)
      this.#file.describe(given.get('location') ?? '', begin, begin + length)
  }

  #external(name: string, entries: readonly (readonly [key: string, value: string])[]): void {
    for (const [key, value] of entries) {
      const place = {member: name, evidence: value}
      if (key === 'location' && (leadsOut(value) || /^\w+:\/\//.test(value) || value === ''))
        this.#file.find(
          pathOutside,
          `the tensor ${JSON.stringify(name)} is read from ${JSON.stringify(value)}, outside the folder of the model`,
          place,
        )
      if ((key === 'offset' || key === 'length') && !/^\d{1,15}$/.test(value))
        this.#file.find(
          headerLayout,
          `the tensor ${JSON.stringify(name)} has the impossible ${key} ${JSON.stringify(value)}`,
          place,
        )
      if (!externalKeys.has(key))
        this.#file.find(headerLayout, `the tensor ${JSON.stringify(name)} sets ${JSON.stringify(key)} of its loader`, {
          member: name,
          evidence: key,
        })
    }
  }
}

/** Values and indices of a sparse tensor. */
function partsOf(sparse: Message): Message[] {
  return [...sparse.messages(1), ...sparse.messages(2)]
}
