import {LimitReached} from '../budget.ts'
import type {Message} from '../message.ts'
import {leadsOut} from '../paths.ts'

/**
 * Operators that TensorFlow gives the names of files, with the inputs that hold them. A model's own checkpoint and
 * tables are read and written by these.
 */
const nameInputs: Readonly<Record<string, readonly number[]>> = {
  InitializeTableFromTextFile: [1],
  InitializeTableFromTextFileV2: [1],
  MergeV2Checkpoints: [0, 1],
  Restore: [0],
  RestoreSlice: [0],
  RestoreV2: [0],
  Save: [0],
  SaveSlices: [0],
  SaveV2: [0],
}
/** Operators on the way from a constant to a file name. */
const passing: ReadonlySet<string> = new Set([
  'ConcatV2',
  'ExpandDims',
  'Identity',
  'IdentityN',
  'Pack',
  'PlaceholderWithDefault',
  'Reshape',
  'Select',
  'SelectV2',
  'ShardedFilename',
  'ShardedFilespec',
  'StringJoin',
])
/** Nodes followed from one file name back. */
const stepLimit = 100

/** A file that a node names by a constant. */
export interface NamedFile {
  readonly node: Message
  readonly operator: string
  readonly name: string
}

/**
 * @returns the files outside the model's folder that nodes of one graph or function read or write by a name that stands
 * in the graph
 */
export function filesOutside(nodes: readonly Message[]): readonly NamedFile[] {
  const users = nodes.filter(node => Object.hasOwn(nameInputs, node.text(2) ?? ''))
  if (users.length === 0) return []
  const byName = new Map(nodes.map(node => [node.text(1) ?? '', node]))
  return users.flatMap(node => {
    const operator = node.text(2) ?? ''
    const inputs = node.texts(3)
    const names = (nameInputs[operator] ?? []).flatMap(at => constantsBehind(inputs[at], byName))
    return names.filter(isOutside).map(name => ({node, operator, name}))
  })
}

/** Text constants that an input is made of; what a caller gives is in none. */
function constantsBehind(input: string | undefined, byName: ReadonlyMap<string, Message>): readonly string[] {
  const open = input === undefined ? [] : [input]
  const seen = new Set<string>()
  const texts: string[] = []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.size === stepLimit) throw new LimitReached(`a file name made in more than ${stepLimit} steps`)
    // `node`, `node:0`, and `node:output:0` inside functions
    const [name = ''] = next.split(':', 1)
    const node = byName.get(name)
    if (node === undefined || seen.has(name)) continue
    seen.add(name)
    const operator = node.text(2) ?? ''
    if (operator === 'Const') texts.push(...textsOf(node))
    else if (passing.has(operator)) open.push(...node.texts(3))
  }
  return texts
}

/** The strings of a constant: AttrValue.tensor, TensorProto.string_val. */
function textsOf(node: Message): readonly string[] {
  const value = node.messages(5).find(attribute => attribute.text(1) === 'value')
  return value?.messages(2)[0]?.messages(8)[0]?.texts(8) ?? []
}

/** Also an address of a store: TensorFlow opens `gs://`, `s3://`, `hdfs://` as it opens files. */
function isOutside(name: string): boolean {
  return leadsOut(name) || /^[a-z][a-z\d+.-]{0,30}:\/\//i.test(name)
}
