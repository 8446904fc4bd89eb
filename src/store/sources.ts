import type {Selectable} from 'kysely'
import {chunked} from './chunked.ts'
import type {Store} from './open-store.ts'
import type {NewRow, SourceTable} from './tables.ts'

/** A source as it is read back. */
export type SourceRow = Selectable<SourceTable>

/** @returns how many were not there before */
export async function addSources(
  {db}: Store,
  sources: readonly Pick<NewRow<'sources'>, 'address' | 'form' | 'name' | 'added'>[],
): Promise<number> {
  let added = 0
  for (const chunk of chunked(sources)) {
    const {length} = await db
      .insertInto('sources')
      .values(chunk.map(source => ({...source, state: 'new' as const})))
      .onConflict(conflict => conflict.column('address').doNothing())
      .returning('id')
      .execute()
    added += length
  }
  return added
}

/** Every source whose address or name holds a text, by address. */
export async function listSources({db}: Store, only?: string): Promise<SourceRow[]> {
  const rows = await db.selectFrom('sources').selectAll().orderBy('address').execute()
  return only === undefined ? rows : rows.filter(row => isNamedBy(row, only))
}

/** Whether an address or a name holds a text, in any case. */
export function isNamedBy({address, name}: Pick<SourceRow, 'address' | 'name'>, text: string): boolean {
  return `${address}\n${name}`.toLowerCase().includes(text.toLowerCase())
}

/** Names of the sources that were never read, or not the last time, by address. */
export async function listNotCurrent({db}: Store): Promise<string[]> {
  const rows = await db
    .selectFrom('sources')
    .select('name')
    .where('state', '!=', 'current')
    .orderBy('address')
    .execute()
  return rows.map(({name}) => name)
}

/** One source by its number; undefined where it is gone. */
export function sourceOf({db}: Store, id: number): Promise<SourceRow | undefined> {
  return db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
}

/** What was looked at, and is what it was. */
export async function markUnchanged({db}: Store, ids: readonly number[], at: number): Promise<void> {
  for (const chunk of chunked(ids)) {
    await db
      .updateTable('sources')
      .set({state: 'current', error_code: null, error: null, checked: at})
      .where('id', 'in', chunk)
      .execute()
  }
}

/** What could not be read this time; what is stored of it stays. */
export async function markFailed(
  {db}: Store,
  id: number,
  failure: {readonly code: string; readonly message: string; readonly at: number},
): Promise<void> {
  await db
    .updateTable('sources')
    .set({state: 'failed', error_code: failure.code, error: failure.message, checked: failure.at})
    .where('id', '=', id)
    .execute()
}
