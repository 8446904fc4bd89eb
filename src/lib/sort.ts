/** Order by UTF-16 code unit: the same in every locale, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** A sorted copy, by the text that `key` gives. */
export function sortedBy<T>(items: Iterable<T>, key: (item: T) => string): T[] {
  const list = [...items]
  if (list.length < 2) return list
  const keys = list.map(key)
  if (isSorted(keys)) return list
  return list
    .map((item, index) => [keys[index] ?? '', item] as const)
    .sort(([a], [b]) => compareText(a, b))
    .map(([, item]) => item)
}

/** Most lists that are sorted before they are written came in order. */
function isSorted(keys: readonly string[]): boolean {
  let previous = ''
  for (const key of keys) {
    if (key < previous) return false
    previous = key
  }
  return true
}
