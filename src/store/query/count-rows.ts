import {type RawBuilder, sql} from 'kysely'
import type {Store} from '../open-store.ts'

/** How many rows a query gives. @param rows the query, from its `from` on, or a whole one in parentheses */
export async function countRows({db}: Pick<Store, 'db'>, rows: RawBuilder<unknown>): Promise<number> {
  const counted = await sql<{n: number}>`select count(*) as n from ${rows}`.execute(db)
  return Number(counted.rows[0]?.n ?? 0)
}
