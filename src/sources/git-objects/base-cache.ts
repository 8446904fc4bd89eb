import type {GitObject} from './object.ts'

/** Of what is kept for one pack. */
const limitBytes = 8 * 1024 * 1024

/** What other objects of a pack are stored as differences from, by its offset: the last ones, up to a size. */
export class BaseCache {
  readonly #objects = new Map<bigint, GitObject>()
  #bytes = 0

  get(offset: bigint): GitObject | undefined {
    return this.#objects.get(offset)
  }

  set(offset: bigint, object: GitObject): void {
    if (object.content.length > limitBytes || this.#objects.has(offset)) return
    this.#objects.set(offset, object)
    this.#bytes += object.content.length
    for (const [oldest, {content}] of this.#objects) {
      if (this.#bytes <= limitBytes) return
      this.#objects.delete(oldest)
      this.#bytes -= content.length
    }
  }
}
