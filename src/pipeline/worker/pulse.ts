/** JSON of the keys of at most some files; longer texts are not kept, and then nobody can be blamed. */
const labelBytes = 64 * 1024
/** Three counters: the beats, the length of the label, its edition. */
const headBytes = 12

/** Memory that a thread shares with its watcher, who can read it while the thread is stuck and after it is gone. */
export function pulseMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(headBytes + labelBytes)
}

/** A counter that moves as long as the thread works, and what the thread is working on. */
export class Pulse {
  readonly #counters: Int32Array
  readonly #label: Uint8Array

  constructor(memory: SharedArrayBuffer) {
    this.#counters = new Int32Array(memory, 0, 3)
    this.#label = new Uint8Array(memory, headBytes)
  }

  beat(): void {
    Atomics.add(this.#counters, 0, 1)
  }

  get beats(): number {
    return Atomics.load(this.#counters, 0)
  }

  /** Says what is being worked on from now on. */
  show(keys: readonly string[]): void {
    Atomics.add(this.#counters, 2, 1)
    Atomics.store(this.#counters, 1, 0)
    if (keys.length > 0) {
      const text = JSON.stringify(keys)
      const {read, written} = new TextEncoder().encodeInto(text, this.#label)
      if (read === text.length) Atomics.store(this.#counters, 1, written)
    }
    Atomics.add(this.#counters, 2, 1)
    this.beat()
  }

  /**
   * What was being worked on; nothing while the thread writes it down. An edition is odd until it is whole, and one that
   * has changed meanwhile was read in two halves.
   */
  shown(): readonly string[] {
    const edition = Atomics.load(this.#counters, 2)
    const length = Atomics.load(this.#counters, 1)
    // a decoder takes no shared memory
    const label = this.#label.slice(0, length)
    if (length === 0 || edition % 2 !== 0 || Atomics.load(this.#counters, 2) !== edition) return []
    return JSON.parse(new TextDecoder().decode(label))
  }
}
