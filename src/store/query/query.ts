import {type RawBuilder, type SqlBool, sql} from 'kysely'
import type {Store} from '../open-store.ts'
import {countRows} from './count-rows.ts'
import {holds} from './holds.ts'
import {type KnownTerm, lookUp} from './look-up.ts'
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
  readonly owners: string
}

/** Deeper chains of derived models than this are not real. */
const deepest = 16

/** What so few occurrences have is begun with; what more of them have is found sooner in the order of the answer. */
const fewLimit = 15_000

/**
 * The assets that every term fits, as they are now, by name, and in the order in which the sources were added; `model:`
 * and `dataset:` find what is built on it too.
 * @param limit maximum number of rows
 */
export async function findAssets({db}: Store, asked: readonly Term[], limit: number): Promise<FoundRow[]> {
  const terms = await lookUp({db}, asked)
  const few = await fewest({db}, terms)
  const joined = [
    sql`occurrences.asset_id = assets.id`,
    sql`sources.id = occurrences.source_id`,
    ...(few === undefined ? [] : [sql`occurrences.id = few.id`]),
  ]
  const fits = sql.join([...joined, sql`occurrences.until is null`, ...terms.map(conditionOf)], sql` and `)
  // the order of the tables is the order in which SQLite takes them
  const tables =
    few === undefined
      ? sql`assets cross join occurrences`
      : sql`(${few}) as few cross join occurrences cross join assets`
  const {rows} = await sql<FoundRow>`select assets.kind, assets.name, assets.identity, assets.provider,
      occurrences.version, occurrences.revision, occurrences.floating, occurrences.licenses, occurrences.scope,
      occurrences.path, occurrences.line, occurrences.places, occurrences.owners,
      sources.name as source, sources.address, sources.state
    from ${tables} cross join sources
    where ${fits} order by assets.name, assets.id, occurrences.source_id, occurrences.id limit ${limit}`.execute(db)
  return rows
}

/** The ids of the occurrences that one of the terms names, where it names few; undefined where none does. */
export async function fewest(
  {db}: Pick<Store, 'db'>,
  terms: readonly KnownTerm[],
): Promise<RawBuilder<{id: number}> | undefined> {
  let [best, least]: [RawBuilder<{id: number}> | undefined, number] = [undefined, fewLimit]
  for (const term of terms) {
    const ids = term.negated ? undefined : idsOf(term)
    if (ids === undefined) continue
    const count = await countRows({db}, sql`(select 1 from (${ids}) as found limit ${least}) as few`)
    if (count < least) [best, least] = [ids, count]
  }
  return best && sql`select distinct id from (${best}) as named`
}

/** The occurrences that a term names, by an index, some more than once; undefined for a term that has none. */
function idsOf({field, text, among}: KnownTerm): RawBuilder<{id: number}> | undefined {
  switch (field) {
    case 'license':
      if (text === 'unknown') return undefined
      return sql`select occurrence_id as id from occurrence_licenses
        where license_id in (select id from licenses where ${holds('lower(text)', text)})`
    case 'repo':
      return sql`select id from occurrences where until is null and source_id in (${sourcesHolding(text, among)})`
    case 'digest':
      return sql`select occurrence_id as id from digests where hex = ${bareDigest(text)}`
    case 'rule':
    case 'severity':
      return sql`select held.id from findings join occurrences held on held.source_id = findings.source_id and held.asset_id = findings.asset_id
        where findings.until is null and held.until is null and (${accusing(field, text)})`
    default:
      return undefined
  }
}

const assetFields: ReadonlySet<Term['field']> = new Set([
  'model',
  'dataset',
  'service',
  'agent',
  'package',
  'kind',
  'name',
  'provider',
])

/** Whether a term asks for the asset itself; others ask for what it is in a source. */
export function isOfAsset({field}: Term): boolean {
  return assetFields.has(field)
}

/** A term as a condition on the tables `assets` and, where it is not of the asset alone, `occurrences`. */
export function conditionOf(term: KnownTerm): RawBuilder<SqlBool> {
  return term.negated ? sql<SqlBool>`(${positive(term)}) is not true` : positive(term)
}

function positive({field, text, among}: KnownTerm): RawBuilder<SqlBool> {
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
      return licensed(text, among)
    case 'provider':
      return sql`assets.provider = ${text}`
    case 'repo':
      return sql`occurrences.source_id in (${sourcesHolding(text, among)})`
    case 'owner':
      return text === 'unknown' ? sql`occurrences.owners = ''` : holds('lower(occurrences.owners)', text)
    case 'digest':
      return sql`occurrences.id in (select occurrence_id from digests where hex = ${bareDigest(text)})`
    case 'rule':
    case 'severity':
      return sql`exists (select 1 from findings where findings.asset_id = assets.id and findings.source_id = occurrences.source_id
        and findings.until is null and (${accusing(field, text)}))`
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

function licensed(text: string, among: KnownTerm['among']): RawBuilder<SqlBool> {
  if (text === 'unknown') return sql`occurrences.licenses = ''`
  if (among !== undefined) return sql`occurrences.licenses in (${listOf(among)})`
  return holds('lower(occurrences.licenses)', text)
}

function accusing(field: 'rule' | 'severity', text: string): RawBuilder<SqlBool> {
  return field === 'severity'
    ? sql`findings.severity = ${text}`
    : sql`findings.rule = ${text.toUpperCase()} or findings.name = ${text}`
}

function sourcesHolding(text: string, among: KnownTerm['among']): RawBuilder<unknown> {
  if (among !== undefined) return listOf(among)
  return sql`select id from sources where ${holds('lower(address)', text)} or ${holds('lower(name)', text)}`
}

/** `sha256:9f2c…` without the algorithm. */
function bareDigest(text: string): string {
  return text.replace(/^[a-z0-9]+:/, '')
}

/** An empty list fits nothing. */
function listOf(values: readonly (number | string)[]): RawBuilder<unknown> {
  return values.length === 0 ? sql`null` : sql.join(values)
}
