import type {Kysely} from 'kysely'
import type {Tables} from '../tables.ts'

/** Layout 4: when each host may be asked next, by whoever uses the database. */
export async function addHosts(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('hosts')
    .addColumn('name', 'text', column => column.primaryKey())
    .addColumn('next_at', 'bigint', column => column.notNull())
    .execute()
}
