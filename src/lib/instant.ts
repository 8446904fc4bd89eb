const datePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/** A point of time as registries write it: ISO 8601 to the second, with its offset; undefined for anything else. */
export function toInstant(value: unknown): string | undefined {
  return typeof value === 'string' && datePattern.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
}
