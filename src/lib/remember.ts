/** A repository asks for the same few thousand texts again and again; hostile ones never twice for the same. */
const answerLimit = 20_000

/** A pure function of a text that keeps its answers; all of them are forgotten when there are too many. */
export function remembering<T extends string, V>(answer: (text: T) => V): (text: T) => V {
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

/** A pure function of an object that is worked out once for each, as long as that is used. */
export function oncePer<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, {readonly found: V}>()
  return key => {
    const kept = known.get(key) ?? {found: work(key)}
    known.set(key, kept)
    return kept.found
  }
}
