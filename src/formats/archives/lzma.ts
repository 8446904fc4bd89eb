import {AibomError} from '../../lib/errors.ts'
import {keepBeginning} from './damaged-data.ts'
import {invalid, LengthDecoder, probabilities, RangeDecoder} from './range-decoder.ts'

const stateCount = 12
const matchMinimum = 2
const endPositions = 14
const fullDistances = 128

/** Settings of an LZMA stream: bits of literal context, of literal position, of position. */
export interface LzmaSettings {
  readonly lc: number
  readonly lp: number
  readonly pb: number
}

/** @throws {AibomError} `AIBOM_LZMA_INVALID` */
export function parseSettings(byte: number): LzmaSettings {
  if (byte >= 225) throw invalid('impossible settings')
  return {lc: byte % 9, lp: Math.floor(byte / 9) % 5, pb: Math.floor(byte / 45)}
}

/** Decodes LZMA into a growing output of bounded size; its state outlives one chunk of LZMA2. */
export class LzmaDecoder {
  readonly #limit: number
  #output: Buffer = Buffer.alloc(64 * 1024)
  length = 0
  #settings: LzmaSettings = {lc: 3, lp: 0, pb: 2}
  #literals = probabilities(0)
  #isMatch = probabilities(stateCount * 16)
  #isRep = probabilities(stateCount * 4)
  #isRep0Long = probabilities(stateCount * 16)
  #slots = probabilities(4 * 64)
  #distances = probabilities(1 + fullDistances - endPositions)
  #align = probabilities(16)
  #lengths = new LengthDecoder()
  #repLengths = new LengthDecoder()
  #state = 0
  #reps = [0, 0, 0, 0]

  /** @param limit bytes that are written at most */
  constructor(limit: number) {
    this.#limit = limit
  }

  bytes(): Uint8Array {
    return this.#output.subarray(0, this.length)
  }

  reset(settings: LzmaSettings): void {
    this.#settings = settings
    this.#literals = probabilities(0x300 * 2 ** (settings.lc + settings.lp))
    this.#isMatch = probabilities(stateCount * 16)
    this.#isRep = probabilities(stateCount * 4)
    this.#isRep0Long = probabilities(stateCount * 16)
    this.#slots = probabilities(4 * 64)
    this.#distances = probabilities(1 + fullDistances - endPositions)
    this.#align = probabilities(16)
    this.#lengths = new LengthDecoder()
    this.#repLengths = new LengthDecoder()
    this.#state = 0
    this.#reps = [0, 0, 0, 0]
  }

  copy(bytes: Uint8Array): void {
    for (const byte of bytes) this.#put(byte)
  }

