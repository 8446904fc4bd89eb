import type {FileEntry} from '../../inventory/source.ts'

/** What is to be done with a file. */
export interface Queued {
  readonly file: FileEntry
}

/** What reading a file costs, in bytes that are read. */
export interface Costs {
  /** opening it costs as much as reading so many */
  readonly openBytes: number
  /** of a larger file no more is read */
  readonly mostBytes: number
  /** some tenths of a second of work: what a helper takes at once */
  readonly batchBytes: number
}

/** Near the end threads take less, so that none waits long for another. */
const shareOfRest = 4

/** Files that are still to be read, the largest first. */
export class Queue<Item extends Queued> {
  readonly #costs: Costs
  readonly #items: Item[]
  /** what helpers gave back */
  readonly #own: Item[] = []
  #bytes: number

  constructor(items: readonly Item[], costs: Costs) {
    this.#costs = costs
    // the last is taken first; of equal ones the first comes first
    this.#items = items.toReversed().sort((a, b) => this.#costOf(a) - this.#costOf(b))
    this.#bytes = this.#items.reduce((sum, item) => sum + this.#costOf(item), 0)
  }

  /** what reading the rest costs */
  get bytes(): number {
    return this.#bytes
  }

  take(): Item | undefined {
    return this.#own.pop() ?? this.#next()
  }

  /** Files for a helper. @param threads that share what is left */
  takeBatch(threads: number): readonly Item[] {
    const limit = Math.min(this.#costs.batchBytes, this.#bytes / (threads * shareOfRest))
    const batch: Item[] = []
    for (let taken = 0; taken <= limit; ) {
      const item = this.#next()
      if (item === undefined) break
      batch.push(item)
      taken += this.#costOf(item)
    }
    return batch
  }

  /** What a helper could not read or hand over. */
  giveBack(items: readonly Item[]): void {
    this.#own.push(...items)
  }

  #next(): Item | undefined {
    const item = this.#items.pop()
    if (item !== undefined) this.#bytes -= this.#costOf(item)
    return item
  }

  #costOf({file: {byteLength}}: Item): number {
    return this.#costs.openBytes + Math.min(Number(byteLength), this.#costs.mostBytes)
  }
}
