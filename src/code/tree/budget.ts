/** Steps one question may take; hostile code can chain names without end. */
const stepLimit = 4000
const depthLimit = 40

/** How many steps a question has taken, and how deep its own questions stand. Whoever goes down leaves again. */
export class Budget {
  #steps = 0
  #depth = 0

  /** A question that no other one waits for has every step before it. */
  begin(): void {
    if (this.#depth === 0) this.#steps = 0
  }

  /** Goes one step down; false, and nothing to leave, where the steps or the depth are used up. */
  enter(): boolean {
    if (this.#depth >= depthLimit || ++this.#steps > stepLimit) return false
    this.#depth++
    return true
  }

  /** Goes down for a question that counts its own step. */
  descend(): void {
    this.#depth++
  }

  leave(): void {
    this.#depth--
  }

  get isDeepest(): boolean {
    return this.#depth >= depthLimit
  }

  /** What was found below the top may have been cut short: another question could find more. */
  get isCut(): boolean {
    return this.#depth > 0 && this.#steps > stepLimit
  }
}
