import {AibomError} from '../../lib/errors.ts'
import {brokenFile} from '../../rules/broken-file.ts'
import {headerLayout} from '../../rules/header-layout.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {operatorActs} from '../../rules/operator-acts.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import type {Message} from '../message.ts'
import {leadsOut} from '../paths.ts'
import type {Examination} from '../reader.ts'
import catalogue from './operators.json' with {type: 'json'}
import {findRecursion} from './recursion.ts'
import {typedCount} from './typed-data.ts'

const standard: ReadonlySet<string> = new Set([
  '',
  'ai.onnx',
  'ai.onnx.ml',
  'ai.onnx.training',
  'ai.onnx.preview.training',
  'ai.onnx.preview',
])
/** Operators that the common runtime brings itself. */
const runtime: ReadonlySet<string> = new Set([
  'com.microsoft',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
  'com.microsoft.experimental',
])
/** The common runtime imports it into each model that it writes; what runs by it is `ATen`. */
const importedByRuntime = 'org.pytorch.aten'
const operators: ReadonlySet<string> = new Set(catalogue.operators)
const runtimeOperators: ReadonlySet<string> = new Set(catalogue.runtime.split(' '))
/** They hold a program for one device, or name the file that has it. */
const compiled: ReadonlySet<string> = new Set(['EPContext', 'Snpe'])
const runsPython = /^(?:PyOp|PythonOp|PyCustomOp|PyFunc|ATen)/
const externalKeys: ReadonlySet<string> = new Set(['location', 'offset', 'length', 'checksum'])
const itemBits: ReadonlyMap<number, number> = new Map([
  ...[2, 3, 9, 17, 18, 19, 20, 24].map(type => [type, 8] as const),
  ...[4, 5, 10, 16].map(type => [type, 16] as const),
  ...[1, 6, 12].map(type => [type, 32] as const),
  ...[7, 11, 13, 14].map(type => [type, 64] as const),
  [15, 128] as const,
  ...[21, 22, 23].map(type => [type, 4] as const),
])
const rawField = 9
const depthLimit = 64

/** Of the standard, or of the common runtime, whose inner domains have operators of the standard in another layout. */
function isKnown(operator: string, domain: string): boolean {
  if (standard.has(domain)) return operators.has(operator)
  return runtime.has(domain) && (runtimeOperators.has(operator) || operators.has(operator))
}

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
    const used = this.#imported.filter(
      domain => !standard.has(domain) && !runtime.has(domain) && domain !== importedByRuntime,
    )
    for (const domain of used) {
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
    const name = domain === '' ? operator : `${domain}.${operator}`
    if (runsPython.test(operator))
      this.#file.find(operatorActs, `the operator ${name} runs Python`, {member: node.text(3), evidence: name})
    else if (compiled.has(operator) && runtime.has(domain)) this.#compiled(node, name)
    else if (!this.#own.has(`${domain}.${operator}`) && !isKnown(operator, domain))
      this.#say(name, `the operator ${name} is not in the file and not of ONNX`)
  }

  #compiled(node: Message, name: string): void {
    this.#say(name, `the operator ${name} holds or names a program that was compiled for one device`)
    const attributes = new Map(node.messages(5).map(attribute => [attribute.text(1), attribute]))
    const place = attributes.get('ep_cache_context')?.text(4)
    if (attributes.get('embed_mode')?.integer(3) === 0 && place !== undefined && leadsOut(place))
      this.#file.find(pathOutside, `the operator ${name} reads ${JSON.stringify(place)}, outside the folder`, {
        member: node.text(3),
        evidence: place,
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
    const count = dims.reduce((product, side) => product * side, 1)
    if (dims.some(side => side < 0) || !Number.isSafeInteger(count)) {
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
