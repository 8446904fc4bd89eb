import {asRecord, asText, indexedRecords, type UnknownRecord} from '../../../lib/narrow.ts'
import type {TomlDocument} from '../../../lib/parse/toml.ts'
import type {Locked, Unread} from '../notes.ts'

/** One package of a lock, as its table states it. */
export interface LockTable {
  readonly name: string
  readonly stated: UnknownRecord
  readonly line: number | undefined
  /** The tables of a list; what is none is told as unread. */
  tables(list: unknown, what: string): UnknownRecord[]
  unread(message: string): void
}

/** Every package of a section; entries that have no name, or are no tables, are told. */
export function readTables(
  document: TomlDocument,
  section: string,
  toLocked: (table: LockTable) => Locked,
): {readonly packages: Locked[]; readonly unread: readonly Unread[]} {
  const unread: Unread[] = []
  const list = tablesOf(asRecord(document.value)?.[section], () =>
    unread.push({message: `${section} is not a list of tables`}),
  )
  const packages = list.flatMap(([at, stated]) => {
    const name = asText(stated['name'])
    const line = document.lineOf([section, at, 'name']) ?? document.lineOf([section, at])
    const tell = (message: string): void => void unread.push({line, message})
    if (name === undefined || name.trim() === '') {
      tell('a package without a name')
      return []
    }
    const tables = (value: unknown, what: string) =>
      tablesOf(value, () => tell(`${what} of ${name.slice(0, 80)} cannot be read`)).map(([, table]) => table)
    return [toLocked({name, stated, line, tables, unread: message => tell(`${name.slice(0, 80)}: ${message}`)})]
  })
  return {packages, unread}
}

/** The tables of a list, each with its place in it. */
function tablesOf(value: unknown, other: () => void): [number, UnknownRecord][] {
  const tables = indexedRecords(value)
  if (value !== undefined && (!Array.isArray(value) || tables.length < value.length)) other()
  return tables
}
