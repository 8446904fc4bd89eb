/** Longest line that is read: a batch of a collector has tens of thousands of bytes. */
export const lineLimit = 64 * 1024 * 1024

/** Cuts a stream of bytes into lines; one that is too long is passed over, and counted. */
export class LineSplitter {
  tooLong = 0
  /** bytes up to the end of the last line that was whole */
  consumed = 0
  readonly #limit: number
  #pieces: Buffer[] = []
  #length = 0
  #isSkipping = false

  constructor(limit: number = lineLimit) {
    this.#limit = limit
  }

  /** The lines that end in a piece; each is valid until the next is asked for. */
  *push(chunk: Buffer): Generator<Buffer> {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      const line = this.#take(chunk.subarray(start, end))
      this.consumed += end - start + 1 + this.#carried
      this.#carried = 0
      start = end + 1
      if (line !== undefined) yield line
    }
    this.#keep(chunk.subarray(start))
  }

  /** What stands behind the last line break; undefined where nothing does. */
  rest(): Buffer | undefined {
    if (this.#isSkipping || this.#length === 0) return undefined
    return Buffer.concat(this.#pieces)
  }

  /** bytes of a line that has not ended, kept or not */
  #carried = 0

  #take(end: Buffer): Buffer | undefined {
    if (this.#isSkipping) {
      this.#isSkipping = false
      return undefined
    }
    if (this.#length + end.length > this.#limit) {
      this.tooLong += 1
      this.#drop()
      return undefined
    }
    if (this.#length === 0) return end
    const line = Buffer.concat([...this.#pieces, end])
    this.#drop()
    return line
  }

  #keep(part: Buffer): void {
    this.#carried += part.length
    if (this.#isSkipping || part.length === 0) return
    if (this.#length + part.length > this.#limit) {
      this.tooLong += 1
      this.#isSkipping = true
      this.#drop()
      return
    }
    this.#pieces.push(Buffer.from(part))
    this.#length += part.length
  }

  #drop(): void {
    this.#pieces = []
    this.#length = 0
  }
}
