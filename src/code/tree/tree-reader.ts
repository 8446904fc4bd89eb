import {errorType, GrammarTables, type ParserMemory, Subtree, subtreeBytes} from './tree-memory.ts'

/** Positions are counted in bytes of UTF-16. */
const unitBytes = 2

/**
 * Nodes in the order in which they start, a column for each property; `errors` has start and end of what the grammar
 * did not understand.
 */
export class TreeColumns {
  readonly types: Uint16Array
  readonly fields: Uint16Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** the number after the last node below */
  readonly afters: Uint32Array
  readonly parents: Uint32Array
  readonly errors: (readonly [number, number])[] = []
  count = 0

  /** @param most nodes at most */
  constructor(most: number) {
    this.types = new Uint16Array(most)
    this.fields = new Uint16Array(most)
    this.starts = new Uint32Array(most)
    this.ends = new Uint32Array(most)
    this.afters = new Uint32Array(most)
    this.parents = new Uint32Array(most)
  }
}

/** A subtree whose children are being read. */
interface Level {
  readonly children: number
  readonly count: number
  readonly production: number
  /** the field of a parent that is not seen, which its children stand in */
  readonly field: number
  /** number of the node that ends with this level; -1 for none */
  readonly node: number
  /** number of the kept node that the children stand in */
  readonly parent: number
  next: number
  /** children so far that a production counts */
  structural: number
  /** where the next child begins, but for its padding */
  position: number
}

/** What a production says of one of its children; 0 for nothing. */
interface Naming {
  readonly alias: number
  readonly field: number
}

const plain: Naming = {alias: 0, field: 0}

/**
 * Copies the nodes that have a name or a field, from where the parser keeps them: its cursor crosses into WebAssembly
 * some ten times a node, which takes as long as parsing does.
 * @see tree-sitter, lib/src/tree_cursor.c
 * @param address of the tree
 * @param errorLimit places of errors that are told
 */
export function readTree(memory: ParserMemory, address: number, errorLimit: number): TreeColumns {
  const grammar = new GrammarTables(memory, memory.HEAPU32[(address + subtreeBytes) >>> 2] ?? 0)
  const reader = new Reader(memory, grammar, address, errorLimit)
  reader.read(address)
  return reader.columns
}

class Reader {
  readonly columns: TreeColumns
  readonly #current: Subtree
  readonly #grammar: GrammarTables
  readonly #errorLimit: number
  readonly #levels: Level[] = []

  /** @param root where the root's subtree stands */
  constructor(memory: ParserMemory, grammar: GrammarTables, root: number, errorLimit: number) {
    this.#grammar = grammar
    this.#errorLimit = errorLimit
    this.#current = new Subtree(memory)
    this.#current.load(root)
    this.columns = new TreeColumns(1 + this.#current.descendants)
  }

  read(root: number): void {
    this.#subtree(root, undefined)
    for (;;) {
      const level = this.#levels.at(-1)
      if (level === undefined) return
      if (level.next === level.count) {
        this.#levels.pop()
        if (level.node !== -1) this.columns.afters[level.node] = this.columns.count
      } else this.#subtree(level.children + level.next * subtreeBytes, level)
    }
  }

  /** Keeps the root or the next child of a level, if it is one that is kept, and opens the level below it. */
  #subtree(at: number, level: Level | undefined): void {
    const tree = this.#current
    tree.load(at)
    const start = level === undefined ? tree.padding : startIn(level, tree)
    const {alias, field} = level === undefined || tree.isExtra ? plain : this.#named(level)
    const isVisible = level === undefined || alias !== 0 || tree.isVisible
    const parent = level?.parent ?? 0
    const node = isVisible ? this.#keep(alias, field, start, parent) : -1
    if (tree.childCount === 0) return
    this.#levels.push({
      children: tree.address - tree.childCount * subtreeBytes,
      count: tree.childCount,
      production: tree.production,
      field: isVisible ? 0 : field,
      node,
      parent: node === -1 ? parent : node,
      next: 0,
      structural: 0,
      position: start,
    })
  }

  /** Alias and field of the next child of a level that its production counts. */
  #named(level: Level): Naming {
    const child = level.structural++
    const own = this.#grammar.field(level.production, child)
    return {alias: this.#grammar.alias(level.production, child), field: own === 0 ? level.field : own}
  }

  /** @returns the number of the node; -1 where it has neither a name nor a field, and is not kept */
  #keep(alias: number, field: number, startByte: number, parent: number): number {
    const {symbol, size, isNamed, isMissing} = this.#current
    if (field === 0 && !(alias === 0 ? isNamed : this.#grammar.isNamed(alias))) return -1
    const type = this.#grammar.type(alias === 0 ? symbol : alias)
    const {columns} = this
    const node = columns.count++
    const start = startByte / unitBytes
    const end = (startByte + size) / unitBytes
    columns.types[node] = type
    columns.fields[node] = field
    columns.starts[node] = start
    columns.ends[node] = end
    columns.parents[node] = parent
    columns.afters[node] = columns.count
    if (columns.errors.length < this.#errorLimit && (type === errorType || isMissing)) columns.errors.push([start, end])
    return node
  }
}

/** Where the next child of a level begins: the first where its parent does, the others after their padding. */
function startIn(level: Level, {padding, size}: Subtree): number {
  const start = level.next === 0 ? level.position : level.position + padding
  level.position = start + size
  level.next++
  return start
}
