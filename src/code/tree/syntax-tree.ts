import type {Language, Parser, Tree} from 'web-tree-sitter'
import {ownFilePath} from '../../lib/own-files.ts'
import type {ParserMemory} from './tree-memory.ts'
import {readTree, type TreeColumns} from './tree-reader.ts'

/**
 * Grammars, by the name of their file. TSX also reads JavaScript, JSX and most TypeScript; only `<T>value` casts need
 * the TypeScript one.
 */
export type Grammar = 'python' | 'tsx' | 'typescript' | 'go' | 'java' | 'kotlin' | 'c-sharp' | 'rust' | 'ruby' | 'php'

/**
 * Steps of 100 parser operations: a 1 MB file of ordinary code takes about 27,000; error recovery in hostile input
 * takes the most time a step.
 */
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
/** the parser puts views of its memory here, and new ones whenever that grows */
const memory: Partial<ParserMemory> = {}
const parsersByGrammar = new Map<Grammar, Promise<Parser>>()

async function loadParser(grammar: Grammar): Promise<Parser> {
  const {Language, Parser} = await import('web-tree-sitter')
  ready ??= Parser.init(memory)
  await ready
  const file = `tree-sitter-${grammar}.wasm`
  const source = grammar === 'kotlin' ? '@tree-sitter-grammars/tree-sitter-kotlin' : '@vscode/tree-sitter-wasm/wasm'
  const language = await Language.load(ownFilePath(`grammars/${file}`, `${source}/${file}`))
  return new Parser().setLanguage(language)
}

/**
 * Parses text; undefined where the parser gave up within its bound of steps. The parser's own memory is freed before
 * this returns.
 * @param source what the nodes' words are taken from, where the text that is parsed was changed; of the same length
 */
export async function parseSyntax(
  text: string,
  grammar: Grammar,
  source: string = text,
): Promise<SyntaxTree | undefined> {
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
  try {
    return toTree(readTree(memoryViews(), addressOf(tree), refusedLimit), tree.language, source)
  } finally {
    tree.delete()
  }
}

function memoryViews(): ParserMemory {
  const {HEAPU8, HEAPU16, HEAPU32} = memory
  if (HEAPU8 === undefined || HEAPU16 === undefined || HEAPU32 === undefined)
    throw new Error('the parser shows no memory')
  return {HEAPU8, HEAPU16, HEAPU32}
}

function addressOf(tree: Tree): number {
  const address: unknown = Reflect.get(tree, 0)
  if (typeof address !== 'number') throw new Error('the parser tells no place of its tree')
  return address
}

function toTree(columns: TreeColumns, language: Language, text: string): SyntaxTree {
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

/**
 * Offset → line, counted from 1, by binary search over the starts of lines; most questions are about the line of the
 * last one.
 */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  let last = 0
  return offset => {
    if ((starts[last] ?? 0) <= offset && offset < (starts[last + 1] ?? Number.POSITIVE_INFINITY)) return last + 1
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    last = low
    return low + 1
  }
}

/** The children of a node, in order. */
export function childrenOf(tree: SyntaxTree, node: number): number[] {
  const children: number[] = []
  const end = tree.after(node)
  for (let child = node + 1; child < end; child = tree.after(child)) children.push(child)
  return children
}

/** The first child in a field; -1 where there is none. */
export function childIn(tree: SyntaxTree, node: number, field: string): number {
  const end = tree.after(node)
  for (let child = node + 1; child < end; child = tree.after(child)) if (tree.field(child) === field) return child
  return -1
}

/** The words and marks below a node, one on each line, without comments and white space. */
export function wordsOf(tree: SyntaxTree, node: number): string {
  const words: string[] = []
  for (let at = node; at < tree.after(node); at++) {
    if (tree.after(at) === at + 1 && tree.type(at) !== 'comment') words.push(textOf(tree, at))
  }
  return words.join('\n')
}

/** The source of a node, as it is written. */
export function textOf(tree: SyntaxTree, node: number): string {
  return tree.text.slice(tree.start(node), tree.end(node))
}
