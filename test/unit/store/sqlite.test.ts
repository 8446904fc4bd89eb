import {join} from 'node:path'
import {Kysely, sql} from 'kysely'
import {expect, it} from 'vitest'
import {openSqlite} from '../../../src/store/database/sqlite.ts'
import {temporaryFolder} from '../../support/run.ts'

it('says why a transaction failed that ended itself, and takes the next', async () => {
  const db = new Kysely<{t: {id: number}}>({dialect: await openSqlite(join(temporaryFolder(), 'a.db'), 'write')})
  await sql`create table t (id integer primary key)`.execute(db)
  const add = () =>
    db.transaction().execute(async transaction => {
      await sql`insert or rollback into t values (1)`.execute(transaction)
    })
  await add()
  await expect(add()).rejects.toThrow(/UNIQUE/)
  await db.transaction().execute(transaction => transaction.insertInto('t').values({id: 2}).execute())
  expect(await db.selectFrom('t').selectAll().execute()).toEqual([{id: 1}, {id: 2}])
  await db.destroy()
})
