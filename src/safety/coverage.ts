import type {ByteSpan, Coverage} from '../inventory/file-safety.ts'

/** More gaps than these are not listed: the count of covered bytes says how much is missing. */
const listedSpans = 16
/**
 * Spans are joined when so many have gathered, so that a file of a million members needs no more memory than its gaps.
 */
const joinAt = 4096

/** The bytes of one file that a reader has accounted for. */
export class CoverageMap {
  readonly #byteLength: number
  #spans: ByteSpan[] = []
  #joinAt = joinAt

  constructor(byteLength: number) {
    this.#byteLength = byteLength
  }

  add(begin: number, end: number): void {
    const span = {begin: Math.max(0, begin), end: Math.min(end, this.#byteLength)}
    if (span.begin >= span.end) return
    this.#spans.push(span)
    if (this.#spans.length < this.#joinAt) return
    this.#spans = joined(this.#spans)
    this.#joinAt = this.#spans.length + joinAt
  }

  /** What was accounted for, in order. */
  spans(): readonly ByteSpan[] {
    return joined(this.#spans)
  }

  result(): Coverage {
    const spans = joined(this.#spans)
    const uncovered: ByteSpan[] = []
    let position = 0
    let coveredBytes = 0
    for (const {begin, end} of spans) {
      if (begin > position) uncovered.push({begin: position, end: begin})
      coveredBytes += end - begin
      position = end
    }
    if (position < this.#byteLength) uncovered.push({begin: position, end: this.#byteLength})
    return {byteLength: this.#byteLength, coveredBytes, uncovered: uncovered.slice(0, listedSpans)}
  }
}

function joined(spans: readonly ByteSpan[]): ByteSpan[] {
  const inOrder = [...spans].sort((a, b) => a.begin - b.begin)
  const result: {begin: number; end: number}[] = []
  for (const {begin, end} of inOrder) {
    const last = result.at(-1)
    if (last !== undefined && begin <= last.end) last.end = Math.max(last.end, end)
    else result.push({begin, end})
  }
  return result
}
