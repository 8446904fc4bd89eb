import {AibomError, messageOf} from '../../lib/errors.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {loadOptional} from '../../lib/optional-library.ts'
import {openReadOnly} from '../database/sqlite.ts'
import type {StoreAddress} from '../open-store.ts'
import {assertHarmless, isSeveral} from './sql-words.ts'

/** Rows of a user's own query, values in the order of the columns. */
export interface SqlAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** there were more */
  readonly cut: boolean
}

const timeoutMs = 60_000

/**
 * A statement of the user's own, which can read and nothing else: in a file by a connection that cannot write, on a
 * server in a READ ONLY transaction of one statement, and not as a superuser, who could start programs.
 * @throws {AibomError} `AIBOM_SQL_REFUSED`, `AIBOM_SQL_INVALID`
 */
export async function runSql(address: StoreAddress, statement: string, limit: number): Promise<SqlAnswer> {
  if (!/^\s*(?:select|with)\b/i.test(statement)) throw refused('it does not begin with SELECT or WITH')
  return address.form === 'file'
    ? readFile(address.absolutePath, statement, limit)
    : askServer(address.url, statement, limit)
}

async function readFile(absolutePath: string, statement: string, limit: number): Promise<SqlAnswer> {
  // a server refuses them itself
  if (isSeveral(statement)) throw refused('it is more than one statement')
  const database = await openReadOnly(absolutePath)
  try {
    // functions that read and write files are built in: what is not known to be harmless is refused by name
    const named = (table: string): string[] =>
      database
        .prepare(`select distinct name from ${table}`)
        .all()
        .flatMap(row => asText(asRecord(row)?.['name']) ?? [])
    assertHarmless(statement, [...named('pragma_function_list'), ...named('pragma_module_list')])
    const prepared = understood(() => database.prepare(statement))
    if (!prepared.reader) throw refused('it gives no rows')
    // rows as lists: two columns may have one name
    const columns = prepared.columns().map(({name}) => name)
    const rows: (readonly unknown[])[] = []
    understood(() => {
      for (const row of prepared.raw(true).iterate()) {
        if (Array.isArray(row)) rows.push(row)
        if (rows.length > limit) break
      }
    })
    return toAnswer(columns, rows, limit)
  } finally {
    database.close()
  }
}

async function askServer(url: string, statement: string, limit: number): Promise<SqlAnswer> {
  const {default: pg} = await loadOptional('pg', () => import('pg'))
  const client = new pg.Client({
    connectionString: url,
    application_name: 'aibom sql',
    connectionTimeoutMillis: timeoutMs,
  })
  // a connection that breaks fails the query that waits for it
  client.on('error', () => undefined)
  await client.connect()
  try {
    const {rows: who} = await client.query(
      "select current_setting('is_superuser') as super, pg_has_role('pg_read_server_files', 'usage') or pg_has_role('pg_execute_server_program', 'usage') as files",
    )
    if (who[0]?.super === 'on' || who[0]?.files === true)
      throw refused('this user of the database is a superuser, or may read files and start programs on its server')
    await client.query('begin transaction read only')
    await client.query(`set local statement_timeout = ${timeoutMs}`)
    // a name makes it a prepared statement, where two in one text are refused; a cursor gives no more rows than are
    // wanted
    await client.query({name: 'asked', text: `declare asked no scroll cursor for ${statement}`}).catch(rethrow)
    const answer = await client
      .query<unknown[]>({text: `fetch forward ${limit + 1} from asked`, rowMode: 'array'})
      .catch(rethrow)
    return toAnswer(
      answer.fields.map(({name}) => name),
      answer.rows,
      limit,
    )
  } finally {
    await client.query('rollback').catch(() => undefined)
    await client.end()
  }
}

function toAnswer(columns: readonly string[], rows: readonly (readonly unknown[])[], limit: number): SqlAnswer {
  return {columns, rows: rows.slice(0, limit).map(row => row.map(shown)), cut: rows.length > limit}
}

/** Of bytes only the length is shown: they are BOMs in compressed form. */
function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return `(${value.byteLength} bytes)`
  return typeof value === 'bigint' ? Number(value) : value
}

function understood<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw invalid(error)
  }
}

function rethrow(error: unknown): never {
  throw invalid(error)
}

function invalid(error: unknown): AibomError {
  return new AibomError('AIBOM_SQL_INVALID', `the database did not take the statement: ${messageOf(error)}`, {
    hint: 'docs/guide/fleet.md lists the tables and their columns',
    cause: error,
  })
}

function refused(why: string): AibomError {
  return new AibomError('AIBOM_SQL_REFUSED', `the statement was refused: ${why}`, {
    hint: 'Only one statement that reads is taken: SELECT … or WITH … SELECT …',
  })
}
