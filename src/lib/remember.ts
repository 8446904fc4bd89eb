/** A repository asks for the same few thousand texts again and again; hostile ones never twice for the same. */
const answerLimit = 20_000

/** A pure function of a text that keeps its answers; all of them are forgotten when there are too many. */
export function remembering<V>(answer: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return text => {
    const kept = known.get(text)
    if (kept !== undefined) return kept
    if (known.size >= answerLimit) known.clear()
    const found = answer(text)
    known.set(text, found)
    return found
  }
}
