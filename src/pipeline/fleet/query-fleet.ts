import {compact} from '../../lib/compact.ts'
import {openStore, usable} from '../../store/open-store.ts'
import {type FoundRow, findAssets} from '../../store/query/query.ts'
import {parseQuery} from '../../store/query/query-words.ts'
import {runSql} from '../../store/query/read-only-sql.ts'
import {listNotCurrent} from '../../store/sources.ts'
import {listOf, placeOf} from '../../store/views/rows.ts'
import {type FleetOptions, storeAddress} from './database.ts'
import type {FleetQueryResult} from './query-result.generated.ts'

/** What `aibom fleet query` is asked. */
export interface FleetQueryOptions extends FleetOptions {
  readonly query: string
  /** maximum number of rows */
  readonly limit: number
}

/**
 * `aibom fleet query`: the assets of the fleet that every term fits, as they are now.
 * @throws {AibomError} `AIBOM_QUERY_INVALID`; those of the database
 */
export async function queryFleet(options: FleetQueryOptions): Promise<FleetQueryResult> {
  const terms = parseQuery(options.query)
  await using store = await openStore(storeAddress(options), 'read')
  return await usable(store.shown, async () => {
    const found = await findAssets(store, terms, options.limit + 1)
    return {
      schemaVersion: 1,
      query: options.query,
      assets: found.slice(0, options.limit).map(toRow),
      more: found.length > options.limit,
      notCurrent: await listNotCurrent(store),
    }
  })
}

function toRow({
  kind,
  name,
  identity,
  version,
  revision,
  floating,
  licenses,
  provider,
  scope,
  owners,
  source,
  address,
  path,
  line,
}: FoundRow): FleetQueryResult['assets'][number] {
  return {
    ...{kind, name, identity},
    ...(version !== null && {version}),
    ...(revision !== null && {revision}),
    ...(floating === 1 && {floating: true}),
    licenses: listOf(licenses, ', '),
    ...(provider !== null && {provider}),
    ...(owners !== '' && {owners: listOf(owners, ' ')}),
    ...{scope, source, address},
    ...compact({place: placeOf({path, line})}),
  }
}

/**
 * `aibom fleet query --sql`: a statement of the user's own, which can only read.
 * @throws {AibomError} `AIBOM_SQL_REFUSED`, `AIBOM_SQL_INVALID`; those of the database
 */
export async function queryBySql(options: FleetQueryOptions): Promise<FleetQueryResult> {
  const address = storeAddress(options)
  // says what is wrong with the database before the statement is read
  await using store = await openStore(address, 'read')
  const {columns, rows, cut} = await usable(store.shown, () => runSql(address, options.query, options.limit))
  return {
    schemaVersion: 1,
    query: options.query,
    assets: [],
    more: cut,
    notCurrent: [],
    table: {columns: [...columns], rows: rows.map(row => row.map(cellOf))},
  }
}

function cellOf(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}
