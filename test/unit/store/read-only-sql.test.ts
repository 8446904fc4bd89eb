import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openStore, type StoreAddress} from '../../../src/store/open-store.ts'
import {runSql} from '../../../src/store/query/read-only-sql.ts'
import {addSources} from '../../../src/store/sources.ts'
import {startPostgres} from '../../support/postgres.ts'
import {hasPostgres} from '../../support/postgres-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'aibom-test-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))
const written = join(folder, 'written')

const stores: readonly (readonly [string, () => Promise<StoreAddress>])[] = [
  ['SQLite', async () => ({form: 'file', absolutePath: join(folder, 'fleet.db')})],
  ...(hasPostgres
    ? [['PostgreSQL', async (): Promise<StoreAddress> => ({form: 'server', url: (await startPostgres()).url})] as const]
    : []),
]

describe.each(stores)('SQL of a user on %s', (_name, addressOf) => {
  let address: StoreAddress

  beforeAll(async () => {
    address = await addressOf()
    await using store = await openStore(address, 'write')
    await addSources(store, [{address: '/a', form: 'folder', name: 'a', added: 1}])
  })

  const count = async () => (await runSql(address, 'select count(*) as n from sources', 10)).rows

  it.each([
    "select name from sources where name like 'a%' -- a comment",
    "with a as (select upper(name) as n from sources) select n, 'it''s' from a",
    'select coalesce(s.name, max(s.state)) from sources s group by s.name /* all */',
  ])('is answered: %s', async statement => {
    expect((await runSql(address, statement, 10)).rows).toHaveLength(1)
  })

  it('tells two columns of one name apart', async () => {
    const {columns, rows} = await runSql(address, 'select 1 as n, 2 as n from sources', 10)
    expect({columns, rows}).toEqual({columns: ['n', 'n'], rows: [[1, 2]]})
  })

  it('gives no more rows than are asked for', async () => {
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n'
    expect(await runSql(address, endless, 3)).toMatchObject({rows: [[1], [2], [3]], cut: true})
  })

  it.each([
    'delete from sources',
    "insert into sources(address) values ('b')",
    'with gone as (delete from sources returning id) select * from gone',
    `select writefile('${written}', 'x')`,
    `select "writefile"('${written}', 1)`,
    `select /* */ WriteFile /* */ ('${written}', 1)`,
    `select [writefile]('${written}', 1)`,
    "select length(readfile('/etc/hostname'))",
    "select * from 'fsdir' where path = '/'",
    'select * from sqlite_dbpage',
    'select * from pragma_database_list',
    "select load_extension('x')",
    "select fts3_tokenizer('simple')",
    "select pg_read_file('/etc/hostname')",
    "select pg_ls_dir('/')",
    `copy sources to '${written}'`,
    `select lo_export(1, '${written}')`,
    `attach '${written}' as other`,
    'pragma writable_schema = 1',
    `vacuum into '${written}'`,
    'begin; delete from sources; commit',
    "select nextval(pg_get_serial_sequence('sources', 'id'))",
    'select * from sources for update',
    'select * into other from sources',
    '',
  ])('is refused: %s', async statement => {
    await expect(runSql(address, statement, 10)).rejects.toMatchObject({
      code: expect.stringMatching(/^AIBOM_SQL_(?:REFUSED|INVALID)$/),
    })
    expect(existsSync(written)).toBe(false)
    expect(await count()).toEqual([[1]])
  })

  it.each([
    "select set_config('transaction_read_only', 'off', true); delete from sources",
    'select 1; delete from sources',
  ])('never has a second statement run: %s', async statement => {
    await runSql(address, statement, 10).catch(() => undefined)
    expect(await count()).toEqual([[1]])
  })
})
