import {PostgresDialect} from 'kysely'
import {loadOptional} from '../../lib/optional-library.ts'

const connectMs = 15_000
/** A page, a sweep and its checks at the same time. */
const connections = 8
/**
 * PostgreSQL's type number of `bigint`: our only ones are times in milliseconds and counts, which a JavaScript number
 * holds.
 */
const bigintType = 20

/** A pool of connections to a server; the first is made when something is asked. */
export async function openPostgres(url: string): Promise<PostgresDialect> {
  const {default: pg} = await loadOptional('pg', () => import('pg'))
  pg.types.setTypeParser(bigintType, Number)
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    application_name: 'aibom',
  })
  // a connection that breaks is replaced by the next that is asked for; whoever used it hears of it by the answer
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  return new PostgresDialect({pool})
}
