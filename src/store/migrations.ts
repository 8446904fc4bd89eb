import {type Kysely, sql} from 'kysely'
import {AibomError} from '../lib/errors.ts'
import {createTables} from './layouts/1-tables.ts'
import {addUses} from './layouts/2-uses.ts'
import {addLicenseSets} from './layouts/3-license-sets.ts'
import {addHosts} from './layouts/4-hosts.ts'
import type {Dialect, Tables} from './tables.ts'

type Migration = (db: Kysely<Tables>, dialect: Dialect) => Promise<void>

/** In order; what is released is never changed, only followed by another. */
const migrations: readonly Migration[] = [createTables, addUses, addLicenseSets, addHosts]

/** The layout that this aibom reads and writes. */
export const layoutVersion: number = migrations.length

/** Any number: two processes that open a new database take turns by it. */
const lockKey = 20_261_129

/**
 * Brings the tables to the layout of this aibom, in one transaction.
 * @throws {AibomError} `AIBOM_DATABASE_NEWER`
 */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  if ((await versionOf(db, dialect)) === layoutVersion) return
  await db.transaction().execute(async transaction => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${lockKey})`.execute(transaction)
    const version = await versionOf(transaction, dialect)
    assertKnown(version)
    for (const migration of migrations.slice(version)) await migration(transaction, dialect)
    await transaction.deleteFrom('aibom').execute()
    await transaction.insertInto('aibom').values({version: layoutVersion}).execute()
  })
}

/**
 * For those who only read.
 * @throws {AibomError} `AIBOM_DATABASE_NEWER`, `AIBOM_DATABASE_EMPTY`
 */
export async function assertLayout(db: Kysely<Tables>, dialect: Dialect, shown: string): Promise<void> {
  const version = await versionOf(db, dialect)
  assertKnown(version)
  if (version === 0) {
    throw new AibomError('AIBOM_DATABASE_EMPTY', `${shown} holds no fleet yet`, {
      hint: 'Name what it is to hold: aibom fleet add DIR, then aibom fleet scan',
    })
  }
  if (version < layoutVersion) {
    throw new AibomError('AIBOM_DATABASE_OLDER', `${shown} was made by an older aibom`, {
      hint: 'Bring it up to date with: aibom fleet scan',
    })
  }
}

function assertKnown(version: number): void {
  if (version <= layoutVersion) return
  throw new AibomError(
    'AIBOM_DATABASE_NEWER',
    `the database was made by a newer aibom: its layout is ${version}, and this one knows ${layoutVersion}`,
    {
      hint: 'Use that aibom, or another database: --database FILE',
    },
  )
}

async function versionOf(db: Kysely<Tables>, dialect: Dialect): Promise<number> {
  const found =
    dialect === 'sqlite'
      ? await sql<{n: number}>`select count(*) as n from sqlite_master where type = 'table' and name = 'aibom'`.execute(
          db,
        )
      : await sql<{
          n: number
        }>`select count(*)::int as n from information_schema.tables where table_schema = current_schema() and table_name = 'aibom'`.execute(
          db,
        )
  if (found.rows[0]?.n !== 1) return 0
  const row = await db.selectFrom('aibom').select('version').executeTakeFirst()
  return row?.version ?? 0
}
