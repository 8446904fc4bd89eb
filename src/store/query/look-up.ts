import {sql} from 'kysely'
import type {Store} from '../open-store.ts'
import {holds} from './holds.ts'
import type {Term} from './query-words.ts'

/** A term with what it names in a small table: the planner of a server then knows how many rows fit. */
export interface KnownTerm extends Term {
  /** ids of sources, or what is stated of licenses; undefined where that is not looked up, or is too much for a list */
  readonly among?: readonly (number | string)[]
}

/** Longer lists are left to the database. */
const listLimit = 2000

/** Looks up which sources `repo:` terms name, and which statements of licenses `license:` terms. */
export async function lookUp(store: Pick<Store, 'db'>, terms: readonly Term[]): Promise<KnownTerm[]> {
  const known: KnownTerm[] = []
  for (const term of terms) {
    const among = await valuesOf(store, term)
    known.push(among === undefined || among.length > listLimit ? term : {...term, among})
  }
  return known
}

async function valuesOf({db}: Pick<Store, 'db'>, {field, text}: Term): Promise<(number | string)[] | undefined> {
  if (field === 'repo') {
    const {rows} = await sql<{id: number}>`select id from sources
      where ${holds('lower(address)', text)} or ${holds('lower(name)', text)} limit ${listLimit + 1}`.execute(db)
    return rows.map(({id}) => id)
  }
  if (field !== 'license' || text === 'unknown') return undefined
  const {rows} = await sql<{text: string}>`select text from license_sets
    where ${holds('lower(text)', text)} limit ${listLimit + 1}`.execute(db)
  return rows.map(row => row.text)
}
