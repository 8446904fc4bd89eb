import type {ByteReader} from '../../lib/byte-reader.ts'
import {AibomError} from '../../lib/errors.ts'

/** Read at once; payloads longer than this are skipped, not read. */
const windowBytes = 256 * 1024
/** The longest line of a text instruction: a number or a name. */
const lineLimitBytes = 1024 * 1024

/**
 * Reads a pickle from one end to the other through a window of bounded size. Positions are bytes from the start of the
 * file.
 */
export class PickleCursor {
  position: number
  readonly end: number
  readonly #bytes: ByteReader
  #window: Uint8Array = new Uint8Array()
  #windowStart = 0

  constructor(bytes: ByteReader, begin: number, end: number) {
    this.#bytes = bytes
    this.position = begin
    this.end = end
  }

  byte(): number {
    const index = this.position - this.#windowStart
    if (index >= 0 && index < this.#window.length) {
      this.position++
      return this.#window[index] ?? 0
    }
    return this.take(1)[0] ?? 0
  }

  /** The next byte, which stays the next; undefined at the end. */
  peek(): number | undefined {
    return this.position < this.end ? this.#load(1)[0] : undefined
  }

  /** @param length at most the size of the window */
  take(length: number): Uint8Array {
    const taken = this.#load(length)
    this.position += length
    return taken
  }

  /** Passes over a payload without reading it. */
  skip(length: number): {readonly begin: number; readonly end: number} {
    if (length > this.end - this.position) throw truncated(this.position)
    const begin = this.position
    this.position += length
    return {begin, end: this.position}
  }

  /** Bytes up to the next line feed, which is passed over. */
  line(): Uint8Array {
    const start = this.position
    for (let length = 256; ; length *= 16) {
      const available = Math.min(length, this.end - start)
      const bytes = this.#load(Math.min(available, windowBytes))
      const feed = bytes.indexOf(0x0a)
      if (feed !== -1) {
        this.position = start + feed + 1
        return bytes.subarray(0, feed)
      }
      if (available < length) throw truncated(start)
      if (length > lineLimitBytes || available > windowBytes) throw invalid(start, 'a line does not end')
    }
  }

  #load(length: number): Uint8Array {
    if (length > this.end - this.position) throw truncated(this.position)
    const index = this.position - this.#windowStart
    if (index < 0 || index + length > this.#window.length) {
      const wanted = Math.max(length, Math.min(windowBytes, this.end - this.position))
      this.#window = this.#bytes.read(BigInt(this.position), wanted).slice()
      this.#windowStart = this.position
      return this.#window.subarray(0, length)
    }
    return this.#window.subarray(index, index + length)
  }
}

/** `AIBOM_PICKLE_TRUNCATED`; `at` is the byte where more was expected. */
export function truncated(at: number): AibomError {
  return new AibomError('AIBOM_PICKLE_TRUNCATED', `the pickle is cut at byte ${at}`)
}

/** `AIBOM_PICKLE_INVALID`; `what` ends the sentence. */
export function invalid(at: number, what: string): AibomError {
  return new AibomError('AIBOM_PICKLE_INVALID', `the pickle is broken at byte ${at}: ${what}`)
}
