import {type Kysely, sql} from 'kysely'
import type {Tables} from '../tables.ts'

/**
 * Layout 2: how many sources have an asset is kept with it, licenses are those that hold, and what is asked often is read in the
 * order in which it is wanted.
 */
export async function addUses(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .alterTable('assets')
    .addColumn('sources', 'integer', column => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('occurrences')
    .addColumn('owners', 'text', column => column.notNull().defaultTo(''))
    .execute()
  await sql`update assets set sources = (select count(distinct source_id) from occurrences where asset_id = assets.id and until is null)`.execute(
    db,
  )
  await sql`delete from occurrence_licenses where occurrence_id in (select id from occurrences where until is not null)`.execute(
    db,
  )
  for (const name of ['assets_by_name', 'assets_by_kind_name', 'assets_by_provider', 'occurrences_by_asset_id_until'])
    await db.schema.dropIndex(name).execute()
  const indexes: readonly (readonly [table: string, columns: readonly string[]])[] = [
    ['assets', ['name', 'id']],
    ['assets', ['kind', 'name', 'id']],
    ['assets', ['provider', 'name', 'id']],
    // what terms ask of an occurrence is in the index: those that do not fit are not read
    ['occurrences', ['asset_id', 'until', 'licenses', 'floating', 'source_id']],
    ['occurrences', ['since']],
    ['findings', ['rule', 'until']],
    ['findings', ['name', 'until']],
  ]
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns([...columns])
      .execute()
  }
  // most of them hold: that they do narrows nothing, and no plan is to begin with it
  await db.schema
    .createIndex('occurrences_by_until')
    .on('occurrences')
    .column('until')
    .where('until', 'is not', null)
    .execute()
}
