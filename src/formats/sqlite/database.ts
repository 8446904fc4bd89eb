import {columnNames} from './columns.ts'
import {sqliteInvalid} from './invalid.ts'
import {type Pages, tablePayloads} from './pages.ts'
import {readRecord, type SqliteValue, type TextEncoding} from './record.ts'

/** A row by the names of its columns. */
export type SqliteRow = Readonly<Record<string, SqliteValue>>

/** A SQLite database that lies in memory. */
export interface SqliteDatabase {
  /** its tables, by their names */
  readonly tables: ReadonlySet<string>
  /** what was written last may stand in a file of its own beside it, `….db-wal` */
  readonly hasLog: boolean
  /**
   * The rows of a table, none where there is no such table. A column that stands for the number of the row is null.
   * @throws {AibomError} `AIBOM_SQLITE_INVALID`
   */
  rows(table: string): Generator<SqliteRow>
}

const mark = 'SQLite format 3\0'
const headerBytes = 100
const encodings: readonly TextEncoding[] = ['utf8', 'utf8', 'utf16le', 'utf16be']
const logVersion = 2

/** Whether a file begins as a SQLite database does. */
export function isSqlite(bytes: Buffer): boolean {
  return bytes.subarray(0, mark.length).toString('latin1') === mark
}

/**
 * Opens a database by its own format: no SQL is run, and nothing but its tables is looked at.
 * @see SQLite, "Database File Format"
 * @throws {AibomError} `AIBOM_SQLITE_INVALID`
 */
export function openSqlite(bytes: Buffer): SqliteDatabase {
  if (!isSqlite(bytes) || bytes.length < headerBytes) throw sqliteInvalid('its header')
  const stated = bytes.readUInt16BE(16)
  const pageBytes = stated === 1 ? 65_536 : stated
  const usableBytes = pageBytes - (bytes[20] ?? 0)
  const encoding = encodings[bytes.readUInt32BE(56)]
  const isPower = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0
  if (!isPower || usableBytes < 480 || encoding === undefined) throw sqliteInvalid('its header')
  const pages: Pages = {bytes, pageBytes, usableBytes}
  const tables = tablesOf(pages, encoding)
  return {
    tables: new Set(tables.keys()),
    hasLog: bytes[18] === logVersion,
    *rows(name) {
      const table = tables.get(name)
      if (table === undefined) return
      for (const payload of tablePayloads(pages, table.root)) yield toRow(table.columns, readRecord(payload, encoding))
    },
  }
}

interface Table {
  readonly root: number
  readonly columns: readonly string[]
}

/** The schema is a table itself, on the first page: type, name, name of the table, root page, statement. */
function tablesOf(pages: Pages, encoding: TextEncoding): Map<string, Table> {
  const tables = new Map<string, Table>()
  for (const payload of tablePayloads(pages, 1)) {
    const [type, name, , root, statement] = readRecord(payload, encoding)
    if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number' || typeof statement !== 'string')
      continue
    tables.set(name, {root, columns: columnNames(statement)})
  }
  return tables
}

/** Rows that are older than a column lack it. */
function toRow(columns: readonly string[], values: readonly SqliteValue[]): SqliteRow {
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]))
}
