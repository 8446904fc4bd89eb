import {AibomError} from '../../lib/errors.ts'

const topValue = 2 ** 24
const bitModelTotal = 2048
const moveBits = 5

/** Odds of bits, even at first. */
export function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(bitModelTotal / 2)
}

/** Reads bits by the odds that earlier bits left. */
export class RangeDecoder {
  readonly #bytes: Uint8Array
  position: number
  #range = 0xffffffff
  #code = 0

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes
    this.position = position + 1
    for (let index = 0; index < 4; index++) this.#code = ((this.#code << 8) | this.#next()) >>> 0
  }

  bit(odds: Uint16Array, index: number): number {
    const probability = odds[index] ?? 0
    const bound = Math.floor(this.#range / bitModelTotal) * probability
    let value = 0
    if (this.#code < bound) {
      this.#range = bound
      odds[index] = probability + ((bitModelTotal - probability) >> moveBits)
    } else {
      this.#range -= bound
      this.#code -= bound
      odds[index] = probability - (probability >> moveBits)
      value = 1
    }
    if (this.#range < topValue) this.#normalize()
    return value
  }

  direct(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) {
      this.#range = Math.floor(this.#range / 2)
      const isSet = this.#code >= this.#range
      if (isSet) this.#code -= this.#range
      value = value * 2 + (isSet ? 1 : 0)
      if (this.#range < topValue) this.#normalize()
    }
    return value
  }

  tree(odds: Uint16Array, offset: number, bits: number): number {
    let symbol = 1
    for (let index = 0; index < bits; index++) symbol = symbol * 2 + this.bit(odds, offset + symbol)
    return symbol - 2 ** bits
  }

  reverse(odds: Uint16Array, offset: number, bits: number): number {
    let symbol = 1
    let value = 0
    for (let index = 0; index < bits; index++) {
      const bit = this.bit(odds, offset + symbol)
      symbol = symbol * 2 + bit
      value += bit * 2 ** index
    }
    return value
  }

  #normalize(): void {
    this.#range = (this.#range * 256) >>> 0
    this.#code = ((this.#code << 8) | this.#next()) >>> 0
  }

  #next(): number {
    const byte = this.#bytes[this.position++]
    if (byte === undefined) throw invalid('the data is cut')
    return byte
  }
}

/** Lengths of matches. */
export class LengthDecoder {
  readonly #choice = probabilities(2)
  readonly #low = probabilities(16 * 8)
  readonly #middle = probabilities(16 * 8)
  readonly #high = probabilities(256)

  decode(decoder: RangeDecoder, position: number): number {
    if (decoder.bit(this.#choice, 0) === 0) return decoder.tree(this.#low, position * 8, 3)
    if (decoder.bit(this.#choice, 1) === 0) return 8 + decoder.tree(this.#middle, position * 8, 3)
    return 16 + decoder.tree(this.#high, 0, 8)
  }
}

/** @param what is wrong */
export function invalid(what: string): AibomError {
  return new AibomError('AIBOM_LZMA_INVALID', `the LZMA data is cut or broken: ${what}`)
}
