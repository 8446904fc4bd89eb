/** Rows of one statement: SQLite takes 32,766 values, PostgreSQL 65,535. */
const size = 1000

/** The items in parts that one statement can take. */
export function* chunked<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
