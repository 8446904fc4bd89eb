import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {
  Repository,
  RepositoryAsset,
  RepositoryList,
  RepositoryView,
  Scan,
} from '../../inventory/fleet-answers.generated.ts'
import {compact} from '../../lib/compact.ts'
import type {Store} from '../open-store.ts'
import {countRows} from '../query/count-rows.ts'
import {holds} from '../query/holds.ts'
import {changesOf} from './changes.ts'
import {paged, type Wanted} from './paging.ts'
import {
  type FindingRow,
  findingsFrom,
  type HeldRow,
  heldColumns,
  isoTime,
  severityOrder,
  toFinding,
  toHeld,
} from './rows.ts'

interface RepositoryRow {
  readonly id: number
  readonly name: string
  readonly address: string
  readonly form: Repository['form']
  readonly state: Repository['state']
  readonly error: string | null
  readonly checked: number | null
  readonly revision: string | null
  readonly assets: number | null
  readonly findings: number | null
  readonly gaps: number | null
}

const repositoryRows = sql`select src.id, src.name, src.address, src.form, src.state, src.error, src.checked, s.revision, s.assets, s.findings, s.gaps
  from sources src left join scans s on s.id = src.scan_id`

function toRepository({
  name,
  address,
  form,
  state,
  error,
  checked,
  revision,
  assets,
  findings,
  gaps,
}: RepositoryRow): Repository {
  return {
    ...{name, address, form, state, assets: assets ?? 0, findings: findings ?? 0, gaps: gaps ?? 0},
    ...compact({
      error: error ?? undefined,
      checked: checked === null ? undefined : isoTime(checked),
      revision: revision ?? undefined,
    }),
  }
}

/** A page of the sources whose name or address holds a text, by address. */
export async function repositoryList({db}: Store, query: string, wanted: Wanted): Promise<RepositoryList> {
  const text = query.trim().toLowerCase()
  const fits: RawBuilder<SqlBool> =
    text === ''
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`(${holds('lower(src.address)', text)} or ${holds('lower(src.name)', text)})`
  const {offset, ...place} = paged(await countRows({db}, sql`sources src where ${fits}`), wanted)
  const {rows} =
    await sql<RepositoryRow>`${repositoryRows} where ${fits} order by src.address limit ${wanted.size} offset ${offset}`.execute(
      db,
    )
  return {query, ...place, repositories: rows.map(toRepository)}
}

/** The first sources that were never read, or not the last time. */
export async function notCurrent({db}: Store, limit: number): Promise<Repository[]> {
  const {rows} =
    await sql<RepositoryRow>`${repositoryRows} where src.state != 'current' order by src.address limit ${limit}`.execute(
      db,
    )
  return rows.map(toRepository)
}

const scansShown = 50
const assetsShown = 2000
const findingsShown = 500

/** A source by its address, and what it holds; undefined where there is none. */
export async function repositoryView(store: Store, address: string): Promise<RepositoryView | undefined> {
  const {db} = store
  const found = await sql<RepositoryRow>`${repositoryRows} where src.address = ${address}`.execute(db)
  const [source] = found.rows
  if (source === undefined) return undefined
  const assets = await sql<HeldRow & Pick<RepositoryAsset, 'identity' | 'kind' | 'name'> & {provider: string | null}>`
    select a.identity, a.kind, a.name, a.provider, ${heldColumns}
    from occurrences o join assets a on a.id = o.asset_id join scans s on s.id = o.since
    where o.source_id = ${source.id} and o.until is null order by a.kind, a.name, o.id limit ${assetsShown}`.execute(db)
  const findings = await sql<FindingRow>`${findingsFrom} where f.source_id = ${source.id} and f.until is null
    order by ${severityOrder('f.severity')}, f.id limit ${findingsShown}`.execute(db)
  return {
    repository: toRepository(source),
    scans: await scansOf(store, source.id),
    assets: assets.rows.map(row => {
      const {identity, kind, name, provider} = row
      return {identity, kind, name, ...compact({provider: provider ?? undefined}), ...toHeld(row)}
    }),
    moreAssets: Math.max(0, (source.assets ?? 0) - assetsShown),
    findings: findings.rows.map(toFinding),
    changes: (await changesOf(store, {sourceId: source.id}, 0)).changes,
  }
}

async function scansOf({db}: Store, sourceId: number): Promise<Scan[]> {
  const rows = await db
    .selectFrom('scans')
    .select(['at', 'revision', 'committed', 'tool', 'assets', 'findings', 'gaps'])
    .where('source_id', '=', sourceId)
    .orderBy('id', 'desc')
    .limit(scansShown)
    .execute()
  return rows.map(({at, revision, committed, tool, ...counts}) => ({
    ...{at: isoTime(at), tool: tool.split(' ')[0] ?? tool, ...counts},
    ...compact({revision: revision ?? undefined, committed: committed ?? undefined}),
  }))
}

/** Digest of the BOM that was read last. */
export async function lastBom({db}: Store, address: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('sources')
    .innerJoin('scans', 'scans.id', 'sources.scan_id')
    .select('scans.bom')
    .where('sources.address', '=', address)
    .executeTakeFirst()
  return row?.bom
}
