import type {Operation} from './operation.ts'

interface Recent {
  readonly scope: string
  readonly service: string
  readonly requested: string | undefined
  readonly beginMs: number
  readonly endMs: number
}

/** Calls that are remembered; records of one call lie close together. */
const remembered = 8192
const failuresCompared = 32

/**
 * Tells which records are of one call: an SDK's own span inside that of an instrumentation, a log beside its span, two
 * spans of one answer.
 * Counting them twice would make a rate of failures and a test of its change wrong.
 */
export class SameCall {
  readonly #spans = new RecentIds()
  readonly #parents = new RecentIds()
  readonly #responses = new RecentIds()
  readonly #failures: Recent[] = []

  /** Whether a record of this call came before; it is remembered. */
  seen(operation: Operation): boolean {
    const {spanId, parentId, responseId = ''} = operation
    const known =
      this.#spans.has(spanId) ||
      this.#spans.has(parentId) ||
      this.#parents.has(spanId) ||
      this.#responses.has(responseId)
    const same = known || (operation.failed && responseId === '' && this.#failedTwice(operation))
    this.#spans.add(spanId)
    this.#parents.add(parentId)
    this.#responses.add(responseId)
    return same
  }

  /**
   * Of a call that failed two instrumentations have nothing in common but what was asked, and that one lasted while the
   * other did.
   */
  #failedTwice({scope, service, requested, atMs = 0, latencyMs = 0}: Operation): boolean {
    const at = {scope, service, requested, beginMs: atMs, endMs: atMs + latencyMs}
    const same = this.#failures.some(
      one =>
        one.scope !== scope &&
        one.service === service &&
        one.requested === requested &&
        ((one.beginMs <= at.beginMs && at.endMs <= one.endMs) || (at.beginMs <= one.beginMs && one.endMs <= at.endMs)),
    )
    this.#failures.push(at)
    if (this.#failures.length > failuresCompared) this.#failures.shift()
    return same
  }
}

/** Remembers the newest ids: two sets, of which the older is dropped as a whole when the newer is full. */
class RecentIds {
  #newer = new Set<string>()
  #older = new Set<string>()

  has(id: string): boolean {
    return this.#newer.has(id) || this.#older.has(id)
  }

  add(id: string): void {
    if (id === '') return
    this.#newer.add(id)
    if (this.#newer.size < remembered) return
    this.#older = this.#newer
    this.#newer = new Set()
  }
}
