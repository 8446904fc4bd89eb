import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {Change, ChangeList} from '../../inventory/fleet-answers.generated.ts'
import {compact} from '../../lib/compact.ts'
import {groupBy} from '../../lib/group.ts'
import type {Store} from '../open-store.ts'
import {isoTime} from './rows.ts'

/** The scans whose changes one answer tells, the latest. */
const scansShown = 200
const changesShown = 2000
const addedShown = 500

interface ScanRow {
  readonly id: number
  readonly at: number
  readonly revision: string | null
  readonly source: string
  readonly address: string
}

/** Whether the scan `s` is not the first of its source, which brought everything. */
export const isLater: RawBuilder<SqlBool> = sql<SqlBool>`exists (
  select 1 from scans first where first.source_id = s.source_id and first.id < s.id)`

/** What the later scans of one source, or of all, found to be different since a time. */
export async function changesOf(
  {db}: Store,
  {sourceId}: {readonly sourceId?: number},
  since: number,
): Promise<{readonly changes: Change[]; readonly more: boolean}> {
  const which =
    sourceId === undefined
      ? sql<SqlBool>`s.at >= ${since}`
      : sql<SqlBool>`s.source_id = ${sourceId} and s.at >= ${since}`
  const {rows} = await sql<ScanRow>`select s.id, s.at, s.revision, src.name as source, src.address from scans s
    join sources src on src.id = s.source_id
    where ${which} and ${isLater} order by s.id desc limit ${scansShown + 1}`.execute(db)
  const scans = rows.slice(0, scansShown)
  const changes = scans.length === 0 ? [] : await changesIn({db}, scans)
  return {changes: changes.slice(0, changesShown), more: rows.length > scansShown || changes.length > changesShown}
}

interface HalfRow {
  readonly scan: number
  readonly came: number
  readonly identity: string
  readonly kind: string
  readonly name: string
  readonly version: string | null
  readonly revision: string | null
  readonly licenses: string
}

async function changesIn({db}: Pick<Store, 'db'>, scans: readonly ScanRow[]): Promise<Change[]> {
  const ids = sql.join(scans.map(({id}) => id))
  const half = (column: 'since' | 'until', came: number): RawBuilder<HalfRow> =>
    sql<HalfRow>`select o.${sql.ref(column)} as scan, ${sql.lit(came)} as came, a.identity, a.kind, a.name, o.version, o.revision, o.licenses
      from occurrences o join assets a on a.id = o.asset_id where o.${sql.ref(column)} in (${ids})`
  const {rows} = await sql<HalfRow>`select * from (${half('since', 1)} union all ${half('until', 0)}) as halves
    order by scan desc, name, identity, came limit ${4 * changesShown}`.execute(db)
  const byScan = new Map(scans.map(scan => [scan.id, scan]))
  return [...groupBy(rows, ({scan, identity}) => `${scan} ${identity}`).values()].flatMap(halves =>
    toChange(halves, byScan),
  )
}

function toChange(halves: readonly HalfRow[], scans: ReadonlyMap<number, ScanRow>): Change[] {
  const [first] = halves
  const scan = first === undefined ? undefined : scans.get(first.scan)
  if (first === undefined || scan === undefined) return []
  const [before, after] = [
    halves.filter(({came}) => came === 0).map(stateOf),
    halves.filter(({came}) => came === 1).map(stateOf),
  ]
  // what only moved within its file did not change
  if (before.join('\n') === after.join('\n')) return []
  const {identity, kind, name} = first
  return [
    {
      ...{at: isoTime(scan.at), source: scan.source, address: scan.address},
      ...compact({commit: scan.revision ?? undefined}),
      what: before.length === 0 ? 'came' : after.length === 0 ? 'went' : 'changed',
      ...{kind, name, identity},
      ...compact({
        before: before.length === 0 ? undefined : before.join(' · '),
        after: after.length === 0 ? undefined : after.join(' · '),
      }),
    },
  ]
}

function stateOf({version, revision, licenses}: HalfRow): string {
  return [version ?? revision ?? 'no version', ...(licenses === '' ? [] : [licenses])].join(', ')
}

/** What changed since a time in the sources that were read before, and which are new. */
export async function changeList(store: Store, since: number): Promise<ChangeList> {
  const added = await sql<{name: string; address: string; at: number}>`select src.name, src.address, s.at from scans s
    join sources src on src.id = s.source_id where s.at >= ${since} and not ${isLater}
    order by s.id desc limit ${addedShown + 1}`.execute(store.db)
  const {changes, more} = await changesOf(store, {}, since)
  return {
    since: isoTime(since),
    changes,
    more: more || added.rows.length > addedShown,
    added: added.rows.slice(0, addedShown).map(({name, address, at}) => ({name, address, at: isoTime(at)})),
  }
}
