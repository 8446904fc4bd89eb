/** Longer texts are not kept: they seldom come twice, and take memory. */
const textLimit = 64 * 1024
const entryLimit = 1000

/**
 * The same function, which keeps its answers to texts that come again and again; all are forgotten when they are many.
 */
export function remember<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    if (text.length > textLimit) return work(text)
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const answer = work(text)
    if (known.size >= entryLimit) known.clear()
    known.set(text, answer)
    return answer
  }
}
