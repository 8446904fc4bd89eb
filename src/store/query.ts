import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {Store} from './open-store.ts'
import type {Term} from './query-words.ts'

/** An asset in a source, as a query finds it. */
export interface FoundRow {
  readonly kind: string
  readonly name: string
  readonly identity: string
  readonly version: string | null
  readonly revision: string | null
  readonly floating: number
  readonly licenses: string
  readonly provider: string | null
  readonly scope: string
  readonly source: string
  readonly address: string
  readonly state: string
  readonly path: string | null
  readonly line: number | null
  readonly places: number
}

/** Deeper chains of derived models than this are not real. */
const deepest = 16

/**
 * The assets that every term fits, as they are now, by name; `model:` and `dataset:` find what is built on it too.
 * @param limit so many rows at most
 */
export async function findAssets({db}: Store, terms: readonly Term[], limit: number): Promise<FoundRow[]> {
  let query = db
    .selectFrom('assets')
    .innerJoin('occurrences', 'occurrences.asset_id', 'assets.id')
    .innerJoin('sources', 'sources.id', 'occurrences.source_id')
    .where('occurrences.until', 'is', null)
    .select(['assets.kind', 'assets.name', 'assets.identity', 'assets.provider'])
    .select(['occurrences.version', 'occurrences.revision', 'occurrences.floating', 'occurrences.licenses', 'occurrences.scope'])
    .select(['occurrences.path', 'occurrences.line', 'occurrences.places'])
    .select(['sources.name as source', 'sources.address', 'sources.state'])
  for (const term of terms) query = query.where(conditionOf(term))
  return query.orderBy('assets.name').orderBy('assets.id').orderBy('occurrences.id').limit(limit).execute()
}

const assetFields: ReadonlySet<Term['field']> = new Set(['model', 'dataset', 'service', 'agent', 'package', 'kind', 'name', 'provider'])

/** Whether a term asks for the asset itself; others ask for what it is in a source. */
export function isOfAsset({field}: Term): boolean {
  return assetFields.has(field)
}

/** A term as a condition on the tables `assets` and, where it is not of the asset alone, `occurrences`. */
export function conditionOf(term: Term): RawBuilder<SqlBool> {
  return term.negated ? sql<SqlBool>`(${positive(term)}) is not true` : positive(term)
}

function positive({field, text}: Term): RawBuilder<SqlBool> {
  switch (field) {
    case 'model':
    case 'dataset':
      return builtOn(field, text)
    case 'service':
    case 'agent':
    case 'package':
      return sql`(assets.kind = ${field} and ${holds('assets.search', text)})`
    case 'kind':
      return sql`assets.kind = ${text}`
    case 'name':
      return holds('assets.search', text)
    case 'license':
      return licensed(text)
    case 'provider':
      return sql`assets.provider = ${text}`
    case 'repo':
      return sql`occurrences.source_id in (select id from sources where ${holds('lower(address)', text)} or ${holds('lower(name)', text)})`
    case 'digest':
      return sql`occurrences.id in (select occurrence_id from digests where hex = ${text.replace(/^[a-z0-9]+:/, '')})`
    case 'rule':
      return accused(sql`findings.rule = ${text.toUpperCase()} or findings.name = ${text}`)
    case 'severity':
      return accused(sql`findings.severity = ${text}`)
    case 'path':
      return sql`exists (select 1 from places where places.occurrence_id = occurrences.id and ${holds('lower(places.path)', text)})`
    case 'is':
      return sql`occurrences.floating = 1`
  }
}

/** The assets of a kind by name, and what any source says to be derived from them or trained on them. */
function builtOn(kind: string, text: string): RawBuilder<SqlBool> {
  return sql`assets.id in (
    with recursive line(id, depth) as (
      select id, 0 from assets where kind = ${kind} and ${holds('search', text)}
      union
      select relations.from_id, line.depth + 1 from relations join line on relations.to_id = line.id
      where relations.kind in ('derived-from', 'trained-on') and relations.until is null and relations.from_id is not null and line.depth < ${deepest}
    ) select id from line)`
}

function licensed(text: string): RawBuilder<SqlBool> {
  if (text === 'unknown') return sql`occurrences.licenses = ''`
  return sql`occurrences.id in (
    select occurrence_id from occurrence_licenses join licenses on licenses.id = license_id where ${holds('lower(licenses.text)', text)})`
}

function accused(what: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  return sql`exists (select 1 from findings
    where findings.asset_id = assets.id and findings.source_id = occurrences.source_id and findings.until is null and (${what}))`
}

/** @param column ours, never a user's text */
export function holds(column: string, text: string): RawBuilder<SqlBool> {
  return sql`${sql.raw(column)} like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
}
