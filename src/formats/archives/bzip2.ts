import {AibomError} from '../../lib/errors.ts'
import {type Unpacked, unpackInto} from './damaged-data.ts'

const blockMagic = 0x314159265359
const endMagic = 0x177245385090
const blockUnit = 100_000
const groupSymbols = 50
const longestCode = 20

/**
 * Unpacks bzip2, several streams in a row included.
 * @throws {AibomError} `AIBOM_BZIP2_INVALID`, `AIBOM_BZIP2_TOO_LARGE`
 */
export function unpackBzip2(input: Uint8Array, limit: number): Unpacked {
  const output = new Output(limit)
  return unpackInto(output, () => unpackStreams(input, output))
}

function unpackStreams(input: Uint8Array, output: Output): number {
  let at = 0
  while (input[at] === 0x42 && input[at + 1] === 0x5a && input[at + 2] === 0x68) at = unpackStream(input, at, output)
  return at
}

function unpackStream(input: Uint8Array, begin: number, output: Output): number {
  const level = (input[begin + 3] ?? 0) - 0x30
  if (level < 1 || level > 9) throw invalid('an impossible size of blocks')
  const bits = new BitReader(input, begin + 4)
  for (;;) {
    const magic = bits.read(24) * 2 ** 24 + bits.read(24)
    bits.read(32)
    if (magic === endMagic) return bits.bytePosition()
    if (magic !== blockMagic) throw invalid('a block without its mark')
    if (bits.read(1) === 1) throw invalid('a randomised block, which no program has written for long')
    unpackBlock(bits, level * blockUnit, output)
  }
}

function unpackBlock(bits: BitReader, size: number, output: Output): void {
  const origin = bits.read(24)
  const symbols = readSymbols(bits)
  const groupCount = bits.read(3)
  const selectors = readSelectors(bits, groupCount)
  const tables = Array.from({length: groupCount}, () => readTable(bits, symbols.length + 2))
  const block = readBlock(bits, symbols, selectors, tables, size)
  if (origin >= block.length) throw invalid('a block that begins behind its end')
  undoSort(block, origin, output)
}

/** Byte values that the block uses. */
function readSymbols(bits: BitReader): number[] {
  const used = bits.read(16)
  const symbols: number[] = []
  for (let high = 0; high < 16; high++) {
    if ((used & (0x8000 >> high)) === 0) continue
    const map = bits.read(16)
    for (let low = 0; low < 16; low++) if ((map & (0x8000 >> low)) !== 0) symbols.push(high * 16 + low)
  }
  return symbols
}

function readSelectors(bits: BitReader, groupCount: number): number[] {
  if (groupCount < 2 || groupCount > 6) throw invalid(`${groupCount} tables`)
  const order = Array.from({length: groupCount}, (_, index) => index)
  return Array.from({length: bits.read(15)}, () => {
    let index = 0
    while (bits.read(1) === 1) if (++index >= groupCount) throw invalid('a table that is not there')
    const [taken = 0] = order.splice(index, 1)
    order.unshift(taken)
    return taken
  })
}

/** Symbols by length and code. */
type Table = ReadonlyMap<number, number>

function readTable(bits: BitReader, count: number): Table {
  let length = bits.read(5)
  const lengths = Array.from({length: count}, () => {
    while (bits.read(1) === 1) length += bits.read(1) === 0 ? 1 : -1
    if (length < 1 || length > longestCode) throw invalid('a code of an impossible length')
    return length
  })
  const table = new Map<number, number>()
  let code = 0
  for (let width = 1; width <= longestCode; width++) {
    for (const [symbol, each] of lengths.entries()) if (each === width) table.set(2 ** width + code++, symbol)
    code *= 2
  }
  return table
}

/** Codes, runs and moves to the front undone: the sorted block. */
function readBlock(
  bits: BitReader,
  symbols: readonly number[],
  selectors: readonly number[],
  tables: readonly Table[],
  size: number,
): Uint8Array {
  const block = new Uint8Array(size)
  const recent = [...symbols]
  const endSymbol = symbols.length + 1
  let length = 0
  let run = 0
  let weight = 1
  for (let read = 0; ; read++) {
    const symbol = readCode(bits, tables[selectors[Math.floor(read / groupSymbols)] ?? -1])
    if (symbol < 2) {
      run += weight * (symbol + 1)
      weight *= 2
      if (run > size) throw invalid('a run longer than its block')
      continue
    }
    if (length + run > size) throw invalid('a block longer than it may be')
    block.fill(recent[0] ?? 0, length, length + run)
    length += run
    run = 0
    weight = 1
    if (symbol === endSymbol) return block.subarray(0, length)
    const [taken = 0] = recent.splice(symbol - 1, 1)
    recent.unshift(taken)
    if (length >= size) throw invalid('a block longer than it may be')
    block[length++] = taken
  }
}

function readCode(bits: BitReader, table: Table | undefined): number {
  if (table === undefined) throw invalid('a table that is not there')
  let code = 1
  for (let width = 1; width <= longestCode; width++) {
    code = code * 2 + bits.read(1)
    const symbol = table.get(code)
    if (symbol !== undefined) return symbol
  }
  throw invalid('a code that is not there')
}

/** The sorted block back in its order, and the runs of four equal bytes that came before the sorting. */
function undoSort(block: Uint8Array, origin: number, output: Output): void {
  const next = orderOf(block)
  let at = next[origin] ?? 0
  let equal = 0
  let last = -1
  for (let count = 0; count < block.length; count++) {
    const byte = block[at] ?? 0
    at = next[at] ?? 0
    if (equal === 4) {
      for (let repeat = 0; repeat < byte; repeat++) output.put(last)
      equal = 0
      last = -1
      continue
    }
    equal = byte === last ? equal + 1 : 1
    last = byte
    output.put(byte)
  }
}

/** For each place of the sorted block, the place of the byte that followed it. */
function orderOf(block: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256)
  for (const byte of block) counts[byte] = (counts[byte] ?? 0) + 1
  const starts = new Uint32Array(256)
  for (let byte = 1; byte < 256; byte++) starts[byte] = (starts[byte - 1] ?? 0) + (counts[byte - 1] ?? 0)
  const next = new Uint32Array(block.length)
  for (const [index, byte] of block.entries()) {
    const at = starts[byte] ?? 0
    starts[byte] = at + 1
    next[at] = index
  }
  return next
}

class BitReader {
  readonly #bytes: Uint8Array
  #at: number
  #bit = 0

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  read(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) throw invalid('the data is cut')
      value = value * 2 + ((byte >> (7 - this.#bit)) & 1)
      this.#bit++
      if (this.#bit === 8) {
        this.#bit = 0
        this.#at++
      }
    }
    return value
  }

  /** Streams end on a whole byte. */
  bytePosition(): number {
    return this.#bit === 0 ? this.#at : this.#at + 1
  }
}

class Output {
  readonly #limit: number
  #bytes: Buffer = Buffer.alloc(64 * 1024)
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  put(byte: number): void {
    if (this.#length >= this.#limit)
      throw new AibomError('AIBOM_BZIP2_TOO_LARGE', `it unpacks to more than ${this.#limit} bytes`)
    if (this.#length === this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length * 3)])
    this.#bytes[this.#length++] = byte
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}

function invalid(what: string): AibomError {
  return new AibomError('AIBOM_BZIP2_INVALID', `the bzip2 data is cut or broken: ${what}`)
}
