import {readProtobufText} from '../../formats/protobuf-text.ts'
import {memoryReader} from '../../lib/byte-reader.ts'
import {needsCode} from '../../rules/needs-code.ts'
import {LimitReached} from '../budget.ts'
import {readMessage} from '../message.ts'
import type {Examination, FormatReader} from '../reader.ts'
import {judgeGraph, judgeMeta} from './index.ts'

const limitBytes = 64 * 1024 * 1024
/** Numbers of the fields that are judged, by their names; a message has its own fields behind its number. */
interface Fields {
  readonly [name: string]: number | readonly [number: number, fields: Fields]
}
const node: Fields = {
  ...{name: 1, op: 2, input: 3},
  attr: [5, {key: 1, value: [2, {s: 2, tensor: [8, {string_val: 8}]}]}],
}
const graph: Fields = {
  node: [1, node],
  library: [2, {function: [1, {signature: [1, {name: 1}], node_def: [3, node]}]}],
}
const metaGraph: Fields = {
  meta_info_def: [1, {tags: 4, tensorflow_version: 5}],
  graph_def: [2, graph],
  signature_def: [5, {key: 1}],
  asset_file_def: [6, {filename: 2}],
}
const savedModel: Fields = {meta_graphs: [2, metaGraph]}
const checkpoint: Fields = {model_checkpoint_path: 1, all_model_checkpoint_paths: 2}

/** A root message: all its fields, and the ones that no other root has. */
interface Root {
  readonly format: string
  readonly names: ReadonlySet<string>
  readonly fields: Fields
}
const roots: readonly Root[] = [
  {
    format: 'tensorflow-saved-model',
    names: new Set(['saved_model_schema_version', 'meta_graphs']),
    fields: savedModel,
  },
  {
    format: 'tensorflow-graph',
    names: new Set(['node', 'versions', 'version', 'library', 'debug_info']),
    fields: graph,
  },
  {
    format: 'tensorflow-meta-graph',
    names: new Set([
      ...['meta_info_def', 'graph_def', 'saver_def', 'collection_def', 'signature_def', 'asset_file_def'],
      'object_graph_def',
    ]),
    fields: metaGraph,
  },
  {
    format: 'tensorflow-checkpoint-state',
    names: new Set([
      ...['model_checkpoint_path', 'all_model_checkpoint_paths', 'all_model_checkpoint_timestamps'],
      'last_preserved_timestamp',
    ]),
    fields: checkpoint,
  },
]
const named = /(?:\.pbtxt|(?:^|\/)checkpoint)$/i
const firstField =
  /^(?:\s|#[^\n]{0,1000}\n)*(?:(saved_model_schema_version|meta_graphs|meta_info_def|graph_def|model_checkpoint_path)\s{0,8}[:{<[]|(node|versions|library)\s{0,8}:?\s{0,8}[{<[])/

/** A saved model, a graph or the list of checkpoints as text, which TensorFlow reads as it reads the binary form. */
export const tensorflowText: FormatReader = {
  format: 'tensorflow-text',
  matches({name, head}) {
    const text = Buffer.from(head).toString('latin1')
    const [found, sure] = firstField.exec(text) ?? []
    if (found === undefined) return undefined
    // the other words begin other texts, too
    return named.test(name) || sure !== undefined ? 'certain' : 'likely'
  },
  read(file) {
    if (file.byteLength > limitBytes) throw new LimitReached(`more than ${limitBytes} bytes of a graph as text`)
    const text = Buffer.from(file.bytes.read(0n, file.byteLength)).toString('utf8')
    const [, sure, other = ''] = firstField.exec(text) ?? []
    const root = roots.find(({names}) => names.has(sure ?? other))
    if (root === undefined) return
    file.isOf(root.format)
    const {bytes, foreign} = encode(file, text, root)
    if (foreign !== undefined)
      file.find(needsCode, `it has the field ${JSON.stringify(foreign)}, which TensorFlow does not know`, {
        evidence: foreign,
      })
    const message = readMessage(memoryReader(bytes), 0, bytes.length, file.budget)
    if (root.fields === graph) judgeGraph(file, message)
    else if (root.fields === metaGraph) judgeMeta(file, message)
    else if (root.fields === savedModel) for (const meta of message.messages(2)) judgeMeta(file, meta)
    file.cover(0, file.byteLength)
  },
}

/** A message that is being put together; without fields where nothing in it is judged. */
interface OpenMessage {
  readonly number: number
  readonly fields: Fields | undefined
  readonly parts: Buffer[]
}

/** The judged fields in binary form. @returns foreign: a field of the root that its message does not have */
function encode(
  file: Examination,
  text: string,
  {names, fields}: Root,
): {readonly bytes: Buffer; readonly foreign: string | undefined} {
  const root: OpenMessage = {number: 0, fields, parts: []}
  const open: OpenMessage[] = [root]
  let foreign: string | undefined
  for (const event of readProtobufText(text)) {
    file.budget.spend('items')
    const current = open.at(-1) ?? root
    if (event.kind === 'close') {
      open.pop()
      if (current.fields !== undefined) open.at(-1)?.parts.push(fieldOf(current.number, Buffer.concat(current.parts)))
      continue
    }
    if (current === root && !names.has(event.name)) foreign ??= event.name
    const {number, inner} = knownAs(event.name, current.fields)
    if (event.kind === 'open') open.push({number, fields: inner, parts: []})
    else if (number !== 0 && event.text !== undefined) current.parts.push(fieldOf(number, event.text))
  }
  return {bytes: Buffer.concat(root.parts), foreign}
}

/** The number of a field and the fields of its message; 0 where it is not judged. */
function knownAs(
  name: string,
  fields: Fields | undefined,
): {readonly number: number; readonly inner: Fields | undefined} {
  const known = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
  if (known === undefined || typeof known === 'number') return {number: known ?? 0, inner: undefined}
  return {number: known[0], inner: known[1]}
}

const lengthDelimited = 2
/** Fields that are judged have numbers that fit a byte with their type. */
const numberShift = 3

function fieldOf(number: number, content: Buffer): Buffer {
  const head = [(number << numberShift) | lengthDelimited]
  let length = content.length
  for (; length > 0x7f; length = Math.floor(length / 0x80)) head.push((length & 0x7f) | 0x80)
  head.push(length)
  return Buffer.concat([Buffer.from(head), content])
}
