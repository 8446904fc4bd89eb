import type {ClaimedFile} from './parts.ts'

/** Of a large file only a part is read by most. */
const countedBytes = 1024 * 1024
/** Opening a file costs as much as reading so many bytes of code. */
const openBytes = 1024
/** Some tenths of a second of work. */
const batchBytes = 256 * 1024
/** Near the end threads take less, so that none waits long for another. */
const shareOfRest = 4

/** Files that are still to be read, the largest first. */
export class Queue {
  readonly #files: ClaimedFile[]
  /** what helpers gave back */
  readonly #own: ClaimedFile[] = []
  #bytes: number

  constructor(files: readonly ClaimedFile[]) {
    // the last is taken first; of equal ones the first comes first
    this.#files = files.toReversed().sort((a, b) => costOf(a) - costOf(b))
    this.#bytes = this.#files.reduce((sum, file) => sum + costOf(file), 0)
  }

  /** what reading the rest costs, in bytes of code */
  get bytes(): number {
    return this.#bytes
  }

  take(): ClaimedFile | undefined {
    return this.#own.pop() ?? this.#next()
  }

  /** Files for a helper. @param threads that share what is left */
  takeBatch(threads: number): readonly ClaimedFile[] {
    const limit = Math.min(batchBytes, this.#bytes / (threads * shareOfRest))
    const batch: ClaimedFile[] = []
    for (let taken = 0; taken <= limit; ) {
      const file = this.#next()
      if (file === undefined) break
      batch.push(file)
      taken += costOf(file)
    }
    return batch
  }

  /** What a helper could not read or hand over. */
  giveBack(files: readonly ClaimedFile[]): void {
    this.#own.push(...files)
  }

  #next(): ClaimedFile | undefined {
    const file = this.#files.pop()
    if (file !== undefined) this.#bytes -= costOf(file)
    return file
  }
}

function costOf({file: {byteLength}}: ClaimedFile): number {
  return openBytes + Math.min(Number(byteLength), countedBytes)
}
