import {dirname} from 'node:path'
import {type Dialect as Driver, Kysely} from 'kysely'
import {AibomError, messageOf, systemErrorCode} from '../lib/errors.ts'
import {makePrivateFolder} from '../lib/fs/private-folder.ts'
import {whyUnwritable} from '../lib/fs/write-file.ts'
import {redactUrl} from '../lib/redact/url.ts'
import {openPostgres} from './database/postgres.ts'
import {openSqlite} from './database/sqlite.ts'
import {assertLayout, migrate} from './migrations.ts'
import type {Dialect, Tables} from './tables.ts'

/** A fleet's database. */
export interface Store extends AsyncDisposable {
  readonly db: Kysely<Tables>
  readonly dialect: Dialect
  /** as it may be printed: without a password */
  readonly shown: string
}

/** Where a database is. */
export type StoreAddress =
  | {readonly form: 'file'; readonly absolutePath: string}
  | {readonly form: 'server'; readonly url: string}

/** A URL of PostgreSQL; any other text is the path of a SQLite file. */
export const isServerAddress = (text: string): boolean => /^postgres(?:ql)?:\/\//i.test(text)

/**
 * Opens a fleet's database: a file, which is made where it is missing, or a PostgreSQL server.
 * @param use write: the tables are made, or brought up to date; read: they have to be there
 * @throws {AibomError} `AIBOM_DATABASE_UNUSABLE`, `AIBOM_LIBRARY_MISSING`, `AIBOM_DATABASE_NEWER`,
 *   `AIBOM_DATABASE_OLDER`, `AIBOM_DATABASE_EMPTY`
 */
export async function openStore(address: StoreAddress, use: 'read' | 'write'): Promise<Store> {
  const shown = address.form === 'file' ? address.absolutePath : redactUrl(address.url)
  const dialect: Dialect = address.form === 'file' ? 'sqlite' : 'postgres'
  if (address.form === 'file' && use === 'write') makeFolder(address.absolutePath)
  const opened = await usable(shown, () => driverOf(address, use))
  const db = new Kysely<Tables>({dialect: opened})
  const close = (): Promise<void> => db.destroy()
  try {
    await usable(shown, () => (use === 'write' ? migrate(db, dialect) : assertLayout(db, dialect, shown)))
  } catch (error) {
    await close()
    throw error
  }
  return {db, dialect, shown, [Symbol.asyncDispose]: close}
}

function driverOf(address: StoreAddress, use: 'read' | 'write'): Promise<Driver> {
  return address.form === 'file' ? openSqlite(address.absolutePath, use) : openPostgres(address.url)
}

/** What a database says, as an error of the user's: it is away, full, locked, or no database at all. */
export async function usable<T>(shown: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toStoreError(error, shown)
  }
}

/** Anything that a database threw, as {@link AibomError}; our own errors and bugs stay what they are. */
export function toStoreError(error: unknown, shown: string): unknown {
  if (error instanceof AibomError) return error
  const code = systemErrorCode(error)
  if (code === undefined) return error
  const hint = /^postgres/i.test(shown)
    ? 'Check that the server runs and that you may use it'
    : 'Check the disk and the permissions, or name another: --database FILE'
  return new AibomError(
    'AIBOM_DATABASE_UNUSABLE',
    `the database ${shown} cannot be used: ${reasonOf(code, messageOf(error))}`,
    {
      hint,
      exit: 3,
      cause: error,
    },
  )
}

const reasons: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'the disk is full',
  SQLITE_BUSY: 'another process writes to it',
  SQLITE_NOTADB: 'the file is not an SQLite database',
  SQLITE_CORRUPT: 'the file is damaged',
  SQLITE_READONLY: 'it may not be written to',
  SQLITE_CANTOPEN: 'the file cannot be opened',
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'its host is not known',
  '28P01': 'the password is wrong',
  '3D000': 'there is no such database',
}

function reasonOf(code: string, message: string): string {
  return reasons[code] ?? `${code}, ${message}`
}

function makeFolder(absolutePath: string): void {
  try {
    makePrivateFolder(dirname(absolutePath))
  } catch (error) {
    throw new AibomError(
      'AIBOM_DATABASE_UNUSABLE',
      `the folder of ${absolutePath} cannot be made: ${whyUnwritable(error)}`,
      {
        hint: 'Name a file in a folder that you may write to: --database FILE',
        cause: error,
      },
    )
  }
}
