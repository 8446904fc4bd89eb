import type {Language, Parser, TreeCursor} from 'web-tree-sitter'
import {ownFilePath} from '../lib/own-files.ts'

/** Grammars, by the name of their file. TSX also reads JavaScript, JSX and most TypeScript; only `<T>value` casts need the TypeScript one. */
export type Grammar = 'python' | 'tsx' | 'typescript' | 'go' | 'java' | 'kotlin' | 'c-sharp' | 'rust' | 'ruby' | 'php'

/** Steps of 100 parser operations: a 1 MB file of ordinary code takes about 27,000; error recovery in hostile input takes the most time a step. */
/** The parser's number for what its grammar does not know. */
const errorType = 65535

const parseStepLimit = 30_000

/**
 * A syntax tree copied out of the parser's memory, nodes numbered in the order in which they start; node 0 is the root.
 * Only named nodes and nodes with a field name (operators, keywords) are kept.
 */
export interface SyntaxTree {
  readonly text: string
  readonly count: number
  /** the number after the last node below this one: `node + 1` for a leaf */
  after(node: number): number
  type(node: number): string
  /** the name of the parent's field it stands in, else empty */
  field(node: number): string
  start(node: number): number
  end(node: number): number
  parent(node: number): number
  /** counts from 1 */
  line(offset: number): number
  /** line of the first place the grammar did not understand */
  readonly errorLine: number | undefined
  /** what the grammar did not understand, in order; empty texts for what it misses */
  readonly refused: readonly string[]
}

/** Places of one file that are told apart; the last one stands for the rest of the file. */
const refusedLimit = 50

let ready: Promise<void> | undefined
const parsersByGrammar = new Map<Grammar, Promise<Parser>>()

async function loadParser(grammar: Grammar): Promise<Parser> {
  const {Language, Parser} = await import('web-tree-sitter')
  ready ??= Parser.init()
  await ready
  const file = `tree-sitter-${grammar}.wasm`
  const source = grammar === 'kotlin' ? '@tree-sitter-grammars/tree-sitter-kotlin' : '@vscode/tree-sitter-wasm/wasm'
  const language = await Language.load(ownFilePath(`grammars/${file}`, `${source}/${file}`))
  return new Parser().setLanguage(language)
}

/**
 * Parses text; undefined where the parser gave up within its bound of steps. The parser's own memory is freed before this returns.
 * @param source what the nodes' words are taken from, where the text that is parsed was changed; of the same length
 */
export async function parseSyntax(text: string, grammar: Grammar, source: string = text): Promise<SyntaxTree | undefined> {
  let pending = parsersByGrammar.get(grammar)
  if (pending === undefined) {
    pending = loadParser(grammar)
    parsersByGrammar.set(grammar, pending)
  }
  const parser = await pending
  let steps = 0
  const tree = parser.parse(text, null, {progressCallback: () => ++steps > parseStepLimit})
  if (tree === null) {
    parser.reset()
    return undefined
  }
  const cursor = tree.walk()
  try {
    return copyTree(cursor, tree.language, source)
  } finally {
    cursor.delete()
    tree.delete()
  }
}

/** Growing columns of numbers: plain objects would take ten times the memory. */
class Columns {
  types = new Uint16Array(1024)
  fields = new Uint16Array(1024)
  starts = new Uint32Array(1024)
  ends = new Uint32Array(1024)
  afters = new Uint32Array(1024)
  parents = new Uint32Array(1024)
  count = 0
  /** start and end of what the grammar did not understand */
  readonly errors: (readonly [number, number])[] = []

  add(type: number, field: number, start: number, end: number, parent: number): number {
    if (this.count === this.types.length) this.#grow()
    const node = this.count++
    this.types[node] = type
    this.fields[node] = field
    this.starts[node] = start
    this.ends[node] = end
    this.parents[node] = parent
    return node
  }

  /** Ends a node after the last one that was added; gives its parent. */
  close(node: number): number {
    this.afters[node] = this.count
    return this.parents[node] ?? 0
  }

  #grow(): void {
    const length = this.types.length * 2
    const wider = <T extends Uint16Array | Uint32Array>(old: T, made: T): T => {
      made.set(old)
      return made
    }
    this.types = wider(this.types, new Uint16Array(length))
    this.fields = wider(this.fields, new Uint16Array(length))
    this.starts = wider(this.starts, new Uint32Array(length))
    this.ends = wider(this.ends, new Uint32Array(length))
    this.afters = wider(this.afters, new Uint32Array(length))
    this.parents = wider(this.parents, new Uint32Array(length))
  }
}

function copyTree(cursor: TreeCursor, language: Language, text: string): SyntaxTree {
  const columns = new Columns()
  /** the kept ancestors of the cursor; -1 for a level that was not kept */
  const open: number[] = []
  let parent = 0
  for (;;) {
    const node = copyNode(cursor, columns, parent)
    if (cursor.gotoFirstChild()) {
      open.push(node)
      if (node !== -1) parent = node
      continue
    }
    if (node !== -1) columns.close(node)
    const next = climb(cursor, columns, open, parent)
    if (next === undefined) return toTree(columns, language, text)
    parent = next
  }
}

/** Moves to the next node that was not visited, up as far as needed; gives its kept parent, undefined at the end. */
function climb(cursor: TreeCursor, columns: Columns, open: number[], from: number): number | undefined {
  let parent = from
  while (!cursor.gotoNextSibling()) {
    const closed = open.pop()
    if (closed === undefined || !cursor.gotoParent()) return undefined
    if (closed !== -1) parent = columns.close(closed)
  }
  return parent
}

/** The number of the node under the cursor; -1 where it is not kept. */
function copyNode(cursor: TreeCursor, columns: Columns, parent: number): number {
  const field = cursor.currentFieldId
  if (field === 0 && !cursor.nodeIsNamed) return -1
  const type = cursor.nodeTypeId
  if (columns.errors.length < refusedLimit && (type === errorType || cursor.nodeIsMissing)) columns.errors.push([cursor.startIndex, cursor.endIndex])
  return columns.add(type, field, cursor.startIndex, cursor.endIndex, parent)
}

function toTree(columns: Columns, language: Language, text: string): SyntaxTree {
  const {types, fields, starts, ends, afters, parents, count, errors} = columns
  const line = lineFinder(text)
  const [first] = errors
  return {
    text,
    count,
    after: node => afters[node] ?? count,
    type: node => language.types[types[node] ?? 0] ?? 'ERROR',
    field: node => language.fields[fields[node] ?? 0] ?? '',
    start: node => starts[node] ?? 0,
    end: node => ends[node] ?? 0,
    parent: node => parents[node] ?? 0,
    line,
    errorLine: first === undefined ? undefined : line(first[0]),
    refused: errors.map(([start, end], at) => text.slice(start, at === refusedLimit - 1 ? undefined : end)),
  }
}

/** Offset → line, counted from 1, by binary search over the starts of lines. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

/** The children of a node, in order. */
export function* childrenOf(tree: SyntaxTree, node: number): Generator<number> {
  const end = tree.after(node)
  for (let child = node + 1; child < end; child = tree.after(child)) yield child
}

/** The first child in a field; -1 where there is none. */
export function childIn(tree: SyntaxTree, node: number, field: string): number {
  const end = tree.after(node)
  for (let child = node + 1; child < end; child = tree.after(child)) if (tree.field(child) === field) return child
  return -1
}

export function textOf(tree: SyntaxTree, node: number): string {
  return tree.text.slice(tree.start(node), tree.end(node))
}
