/**
 * How the parser keeps syntax trees and the tables of its grammars.
 * @see tree-sitter, lib/src/subtree.h (Subtree) and lib/src/parser.h (TSLanguage); 32-bit, little-endian. The version
 *   of web-tree-sitter is pinned, and a
 * test compares what is read here with what its cursor says.
 */

/** Views of the parser's memory; made anew by the parser when its memory grows. */
export interface ParserMemory {
  readonly HEAPU8: Uint8Array
  readonly HEAPU16: Uint16Array
  readonly HEAPU32: Uint32Array
}

/** The parser's number for what its grammar does not know. */
export const errorType = 65535
/** Bytes of a subtree in its parent's list: a pointer, or the subtree itself where it is small. */
export const subtreeBytes = 8

/** Where the fields of a subtree lie that is not kept in its parent's list. */
const pointed = {
  padding: 4,
  size: 16,
  childCount: 36,
  symbol: 40,
  flags: 44,
  moreFlags: 45,
  missing: 2,
  descendants: 56,
  production: 66,
} as const
/** The same of one that is; the lowest bit of its first byte says so, and no address has it. */
const inline = {is: 1, missing: 32, symbol: 1, padding: 6, size: 7} as const
/** What the flags mean. */
const flag = {visible: 1, named: 2, extra: 4} as const

/** What is asked of a grammar's tables. */
export class GrammarTables {
  readonly #memory: ParserMemory
  readonly #aliasLength: number
  readonly #fieldSlices: number
  readonly #fieldEntries: number
  readonly #metadata: number
  readonly #publicSymbols: number
  readonly #aliases: number

  constructor(memory: ParserMemory, address: number) {
    const word = (offset: number): number => memory.HEAPU32[(address + offset) >>> 2] ?? 0
    this.#memory = memory
    this.#aliasLength = memory.HEAPU16[(address + 36) >>> 1] ?? 0
    this.#fieldSlices = word(64)
    this.#fieldEntries = word(68)
    this.#metadata = word(72)
    this.#publicSymbols = word(76)
    this.#aliases = word(84)
  }

  /** The name that a production gives to one of its children; 0 where it gives none. */
  alias(production: number, child: number): number {
    return production === 0
      ? 0
      : (this.#memory.HEAPU16[(this.#aliases >>> 1) + production * this.#aliasLength + child] ?? 0)
  }

  isNamed(symbol: number): boolean {
    return symbol === errorType || this.#memory.HEAPU8[this.#metadata + symbol * 3 + 1] === 1
  }

  type(symbol: number): number {
    return symbol === errorType ? symbol : (this.#memory.HEAPU16[(this.#publicSymbols >>> 1) + symbol] ?? 0)
  }

  field(production: number, child: number): number {
    if (this.#fieldSlices === 0) return 0
    const {HEAPU8, HEAPU16} = this.#memory
    const slice = (this.#fieldSlices >>> 1) + production * 2
    const first = HEAPU16[slice] ?? 0
    const end = first + (HEAPU16[slice + 1] ?? 0)
    for (let at = first; at < end; at++) {
      const entry = this.#fieldEntries + at * 4
      if (HEAPU8[entry + 2] === child && HEAPU8[entry + 3] === 0) return HEAPU16[entry >>> 1] ?? 0
    }
    return 0
  }
}

/**
 * What one subtree says of itself: a small leaf is kept in its parent's list, everything else where the list points.
 */
export class Subtree {
  address = 0
  padding = 0
  size = 0
  symbol = 0
  production = 0
  childCount = 0
  isVisible = false
  isNamed = false
  isExtra = false
  isMissing = false
  readonly #memory: ParserMemory

  constructor(memory: ParserMemory) {
    this.#memory = memory
  }

  /** @param at where its eight bytes stand in the list */
  load(at: number): void {
    this.address = this.#memory.HEAPU32[at >>> 2] ?? 0
    if ((this.address & inline.is) === 0) this.#loadPointed()
    else this.#loadInline(at)
  }

  #loadInline(at: number): void {
    const {HEAPU8} = this.#memory
    const flags = HEAPU8[at] ?? 0
    this.padding = HEAPU8[at + inline.padding] ?? 0
    this.size = HEAPU8[at + inline.size] ?? 0
    this.symbol = HEAPU8[at + inline.symbol] ?? 0
    this.production = 0
    this.childCount = 0
    this.#setFlags(flags >>> 1)
    this.isMissing = (flags & inline.missing) !== 0
  }

  #loadPointed(): void {
    const {HEAPU8, HEAPU16, HEAPU32} = this.#memory
    const {address} = this
    this.padding = HEAPU32[(address + pointed.padding) >>> 2] ?? 0
    this.size = HEAPU32[(address + pointed.size) >>> 2] ?? 0
    this.symbol = HEAPU16[(address + pointed.symbol) >>> 1] ?? 0
    this.production = HEAPU16[(address + pointed.production) >>> 1] ?? 0
    this.childCount = HEAPU32[(address + pointed.childCount) >>> 2] ?? 0
    this.#setFlags(HEAPU8[address + pointed.flags] ?? 0)
    this.isMissing = ((HEAPU8[address + pointed.moreFlags] ?? 0) & pointed.missing) !== 0
  }

  #setFlags(flags: number): void {
    this.isVisible = (flags & flag.visible) !== 0
    this.isNamed = (flags & flag.named) !== 0
    this.isExtra = (flags & flag.extra) !== 0
  }

  /** Nodes below it that can be seen. */
  get descendants(): number {
    return this.childCount === 0 ? 0 : (this.#memory.HEAPU32[(this.address + pointed.descendants) >>> 2] ?? 0)
  }
}
