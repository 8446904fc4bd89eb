import {type RawBuilder, sql} from 'kysely'
import type {Store} from './open-store.ts'
import type {Dialect} from './tables.ts'

/** Whether a host may be asked, and after how many milliseconds. A turn that is not taken is to be asked for again. */
export interface Turn {
  readonly isTaken: boolean
  readonly waitMs: number
}

/** Turns further ahead are given to nobody: whoever had one might be gone by then. */
const aheadMs = 5000

/** Takes the next turn at a host, of so many a second for all who use the database. Its clock counts. */
export async function takeTurn({db, dialect}: Store, host: string, perSecond: number): Promise<Turn> {
  const now = nowIn(dialect)
  const stepMs = Math.ceil(1000 / perSecond)
  const taken = await sql<{wait: number | string}>`
    insert into hosts (name, next_at) values (${host}, ${now} + ${sql.lit(stepMs)})
    on conflict (name) do update set next_at = ${laterOf(dialect, now)} + ${sql.lit(stepMs)}
    where hosts.next_at <= ${now} + ${sql.lit(aheadMs)}
    returning next_at - ${now} - ${sql.lit(stepMs)} as wait`.execute(db)
  const [row] = taken.rows
  if (row !== undefined) return {isTaken: true, waitMs: Math.max(0, Number(row.wait))}
  const held = await sql<{wait: number | string}>`
    select next_at - ${now} as wait from hosts where name = ${host}`.execute(db)
  return {isTaken: false, waitMs: Math.max(0, Number(held.rows[0]?.wait ?? 0) - aheadMs)}
}

/** Gives no turn at a host for a while: it said that it is asked too often. */
export async function pauseHost({db, dialect}: Store, host: string, ms: number): Promise<void> {
  const until = sql`${nowIn(dialect)} + ${sql.lit(ms)}`
  await sql`
    insert into hosts (name, next_at) values (${host}, ${until})
    on conflict (name) do update set next_at = ${laterOf(dialect, until)}`.execute(db)
}

/** Milliseconds since 1970, by the clock of the database. */
function nowIn(dialect: Dialect): RawBuilder<number> {
  return dialect === 'postgres'
    ? sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql`cast(unixepoch('subsec') * 1000 as integer)`
}

function laterOf(dialect: Dialect, time: RawBuilder<unknown>): RawBuilder<number> {
  return dialect === 'postgres' ? sql`greatest(hosts.next_at, ${time})` : sql`max(hosts.next_at, ${time})`
}
