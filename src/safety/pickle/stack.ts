import {unknown, type Value} from './values.ts'

/**
 * The stack, the stacks below its marks, and the memo of a pickle. What a broken pickle takes and is not there is
 * {@link unknown}.
 */
export class PickleStack {
  #items: Value[] = []
  readonly #below: Value[][] = []
  readonly #memo = new Map<number, Value>()
  /** something was taken that was not there: the loader would stop here */
  isBroken = false

  push(value: Value): void {
    this.#items.push(value)
  }

  pop(): Value {
    const value = this.#items.pop()
    return value === undefined ? this.#missing() : value
  }

  top(): Value {
    const value = this.#items.at(-1)
    return value === undefined ? this.#missing() : value
  }

  replaceTop(value: Value): void {
    this.#items[Math.max(0, this.#items.length - 1)] = value
  }

  mark(): void {
    this.#below.push(this.#items)
    this.#items = []
  }

  /** All above the last mark, which goes. */
  popMark(): Value[] {
    const items = this.#items
    const below = this.#below.pop()
    if (below === undefined) this.isBroken = true
    this.#items = below ?? []
    return items
  }

  /** POP: on an empty stack it takes the mark below. */
  drop(): void {
    if (this.#items.length > 0) this.#items.length--
    else this.popMark()
  }

  memoize(): void {
    this.#memo.set(this.#memo.size, this.top())
  }

  put(index: number): void {
    this.#memo.set(index, this.top())
  }

  get(index: number): Value {
    const value = this.#memo.get(index)
    return value === undefined ? this.#missing() : value
  }

  #missing(): Value {
    this.isBroken = true
    return unknown
  }
}
