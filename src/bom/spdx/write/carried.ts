import type {UnknownRecord} from '../../../lib/narrow.ts'
import {pointerSegment} from '../../../lib/parse/json-pointer.ts'
import {countedPlaces} from '../../check/conform.ts'

/** Which parts of a document were carried into another format, by JSON pointer. */
export class Carried {
  readonly #pointers = new Set<string>()

  /** The value at the pointer, with all that is in it, has a place in the other format. */
  mark(pointer: string): void {
    this.#pointers.add(pointer)
  }

  has(pointer: string): boolean {
    return this.#pointers.has(pointer)
  }

  /**
   * What has none: the widest values of which nothing was carried, those of one kind counted: `/components/*` `/swhid
   * (3)`.
   */
  lostOf(document: UnknownRecord): string[] {
    const inside = new Set<string>()
    for (const pointer of this.#pointers) {
      for (let at = pointer.lastIndexOf('/'); at > 0; at = pointer.lastIndexOf('/', at - 1))
        inside.add(pointer.slice(0, at))
    }
    const counts = new Map<string, number>()
    const stack: (readonly [string, unknown])[] = [['', document]]
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const [pointer, value] = top
      if (this.#pointers.has(pointer)) continue
      if ((pointer === '' || inside.has(pointer)) && typeof value === 'object' && value !== null) {
        stack.push(
          ...Object.entries(value).map(([name, child]) => [`${pointer}/${pointerSegment(name)}`, child] as const),
        )
        continue
      }
      const kind = pointer.replace(/\/\d+(?=\/|$)/g, '/*')
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
    }
    return countedPlaces(counts)
  }
}
