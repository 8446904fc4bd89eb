import type {FileLinks} from '../inventory/file-safety.ts'
import {CoverageMap} from './coverage.ts'

/** Files that one file may describe, and tensors that are kept of it; real models have some thousands. */
const filesLimit = 10_000
const tensorsLimit = 200_000

/** Gathers what a file says of others and of its tensors. */
export class Links {
  readonly #described = new Map<string, CoverageMap>()
  readonly #tensors = new Map<string, string>()
  #isWhole = true

  describe(path: string, begin: number, end: number): void {
    const known = this.#described.get(path) ?? new CoverageMap(Number.MAX_SAFE_INTEGER)
    if (this.#described.size < filesLimit) this.#described.set(path, known)
    known.add(begin, end)
  }

  /** Takes over the tensors of a part of the file. */
  adopt(tensors: ReadonlyMap<string, string>): void {
    for (const [name, shape] of tensors) this.#keep(name, shape)
  }

  tensor(name: string, shape: readonly (number | bigint)[], type: string): void {
    this.#keep(name, `${shape.join(' × ')} ${type}`)
  }

  /** undefined where there is nothing to compare */
  result(): FileLinks | undefined {
    const described = new Map([...this.#described].map(([path, map]) => [path, map.spans()]))
    if (described.size === 0 && this.#tensors.size === 0) return undefined
    return {described, ...(this.#isWhole && {tensors: this.#tensors})}
  }

  #keep(name: string, shape: string): void {
    if (this.#tensors.size < tensorsLimit) this.#tensors.set(name, shape)
    else this.#isWhole = false
  }
}
