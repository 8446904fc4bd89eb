import {sql} from 'kysely'
import type {AssetView, Use, Version} from '../../inventory/fleet-answers.generated.ts'
import type {Store} from '../open-store.ts'
import {countRows} from '../query/count-rows.ts'
import {type AssetRow, assetColumns, toAsset} from './assets.ts'
import {lineageOf} from './lineage.ts'
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

const usesShown = 1000
const versionsShown = 500
const findingsShown = 200

/** An asset by its identity; undefined where no source has or had it. */
export async function assetView(store: Store, identity: string): Promise<AssetView | undefined> {
  const {db} = store
  const {rows} = await sql<AssetRow>`select ${assetColumns} from assets where assets.identity = ${identity}`.execute(db)
  const [asset] = rows
  if (asset === undefined) return undefined
  const {id} = asset
  const uses = await sql<
    HeldRow & {source: string; address: string}
  >`select src.name as source, src.address, ${heldColumns}
    from occurrences o join sources src on src.id = o.source_id join scans s on s.id = o.since
    where o.asset_id = ${id} and o.until is null order by o.id limit ${usesShown}`.execute(db)
  const count = await countRows(store, sql`occurrences where asset_id = ${id} and until is null`)
  const findings = await sql<FindingRow>`${findingsFrom} where f.asset_id = ${id} and f.until is null
    order by ${severityOrder('f.severity')}, f.id limit ${findingsShown}`.execute(db)
  return {
    asset: toAsset(asset),
    uses: uses.rows.map(toUse),
    moreUses: Math.max(0, count - usesShown),
    versions: await versionsOf(store, id),
    ...(await lineageOf(store, id)),
    findings: findings.rows.map(toFinding),
  }
}

function toUse(row: HeldRow & {readonly source: string; readonly address: string}): Use {
  return {source: row.source, address: row.address, ...toHeld(row)}
}

interface VersionRow {
  readonly source: string
  readonly address: string
  readonly version: string | null
  readonly revision: string | null
  readonly floating: number
  readonly began: number
  readonly ended: number | null
}

/** What each source had of it, for how long; what differs in its place alone is one. */
async function versionsOf({db}: Store, id: number): Promise<Version[]> {
  const {rows} =
    await sql<VersionRow>`select src.name as source, src.address, o.version, o.revision, o.floating, s.at as began, e.at as ended
    from occurrences o join sources src on src.id = o.source_id join scans s on s.id = o.since left join scans e on e.id = o.until
    where o.asset_id = ${id} order by o.since desc, o.id desc limit ${versionsShown}`.execute(db)
  const versions: Version[] = []
  for (const {source, address, version, revision, floating, began, ended} of rows) {
    const value = version ?? revision ?? ''
    const later = versions.find(
      each => each.address === address && each.value === value && ended !== null && each.from === isoTime(ended),
    )
    if (later !== undefined) later.from = isoTime(began)
    else
      versions.push({
        source,
        address,
        value,
        floating: floating === 1,
        from: isoTime(began),
        ...(ended !== null && {until: isoTime(ended)}),
      })
  }
  return versions
}
