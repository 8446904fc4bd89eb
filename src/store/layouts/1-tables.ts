import type {CreateTableBuilder, Kysely} from 'kysely'
import type {Dialect, Tables} from '../tables.ts'

/** Layout 1: the tables. */
export async function createTables(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await createSources(db, dialect)
  await createAssets(db, dialect)
  await createStatements(db, dialect)
  await createIndexes(db)
}

/** A new table with the column `id`, counted by the database. */
function counted(db: Kysely<Tables>, dialect: Dialect, name: string): CreateTableBuilder<string, 'id'> {
  const table = db.schema.createTable(name)
  return dialect === 'sqlite'
    ? table.addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
    : table.addColumn('id', 'integer', column => column.primaryKey().generatedByDefaultAsIdentity())
}

/** The same for facts that hold from scan to scan. */
function lasting(db: Kysely<Tables>, dialect: Dialect, name: string): CreateTableBuilder<string, string> {
  return counted(db, dialect, name)
    .addColumn('source_id', 'integer', column => column.notNull().references('sources.id'))
    .addColumn('hash', 'text', column => column.notNull())
    .addColumn('since', 'integer', column => column.notNull().references('scans.id'))
    .addColumn('until', 'integer', column => column.references('scans.id'))
}

async function createSources(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('aibom')
    .addColumn('version', 'integer', column => column.notNull())
    .execute()
  const time = dialect === 'sqlite' ? 'integer' : 'bigint'
  let sources = counted(db, dialect, 'sources').addColumn('address', 'text', column => column.notNull().unique())
  for (const name of ['form', 'name', 'state'] as const)
    sources = sources.addColumn(name, 'text', column => column.notNull())
  for (const name of ['error_code', 'error', 'fingerprint'] as const) sources = sources.addColumn(name, 'text')
  await sources
    .addColumn('added', time, column => column.notNull())
    .addColumn('checked', time)
    .addColumn('scan_id', 'integer')
    .execute()
  await db.schema
    .createTable('boms')
    .addColumn('sha256', 'text', column => column.primaryKey())
    .addColumn('byte_length', 'integer', column => column.notNull())
    .addColumn('document', dialect === 'sqlite' ? 'blob' : 'bytea', column => column.notNull())
    .execute()
  let scans = counted(db, dialect, 'scans')
    .addColumn('source_id', 'integer', column => column.notNull().references('sources.id'))
    .addColumn('at', time, column => column.notNull())
    .addColumn('revision', 'text')
    .addColumn('committed', 'text')
    .addColumn('tool', 'text', column => column.notNull())
    .addColumn('bom', 'text', column => column.notNull().references('boms.sha256'))
  for (const name of ['assets', 'findings', 'gaps'] as const)
    scans = scans.addColumn(name, 'integer', column => column.notNull())
  await scans.execute()
}

async function createAssets(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  let assets = counted(db, dialect, 'assets').addColumn('identity', 'text', column => column.notNull().unique())
  for (const name of ['kind', 'name', 'search'] as const)
    assets = assets.addColumn(name, 'text', column => column.notNull())
  await assets.addColumn('provider', 'text').execute()
  let occurrences = lasting(db, dialect, 'occurrences').addColumn('asset_id', 'integer', column =>
    column.notNull().references('assets.id'),
  )
  for (const name of ['version', 'revision', 'path'] as const) occurrences = occurrences.addColumn(name, 'text')
  for (const name of ['licenses', 'scope'] as const)
    occurrences = occurrences.addColumn(name, 'text', column => column.notNull())
  for (const name of ['floating', 'places'] as const)
    occurrences = occurrences.addColumn(name, 'integer', column => column.notNull())
  await occurrences.addColumn('line', 'integer').execute()
  let places = db.schema
    .createTable('places')
    .addColumn('occurrence_id', 'integer', column => column.notNull().references('occurrences.id'))
  for (const name of ['path', 'detector', 'technique', 'level', 'scope'] as const)
    places = places.addColumn(name, 'text', column => column.notNull())
  await places
    .addColumn('line', 'integer')
    .addColumn('symbol', 'text')
    .addColumn('confidence', 'double precision', column => column.notNull())
    .execute()
  let digests = db.schema
    .createTable('digests')
    .addColumn('occurrence_id', 'integer', column => column.notNull().references('occurrences.id'))
  for (const name of ['alg', 'hex', 'of', 'origin'] as const)
    digests = digests.addColumn(name, 'text', column => column.notNull())
  await digests.execute()
  await counted(db, dialect, 'licenses')
    .addColumn('text', 'text', column => column.notNull().unique())
    .execute()
  await db.schema
    .createTable('occurrence_licenses')
    .addColumn('occurrence_id', 'integer', column => column.notNull().references('occurrences.id'))
    .addColumn('license_id', 'integer', column => column.notNull().references('licenses.id'))
    .execute()
}

/** What is said of assets, or of a source as a whole. */
async function createStatements(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await lasting(db, dialect, 'relations')
    .addColumn('from_id', 'integer', column => column.references('assets.id'))
    .addColumn('to_id', 'integer', column => column.references('assets.id'))
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('relation', 'text')
    .execute()
  const about = (
    name: string,
    needed: readonly string[],
    optional: readonly string[],
  ): CreateTableBuilder<string, string> => {
    let table = lasting(db, dialect, name).addColumn('asset_id', 'integer', column => column.references('assets.id'))
    for (const each of needed) table = table.addColumn(each, 'text', column => column.notNull())
    for (const each of optional) table = table.addColumn(each, 'text')
    return table
  }
  await about('findings', ['rule', 'name', 'severity', 'message', 'fingerprint'], ['path'])
    .addColumn('line', 'integer')
    .execute()
  await about('verdicts', ['verifier', 'status'], ['detail']).execute()
  await about('evidence', ['tool', 'kind', 'file', 'sha256', 'state', 'binding', 'added'], ['expires']).execute()
}

async function createIndexes(db: Kysely<Tables>): Promise<void> {
  const indexes: readonly (readonly [table: string, columns: readonly string[]])[] = [
    ['scans', ['source_id', 'id']],
    ['scans', ['at']],
    ['assets', ['kind', 'name']],
    ['assets', ['name']],
    ['assets', ['provider']],
    ['occurrences', ['asset_id', 'until']],
    ['occurrences', ['source_id', 'until']],
    ['places', ['occurrence_id']],
    ['digests', ['occurrence_id']],
    ['digests', ['hex']],
    ['occurrence_licenses', ['license_id', 'occurrence_id']],
    ['occurrence_licenses', ['occurrence_id']],
    ...['relations', 'findings', 'verdicts', 'evidence'].map(table => [table, ['source_id', 'until']] as const),
    ['relations', ['to_id', 'kind']],
    ['relations', ['from_id']],
    ['findings', ['asset_id', 'until']],
    ['findings', ['severity', 'until']],
  ]
  for (const [table, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns([...columns])
      .execute()
  }
}