  /**
   * @param end stop at this length of the output; Infinity where an end marker stops
   * @returns where in the input the stream ended
   */
  decode(input: Uint8Array, begin: number, end: number): number {
    const decoder = new RangeDecoder(input, begin)
    while (this.length < end) {
      const position = this.length % 2 ** this.#settings.pb
      if (decoder.bit(this.#isMatch, this.#state * 16 + position) === 0) this.#literal(decoder)
      else if (this.#match(decoder, position, end)) break
    }
    return decoder.position
  }

  #literal(decoder: RangeDecoder): void {
    const {lc, lp} = this.#settings
    const before = this.length === 0 ? 0 : (this.#output[this.length - 1] ?? 0)
    const context = (this.length % 2 ** lp) * 2 ** lc + (before >> (8 - lc))
    const odds = context * 0x300
    let symbol = 1
    if (this.#state >= 7) {
      let match = this.#output[this.length - (this.#reps[0] ?? 0) - 1] ?? 0
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1
        match <<= 1
        const bit = decoder.bit(this.#literals, odds + ((1 + expected) << 8) + symbol)
        symbol = symbol * 2 + bit
        if (bit !== expected) break
      }
    }
    while (symbol < 0x100) symbol = symbol * 2 + decoder.bit(this.#literals, odds + symbol)
    this.#put(symbol & 0xff)
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6
  }

  /** @returns true at the end marker */
  #match(decoder: RangeDecoder, position: number, end: number): boolean {
    const state = this.#state
    let length: number
    if (decoder.bit(this.#isRep, state) === 1) {
      if (this.#repeat(decoder, position)) return false
      length = this.#repLengths.decode(decoder, position)
      this.#state = state < 7 ? 8 : 11
    } else {
      this.#reps = [0, ...this.#reps.slice(0, 3)]
      length = this.#lengths.decode(decoder, position)
      this.#state = state < 7 ? 7 : 10
      this.#reps[0] = this.#distance(decoder, length)
      if (this.#reps[0] === 0xffffffff) return true
    }
    const distance = (this.#reps[0] ?? 0) + 1
    if (distance > this.length) throw invalid('a match before the beginning')
    const last = Math.min(end, this.length + length + matchMinimum)
    while (this.length < last) this.#put(this.#output[this.length - distance] ?? 0)
    return false
  }

  /** Takes a distance that was used before. @returns true where a single byte was copied */
  #repeat(decoder: RangeDecoder, position: number): boolean {
    const state = this.#state
    if (decoder.bit(this.#isRep, stateCount + state) === 0) {
      if (decoder.bit(this.#isRep0Long, state * 16 + position) === 1) return false
      const distance = (this.#reps[0] ?? 0) + 1
      if (distance > this.length) throw invalid('a match before the beginning')
      this.#put(this.#output[this.length - distance] ?? 0)
      this.#state = state < 7 ? 9 : 11
      return true
    }
    const index =
      decoder.bit(this.#isRep, stateCount * 2 + state) === 0
        ? 1
        : decoder.bit(this.#isRep, stateCount * 3 + state) === 0
          ? 2
          : 3
    const [taken = 0] = this.#reps.splice(index, 1)
    this.#reps.unshift(taken)
    return false
  }

  #distance(decoder: RangeDecoder, length: number): number {
    const slot = decoder.tree(this.#slots, Math.min(length, 3) * 64, 6)
    if (slot < 4) return slot
    const bits = (slot >> 1) - 1
    const base = (2 | (slot & 1)) * 2 ** bits
    if (slot < endPositions) return base + decoder.reverse(this.#distances, base - slot, bits)
    return base + decoder.direct(bits - 4) * 16 + decoder.reverse(this.#align, 0, 4)
  }

  #put(byte: number): void {
    if (this.length >= this.#limit)
      throw new AibomError('AIBOM_LZMA_TOO_LARGE', `it unpacks to more than ${this.#limit} bytes`)
    if (this.length === this.#output.length) {
      const larger = Buffer.alloc(Math.min(this.#output.length * 4, Math.max(this.#limit, this.#output.length + 1)))
      this.#output.copy(larger)
      this.#output = larger
    }
    this.#output[this.length++] = byte
  }
}

/** LZMA2: chunks, each stored or compressed. @returns the output and where the input ended */
export function decodeLzma2(
  input: Uint8Array,
  begin: number,
  limit: number,
): {readonly bytes: Uint8Array; readonly end: number} {
  const decoder = new LzmaDecoder(limit)
  const end = keepBeginning(
    () => decodeChunks(decoder, input, begin),
    () => decoder.bytes(),
  )
  return {bytes: decoder.bytes(), end}
}

/** @returns where the input ended */
function decodeChunks(decoder: LzmaDecoder, input: Uint8Array, begin: number): number {
  let at = begin
  let settings: LzmaSettings = {lc: 3, lp: 0, pb: 2}
  for (;;) {
    const control = byteAt(input, at)
    if (control === 0) return at + 1
    if (control < 3) {
      at = copyStored(decoder, input, at)
      continue
    }
    if (control < 0x80) throw invalid('an impossible chunk')
    const size = ((control & 0x1f) << 16) + byteAt(input, at + 1) * 256 + byteAt(input, at + 2) + 1
    const packed = byteAt(input, at + 3) * 256 + byteAt(input, at + 4) + 1
    const hasSettings = control >= 0xc0
    if (hasSettings) settings = parseSettings(byteAt(input, at + 5))
    if (control >= 0xa0) decoder.reset(settings)
    const data = at + 5 + (hasSettings ? 1 : 0)
    decoder.decode(input, data, decoder.length + size)
    at = data + packed
  }
}

/** A chunk that is not compressed. @returns where the next one begins */
function copyStored(decoder: LzmaDecoder, input: Uint8Array, at: number): number {
  const end = at + 3 + byteAt(input, at + 1) * 256 + byteAt(input, at + 2) + 1
  if (end > input.length) throw invalid('the data is cut')
  decoder.copy(input.subarray(at + 3, end))
  return end
}

function byteAt(input: Uint8Array, at: number): number {
  const byte = input[at]
  if (byte === undefined) throw invalid('the data is cut')
  return byte
}
