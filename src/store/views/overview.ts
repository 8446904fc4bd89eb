import {sql} from 'kysely'
import type {Overview} from '../../inventory/fleet-answers.generated.ts'
import {compact} from '../../lib/compact.ts'
import {dayMs} from '../../lib/time/day.ts'
import type {Store} from '../open-store.ts'
import {isLater} from './changes.ts'
import {ruleList} from './groups.ts'
import {notCurrent} from './repositories.ts'
import {isoTime, severityOf, severityOrder} from './rows.ts'

const weekMs = 7 * dayMs
const rulesShown = 10
const sourcesShown = 20

/** The whole fleet in numbers. */
export async function overview(store: Store, nowMs: number): Promise<Omit<Overview, 'policy'>> {
  const {db} = store
  const states = await sql<{state: string; n: number}>`select state, count(*) as n from sources group by state`.execute(
    db,
  )
  const of = (state: string): number => Number(states.rows.find(row => row.state === state)?.n ?? 0)
  const [current, fresh, failed] = [of('current'), of('new'), of('failed')]
  const kinds = await sql<{
    kind: string
    assets: number
    uses: number
  }>`select kind, count(*) as assets, sum(sources) as uses from assets
    where sources > 0 group by kind order by kind`.execute(db)
  const severities = await sql<{
    severity: string
    n: number
  }>`select severity, count(*) as n from findings where until is null
    group by severity order by ${severityOrder('severity')}`.execute(db)
  const last = await sql<{at: number | null}>`select max(at) as at from scans`.execute(db)
  const read = last.rows[0]?.at ?? undefined
  const {rules} = await ruleList(store)
  return {
    sources: {total: current + fresh + failed, current, new: fresh, failed},
    kinds: kinds.rows.map(({kind, assets, uses}) => ({kind, assets: Number(assets), uses: Number(uses)})),
    severities: severities.rows.map(({severity, n}) => ({severity: severityOf(severity), findings: Number(n)})),
    rules: rules.slice(0, rulesShown),
    week: await weekOf(store, nowMs - weekMs),
    notCurrent: await notCurrent(store, sourcesShown),
    ...compact({read: read === undefined ? undefined : isoTime(read)}),
  }
}

async function weekOf({db}: Store, since: number): Promise<Overview['week']> {
  const later = sql`select s.id from scans s where s.at >= ${since} and ${isLater}`
  const {rows} = await sql<Record<'added' | 'changed' | 'came' | 'went', number>>`select
    (select count(*) from scans s where s.at >= ${since} and not ${isLater}) as added,
    (select count(distinct source_id) from scans where id in (${later})) as changed,
    (select count(*) from occurrences o where o.since in (${later})
      and not exists (select 1 from occurrences p where p.until = o.since and p.asset_id = o.asset_id)) as came,
    (select count(*) from occurrences o where o.until in (${later})
      and not exists (select 1 from occurrences p where p.since = o.until and p.asset_id = o.asset_id)) as went`.execute(
    db,
  )
  const {added = 0, changed = 0, came = 0, went = 0} = rows[0] ?? {}
  return {since: isoTime(since), added: Number(added), changed: Number(changed), came: Number(came), went: Number(went)}
}
