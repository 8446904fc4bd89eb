import {operatorActs} from '../../rules/operator-acts.ts'
import {pathOutside} from '../../rules/path-outside.ts'
import {Budget, defaultLimits, LimitReached} from '../budget.ts'
import {knowsAll, type Message, messageOf, readMessage} from '../message.ts'
import {tellOperator} from '../operators.ts'
import {leadsOut} from '../paths.ts'
import type {Examination, FormatReader, Probe} from '../reader.ts'
import {filesOutside} from './file-names.ts'
import {standingOfOperator} from './operators.ts'
import {judgeXla} from './xla.ts'

/** Fields of SavedModel, MetaGraphDef and GraphDef. */
const savedModel: ReadonlySet<number> = new Set([1, 2])
const metaGraph: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7])
const graphDef: ReadonlySet<number> = new Set([1, 2, 3, 4, 5])
const itemsInMatch = 50_000

/**
 * A saved model or a frozen graph: operators that TensorFlow runs, some of which read and write files or call Python.
 */
export const tensorflow: FormatReader = {
  format: 'tensorflow-saved-model',
  matches(probe) {
    const isNamed = /\.(?:pb|meta)$/i.test(probe.name)
    // fields may stand in any order, though writers begin with the first
    const [first = 0] = probe.head
    if (first !== 0x08 && first !== 0x0a && !(first === 0x12 && isNamed)) return undefined
    return kindOf(probe) === undefined ? (isNamed ? 'likely' : undefined) : isNamed ? 'certain' : 'likely'
  },
  read(file) {
    const kind = kindOf(file)
    const root = readMessage(file.bytes, 0, file.byteLength, file.budget)
    if (kind === 'graph') {
      file.isOf('tensorflow-graph')
      judgeGraph(file, root)
      file.cover(0, file.byteLength)
      return
    }
    if (kind === 'meta') {
      file.isOf('tensorflow-meta-graph')
      judgeMeta(file, root)
      file.cover(0, file.byteLength)
      return
    }
    const metas = root.messages(2)
    for (const meta of metas) judgeMeta(file, meta)
    if (kind === 'saved' && metas.every(meta => knowsAll(meta, metaGraph))) file.cover(0, file.byteLength)
  },
}

/** What the root message is; undefined where it is neither. */
function kindOf({name, bytes}: Probe): 'saved' | 'meta' | 'graph' | undefined {
  const budget = new Budget({...defaultLimits, items: itemsInMatch})
  try {
    const root = messageOf(bytes, budget)
    if (root === undefined) return undefined
    if (knowsAll(root, savedModel) && root.integer(1) === 1 && root.all(2).some(({type}) => type === 2)) return 'saved'
    // the graph beside a checkpoint, which begins as a graph does
    if (/\.meta$/i.test(name) && knowsAll(root, metaGraph) && root.messages(2).some(isGraphOf)) return 'meta'
    const isGraph = knowsAll(root, graphDef) && root.all(1).length > 0 && root.all(1).every(({type}) => type === 2)
    return isGraph && root.messages(1).every(node => node.text(1) !== undefined && /^\w+$/.test(node.text(2) ?? ''))
      ? 'graph'
      : undefined
  } catch (error) {
    if (error instanceof LimitReached) return bytes.read(0n, 1)[0] === 0x08 ? 'saved' : 'graph'
    return undefined
  }
}

function isGraphOf(graph: Message): boolean {
  return graph.messages(1).length > 0 && graph.messages(1).every(node => /^\w+$/.test(node.text(2) ?? ''))
}

/** Judges a MetaGraphDef: its graph, and the files that it names. */
export function judgeMeta(file: Examination, meta: Message): void {
  const [info] = meta.messages(1)
  if (info !== undefined) {
    file.fact('tags', info.texts(4))
    const version = info.text(5)
    if (version !== undefined) file.fact('tensorflow_version', version)
  }
  for (const graph of meta.messages(2)) judgeGraph(file, graph)
  const signatures = meta.messages(5).flatMap(each => each.text(1) ?? [])
  if (signatures.length > 0) file.fact('signatures', signatures)
  for (const asset of meta.messages(6)) {
    const name = asset.text(2) ?? ''
    if (leadsOut(name))
      file.find(pathOutside, `it names the file ${JSON.stringify(name)}, outside the folder of the model`, {
        evidence: name,
      })
  }
}

/** Judges a GraphDef with the functions that it brings. */
export function judgeGraph(file: Examination, graph: Message): void {
  const functions = graph.messages(2).flatMap(library => library.messages(1))
  const own = new Set(functions.flatMap(each => each.messages(1)[0]?.text(1) ?? []))
  const nodes = [...graph.messages(1), ...functions.flatMap(each => each.messages(3))]
  judgeNodes(file, nodes, own)
  for (const each of [graph.messages(1), ...functions.map(own => own.messages(3))]) judgeFileNames(file, each)
  file.fact('node_count', nodes.length)
}

/** Judges nodes by the operators that they run. @param own names of functions that the graph brings itself */
export function judgeNodes(file: Examination, nodes: readonly Message[], own: ReadonlySet<string>): void {
  const said = new Set<string>()
  for (const node of nodes) {
    const operator = node.text(2) ?? ''
    if (said.has(operator)) continue
    said.add(operator)
    const place = {member: node.text(1), evidence: operator}
    tellOperator(file, standingOfOperator(operator, own), {operator, framework: 'TensorFlow', ...place})
  }
  judgePrints(file, nodes)
  judgeXla(file, nodes)
}

/** A print to a file is one that the file names. */
function judgePrints(file: Examination, nodes: readonly Message[]): void {
  for (const node of nodes) {
    const stream = node.text(2) === 'PrintV2' ? attributeText(node, 'output_stream') : undefined
    if (stream?.startsWith('file://') === true)
      file.find(operatorActs, `the operator PrintV2 writes to ${JSON.stringify(stream)}`, {
        member: node.text(1),
        evidence: 'PrintV2',
      })
  }
}

function judgeFileNames(file: Examination, nodes: readonly Message[]): void {
  for (const {node, operator, name} of filesOutside(nodes)) {
    const what = `the operator ${operator} uses the file ${JSON.stringify(name)}, outside the folder of the model`
    file.find(operatorActs, what, {member: node.text(1), evidence: name})
  }
}

/** A text attribute of a node: a map from name to AttrValue, whose second field is bytes. */
function attributeText(node: Message, name: string): string | undefined {
  return node
    .messages(5)
    .find(each => each.text(1) === name)
    ?.messages(2)[0]
    ?.text(2)
}
