/** Names longer than this are nobody's slip of the finger. */
const longest = 60

/** The known name that is nearest to what was typed; undefined where none is near. */
export function nearestName(typed: string, known: Iterable<string>): string | undefined {
  if (typed.length > longest) return undefined
  let best: {readonly name: string; readonly distance: number} | undefined
  for (const name of known) {
    const distance = editDistance(typed.toLowerCase(), name.toLowerCase())
    if (distance <= Math.max(1, Math.floor(typed.length / 3)) && (best === undefined || distance < best.distance))
      best = {name, distance}
  }
  return best?.name
}

/** How many letters have to be added, taken away, replaced or swapped with the next one. */
function editDistance(a: string, b: string): number {
  let [before, previous]: [number[], number[]] = [[], Array.from({length: b.length + 1}, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        replaced,
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        isSwap ? (before[j - 2] ?? 0) + 1 : longest * 2,
      )
    }
    ;[before, previous] = [previous, row]
  }
  return previous[b.length] ?? 0
}
