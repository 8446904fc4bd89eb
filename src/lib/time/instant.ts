const datePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/** A point of time as registries write it: ISO 8601 to the second, with its offset; undefined for anything else. */
export function toInstant(value: unknown): string | undefined {
  return typeof value === 'string' && datePattern.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
}

const readablePattern =
  /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?)(?:([Zz])|([+-]\d\d):?(\d\d))?)?$/

/**
 * Milliseconds since 1970 of a date or a time as ISO 8601 and people write it; a time without a zone is in UTC.
 * Undefined for anything else: `Date.parse` takes `model 7` for the year 2007, and 31 February for a day in March.
 */
export function toMilliseconds(value: unknown): number | undefined {
  const [, day, time, , hours, minutes] = (typeof value === 'string' && readablePattern.exec(value)) || []
  const start = Date.parse(day ?? '')
  if (day === undefined || Number.isNaN(start) || !new Date(start).toISOString().startsWith(day)) return undefined
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const found = Date.parse(time === undefined ? day : `${day}T${time}${zone}`)
  return Number.isNaN(found) ? undefined : found
}

/**
 * Whether one time is before another by more than a slack; what cannot be read is before nothing, and after nothing.
 * @param first a text, or milliseconds since 1970; so is `second`
 */
export function isBefore(first: unknown, second: unknown, slackMs = 0): boolean {
  const [from, to] = [first, second].map(each => (typeof each === 'number' ? each : toMilliseconds(each)))
  return from !== undefined && to !== undefined && from + slackMs < to
}
