import {type Kysely, sql} from 'kysely'
import type {Tables} from '../tables.ts'

/** Layout 3: the few texts that occurrences state as their licenses, so that a search need not read every occurrence. */
export async function addLicenseSets(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('license_sets')
    .addColumn('text', 'text', column => column.primaryKey())
    .execute()
  await sql`insert into license_sets (text) select distinct licenses from occurrences where licenses <> ''`.execute(db)
}
