/** Values of outside data, taken only where they are what they should be. */

export type UnknownRecord = Readonly<Record<string, unknown>>

/** Undefined for lists, null and scalars. */
export function asRecord(value: unknown): UnknownRecord | undefined {
  return isRecord(value) ? value : undefined
}

function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The record that stands under the keys, one inside the other. */
export function recordAt(value: unknown, keys: readonly string[]): UnknownRecord | undefined {
  let at = asRecord(value)
  for (const key of keys) at = asRecord(at?.[key])
  return at
}

/** A text that is not blank. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** Longer texts are no numbers. */
const longestNumber = 40

/** A finite number, written as a number or as a text; a blank text is none. */
export function numberOf(value: unknown): number | undefined {
  const text = typeof value === 'string' && value.length < longestNumber ? asText(value) : undefined
  const number = typeof value === 'bigint' || text !== undefined ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Empty for anything but a list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The items of a list that are records. */
export function recordsOf(value: unknown): UnknownRecord[] {
  return asList(value).filter(isRecord)
}

/** The same, each with its index in the list. */
export function indexedRecords(value: unknown): [number, UnknownRecord][] {
  return asList(value).flatMap((item, index): [number, UnknownRecord][] => (isRecord(item) ? [[index, item]] : []))
}

/** One text or a list of texts; what is no text is left out. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap(item => asText(item) ?? [])
}

/**
 * More than `limit` records or lists, one inside the other; looked at in breadth, so that no depth is too much for it.
 */
export function nestsDeeper(value: unknown, limit: number): boolean {
  let level = [value]
  for (let depth = 0; depth <= limit; depth++) {
    level = level
      .flatMap(each => (typeof each === 'object' && each !== null ? Object.values(each) : []))
      .filter(each => typeof each === 'object')
    if (level.length === 0) return false
  }
  return true
}
