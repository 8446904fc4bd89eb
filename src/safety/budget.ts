/** What the analysis of one file may cost, everything inside it included. */
export interface Limits {
  /** instructions of pickles */
  readonly opcodes: number
  /** bytes that compressed members become */
  readonly inflatedBytes: number
  /** members of archives */
  readonly members: number
  /** nodes, keys, values of structured headers */
  readonly items: number
}

/** Far above real models: a state dict of 1,000 tensors has some 50,000 opcodes. */
export const defaultLimits: Limits = {
  opcodes: 20_000_000,
  inflatedBytes: 1024 * 1024 * 1024,
  members: 1_000_000,
  items: 20_000_000,
}

/** Archives in archives; real ones have two or three. */
export const depthLimit = 8

/** A limit ended the analysis: what was found stays, and the file is never called safe. */
export class LimitReached extends Error {}

/** Counts down what is left of {@link Limits}. One for a file and all that is inside it. */
export class Budget {
  readonly #left: Record<keyof Limits, number>
  readonly #limits: Limits

  constructor(limits: Limits = defaultLimits) {
    this.#limits = limits
    this.#left = {...limits}
  }

  /** @throws {LimitReached} */
  spend(what: keyof Limits, amount = 1): void {
    this.#left[what] -= amount
    if (this.#left[what] < 0)
      throw new LimitReached(`more than ${this.#limits[what].toLocaleString('en')} ${limitNames[what]}`)
  }

  left(what: keyof Limits): number {
    return Math.max(0, this.#left[what])
  }
}

const limitNames: Readonly<Record<keyof Limits, string>> = {
  opcodes: 'pickle instructions',
  inflatedBytes: 'decompressed bytes',
  members: 'archive members',
  items: 'header entries',
}
