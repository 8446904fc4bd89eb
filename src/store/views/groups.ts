import {sql} from 'kysely'
import type {FindingList, LicenseList, ProviderList, Rule, RuleList} from '../../inventory/fleet-answers.generated.ts'
import type {Store} from '../open-store.ts'
import {countRows} from '../query/count-rows.ts'
import {paged, type Wanted} from './paging.ts'
import {type FindingRow, findingsFrom, severityOf, severityOrder, toFinding} from './rows.ts'

/** Who serves or gives out what the fleet has now. */
export async function providerList({db}: Store): Promise<ProviderList> {
  const {rows} = await sql<{provider: string; kind: string; assets: number; uses: number}>`
    select provider, kind, count(*) as assets, sum(sources) as uses from assets where sources > 0 and provider is not null
    group by provider, kind order by provider, kind`.execute(db)
  return {
    providers: rows.map(({provider, kind, assets, uses}) => ({
      provider,
      kind,
      assets: Number(assets),
      uses: Number(uses),
    })),
  }
}

/** Licenses by how often they are stated. */
export async function licenseList({db}: Store): Promise<LicenseList> {
  const {rows} = await sql<{license: string; uses: number}>`select text as license, uses from
    (select license_id, count(*) as uses from occurrence_licenses group by license_id) as counted
    join licenses on licenses.id = counted.license_id order by uses desc, text`.execute(db)
  return {
    licenses: rows.map(({license, uses}) => ({license, uses: Number(uses)})),
    unknown: await countRows({db}, sql`occurrences where until is null and licenses = ''`),
  }
}

/** Rules with findings, the worst first. */
export async function ruleList({db}: Store): Promise<RuleList> {
  const {rows} = await sql<{rule: string; name: string; severity: string; findings: number; sources: number}>`
    select rule, name, severity, count(*) as findings, count(distinct source_id) as sources from findings where until is null
    group by rule, name, severity order by ${severityOrder('severity')}, findings desc, rule`.execute(db)
  return {
    rules: rows.map(
      ({rule, name, severity, findings, sources}): Rule => ({
        ...{rule, name, severity: severityOf(severity)},
        ...{findings: Number(findings), sources: Number(sources)},
      }),
    ),
  }
}

/** A page of what stands against a rule, by its id or its name. */
export async function findingList({db}: Store, rule: string, wanted: Wanted): Promise<FindingList> {
  const fits = sql`f.until is null and (f.rule = ${rule.toUpperCase()} or f.name = ${rule.toLowerCase()})`
  const {offset, ...place} = paged(await countRows({db}, sql`findings f where ${fits}`), wanted)
  const {rows} = await sql<FindingRow>`${findingsFrom} where ${fits}
    order by src.name, f.id limit ${wanted.size} offset ${offset}`.execute(db)
  return {rule, ...place, findings: rows.map(toFinding)}
}
