import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {Asset, AssetList} from '../../inventory/fleet-answers.generated.ts'
import {compact} from '../../lib/compact.ts'
import type {Store} from '../open-store.ts'
import {countRows} from '../query/count-rows.ts'
import {type KnownTerm, lookUp} from '../query/look-up.ts'
import {conditionOf, fewest, isOfAsset} from '../query/query.ts'
import {parseQuery} from '../query/query-words.ts'
import {paged, type Wanted} from './paging.ts'

/** Further than this nobody counts pages. */
const countLimit = 100_000

/** An asset of the fleet, with the number of sources and findings that it has now. */
export interface AssetRow {
  readonly id: number
  readonly identity: string
  readonly kind: string
  readonly name: string
  readonly provider: string | null
  readonly sources: number
  readonly findings: number
}

/** The columns of {@link AssetRow}. */
export const assetColumns: RawBuilder<unknown> = sql`assets.id, assets.identity, assets.kind, assets.name, assets.provider, assets.sources,
  (select count(*) from findings where findings.asset_id = assets.id and findings.until is null) as findings`

/** As answers carry it: null becomes absent. */
export function toAsset({identity, kind, name, provider, sources, findings}: AssetRow): Asset {
  return {identity, kind, name, sources, findings, ...compact({provider: provider ?? undefined})}
}

/**
 * A page of the assets that some source has now and every term fits, by name.
 * @throws {AibomError} `AIBOM_QUERY_INVALID`
 */
export async function assetList({db}: Store, query: string, wanted: Wanted): Promise<AssetList> {
  const terms = await lookUp({db}, parseQuery(query))
  const fits = conditions(terms, await fewest({db}, terms))
  const most = wanted.isWhole === true ? sql`` : sql`limit ${countLimit + 1}`
  const n = await countRows({db}, sql`(select 1 from assets where ${fits} ${most}) as found`)
  const {offset, ...place} = paged(wanted.isWhole === true ? n : Math.min(n, countLimit), wanted)
  const {rows} = await sql<AssetRow>`select ${assetColumns} from assets where ${fits} order by assets.name, assets.id
    limit ${wanted.size} offset ${offset}`.execute(db)
  return {query, ...place, isLeast: n > countLimit, assets: rows.map(toAsset)}
}

/** What is said of an asset in a source has to be true of one occurrence. */
function conditions(terms: readonly KnownTerm[], few: RawBuilder<unknown> | undefined): RawBuilder<SqlBool> {
  const [ofAsset, ofOccurrence] = [terms.filter(isOfAsset), terms.filter(term => !isOfAsset(term))]
  const all = [sql<SqlBool>`assets.sources > 0`, ...ofAsset.map(conditionOf)]
  if (ofOccurrence.length > 0) {
    const fits = sql.join([sql`occurrences.until is null`, ...ofOccurrence.map(conditionOf)], sql` and `)
    all.push(
      few === undefined
        ? sql<SqlBool>`exists (select 1 from occurrences where occurrences.asset_id = assets.id and ${fits})`
        : sql<SqlBool>`assets.id in (select occurrences.asset_id from (${few}) as few cross join occurrences where occurrences.id = few.id and ${fits})`,
    )
  }
  return sql<SqlBool>`${sql.join(all, sql` and `)}`
}
