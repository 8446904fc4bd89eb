import {chmodSync, existsSync} from 'node:fs'
import {pathToFileURL} from 'node:url'
import {SqliteDialect} from 'kysely'
import {AibomError} from '../../lib/errors.ts'
import {loadOptional} from '../../lib/optional-library.ts'

/** What is used of libsql, whose interface is that of better-sqlite3. */
export interface SqliteDatabase {
  readonly inTransaction: boolean
  prepare(statement: string): SqliteStatement
  pragma(text: string): unknown
  close(): void
}

interface SqliteStatement {
  /** it gives rows */
  readonly reader: boolean
  columns(): {readonly name: string}[]
  /** rows come as lists */
  raw(on: boolean): SqliteStatement
  all(parameters?: readonly unknown[]): unknown[]
  run(parameters?: readonly unknown[]): {changes: number | bigint; lastInsertRowid: number | bigint}
  iterate(parameters?: readonly unknown[]): IterableIterator<unknown>
}

/** So long another process may hold the file. */
const busyMs = 10_000

/**
 * A database in a file that only its owner may read.
 * @throws {AibomError} `AIBOM_DATABASE_EMPTY`, `AIBOM_LIBRARY_MISSING`; what the library throws
 */
export async function openSqlite(absolutePath: string, use: 'read' | 'write'): Promise<SqliteDialect> {
  const isNew = !existsSync(absolutePath)
  const database = use === 'write' ? await connect(absolutePath) : await openReadOnly(absolutePath)
  if (use === 'write') {
    if (isNew && process.platform !== 'win32') chmodSync(absolutePath, 0o600)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
  }
  return new SqliteDialect({database: endingOnce(database)})
}

/**
 * A statement that fails may end its transaction itself, as on a full disk. There is then nothing left to undo, and that
 * is not to hide why it failed.
 */
function endingOnce(database: SqliteDatabase): Pick<SqliteDatabase, 'prepare' | 'close'> {
  const nothing = 'select 1'
  return {
    prepare: statement => database.prepare(statement === 'rollback' && !database.inTransaction ? nothing : statement),
    close: () => database.close(),
  }
}

/**
 * libsql takes no notice of `readonly: true`; the mode in a file URL it does.
 * @throws {AibomError} `AIBOM_DATABASE_EMPTY` where there is no such file
 */
export async function openReadOnly(absolutePath: string): Promise<SqliteDatabase> {
  if (!existsSync(absolutePath)) {
    throw new AibomError('AIBOM_DATABASE_EMPTY', `${absolutePath} does not exist: no fleet is there yet`, {
      hint: 'Name what it is to hold: aibom fleet add DIR, then aibom fleet scan',
    })
  }
  return connect(`${pathToFileURL(absolutePath).href}?mode=ro`)
}

async function connect(name: string): Promise<SqliteDatabase> {
  const {default: Database} = await loadOptional('libsql', () => import('libsql'))
  return new Database(name, {timeout: busyMs})
}
