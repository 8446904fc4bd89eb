/** Order by UTF-16 code unit: the same in every locale, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** A sorted copy, by the text that `key` gives. */
export function sortedBy<T>(items: Iterable<T>, key: (item: T) => string): T[] {
  return [...items]
    .map(item => [key(item), item] as const)
    .sort(([a], [b]) => compareText(a, b))
    .map(([, item]) => item)
}
