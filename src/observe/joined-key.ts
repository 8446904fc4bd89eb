/** Keys that are remembered; names are few, and whoever makes up many does not fill the memory. */
const limit = 20_000

/**
 * Joins names to one key, the same text each time: made once, and not hashed again, for each of very many records.
 */
export function joinedKeys(): (first: string, second: string, third: string) => string {
  const byFirst = new Map<string, Map<string, Map<string, string>>>()
  let size = 0
  return (first, second, third) => {
    const known = byFirst.get(first)?.get(second)?.get(third)
    if (known !== undefined) return known
    const key = `${first}\0${second}\0${third}`
    if (++size > limit) {
      byFirst.clear()
      size = 1
    }
    const bySecond = byFirst.get(first) ?? new Map<string, Map<string, string>>()
    const byThird = bySecond.get(second) ?? new Map<string, string>()
    byFirst.set(first, bySecond.set(second, byThird.set(third, key)))
    return key
  }
}
