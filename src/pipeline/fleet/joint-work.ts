/**
 * Sources that are read beside each other: where one ends with an error that is not its own, such as a database that is
 * gone, the others are ended too.
 */
export class JointWork {
  /** the user's, and that of the first part that failed */
  readonly signal: AbortSignal
  readonly #failed = new AbortController()

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#failed.signal])
  }

  /** @throws what the part throws, after the others have been told to end */
  async part<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(this.signal)
    } catch (error) {
      this.#failed.abort(error)
      throw error
    }
  }
}
