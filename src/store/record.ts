import type {Transaction} from 'kysely'
import {sha256Hex} from '../lib/digest.ts'
import {groupBy} from '../lib/group.ts'
import {sortedBy} from '../lib/sort.ts'
import {identifyAssets} from './asset-ids.ts'
import {chunked} from './chunked.ts'
import {countUses} from './count-uses.ts'
import type {AssetFact, SourceFacts} from './facts.ts'
import type {Store} from './open-store.ts'
import type {Dialect, NewRow, Tables} from './tables.ts'

/** A scan that succeeded. */
export interface ScanResult {
  readonly sourceId: number
  /** milliseconds since 1970 */
  readonly at: number
  readonly tool: string
  readonly fingerprint: string
  readonly bom: {readonly sha256: string; readonly byteLength: number; readonly gzip: Uint8Array}
  readonly facts: SourceFacts
}

type Lasting = 'relations' | 'findings' | 'verdicts' | 'evidence'

/**
 * Stores what a scan found, whole or not at all. Facts that were there before stay the rows they are, so that each says
 * since when it holds; the same result stored twice changes nothing.
 */
export async function recordScan({db, dialect}: Store, result: ScanResult): Promise<void> {
  await db.transaction().execute(async transaction => {
    const source = await transaction
      .selectFrom('sources')
      .leftJoin('scans', 'scans.id', 'sources.scan_id')
      .select(['sources.fingerprint', 'scans.bom'])
      .where('sources.id', '=', result.sourceId)
      // a server has other writers; in a file there is one at a time
      .$if(dialect === 'postgres', query => query.forUpdate('sources'))
      .executeTakeFirstOrThrow()
    const current = {
      state: 'current',
      error_code: null,
      error: null,
      fingerprint: result.fingerprint,
      checked: result.at,
    } as const
    const isSame = source.bom === result.bom.sha256
    const scan = isSame ? {} : {scan_id: await addScan(transaction, result, dialect), name: result.facts.name}
    await transaction
      .updateTable('sources')
      .set({...current, ...scan})
      .where('id', '=', result.sourceId)
      .execute()
  })
}

async function addScan(
  transaction: Transaction<Tables>,
  {sourceId, at, tool, bom, facts}: ScanResult,
  dialect: Dialect,
): Promise<number> {
  await transaction
    .insertInto('boms')
    .values({sha256: bom.sha256, byte_length: bom.byteLength, document: bom.gzip})
    .onConflict(conflict => conflict.column('sha256').doNothing())
    .execute()
  const {id: scan} = await transaction
    .insertInto('scans')
    .values({
      source_id: sourceId,
      at,
      revision: facts.revision,
      committed: facts.committed,
      tool,
      bom: bom.sha256,
      assets: facts.assets.length,
      findings: facts.findings.length,
      gaps: facts.gaps,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ids = await identifyAssets(transaction, facts.assets)
  const context = {transaction, sourceId, scan}
  await recordOccurrences(context, facts.assets, ids)
  const assetId = (identity: string | undefined): number | undefined =>
    identity === undefined ? undefined : ids.get(identity)
  await replaceRows(
    context,
    'relations',
    facts.relations.map(({from, to, kind, relation}) => ({from_id: assetId(from), to_id: assetId(to), kind, relation})),
  )
  const findings = facts.findings.map(({asset, place, ...finding}) => ({
    asset_id: assetId(asset),
    path: place?.path,
    line: place?.line,
    ...finding,
  }))
  await replaceRows(context, 'findings', findings)
  await replaceRows(
    context,
    'verdicts',
    facts.verdicts.map(({asset, ...verdict}) => ({asset_id: assetId(asset), ...verdict})),
  )
  await replaceRows(
    context,
    'evidence',
    facts.evidence.map(({asset, ...report}) => ({asset_id: assetId(asset), ...report})),
  )
  // last, for other writers wait from here on for assets that both have
  await countUses(transaction, context, dialect)
  return scan
}

interface Context {
  readonly transaction: Transaction<Tables>
  readonly sourceId: number
  readonly scan: number
}

/** Ends the rows that no longer hold. @returns those that are new, each with its hash */
async function endRows<Row extends object>(
  {transaction, sourceId, scan}: Context,
  table: Lasting | 'occurrences',
  rows: readonly Row[],
) {
  const wanted = new Map(rows.map(row => [sha256Hex(JSON.stringify(row)).slice(0, 32), row]))
  const held = await transaction
    .selectFrom(table)
    .select(['id', 'hash'])
    .where('source_id', '=', sourceId)
    .where('until', 'is', null)
    .execute()
  const ended = held.flatMap(({id, hash}) => (wanted.has(hash) ? [] : [id]))
  for (const chunk of chunked(ended))
    await transaction.updateTable(table).set({until: scan}).where('id', 'in', chunk).execute()
  const kept = new Set(held.map(({hash}) => hash))
  return [...wanted].flatMap(([hash, row]) => (kept.has(hash) ? [] : [{hash, row}]))
}

async function replaceRows<Name extends Lasting>(
  context: Context,
  table: Name,
  rows: readonly Omit<NewRow<Name>, 'id' | 'source_id' | 'hash' | 'since' | 'until'>[],
): Promise<void> {
  const {transaction, sourceId, scan} = context
  const added = (await endRows(context, table, rows)).map(({hash, row}) => ({
    ...row,
    source_id: sourceId,
    hash,
    since: scan,
  }))
  for (const chunk of chunked(added))
    await transaction
      .insertInto(table)
      .values(chunk as never)
      .execute()
}

async function recordOccurrences(
  context: Context,
  assets: readonly AssetFact[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const {transaction, sourceId, scan} = context
  const added = await endRows(context, 'occurrences', assets)
  const ended = transaction
    .selectFrom('occurrences')
    .select('id')
    .where('source_id', '=', sourceId)
    .where('until', '=', scan)
  await transaction.deleteFrom('occurrence_licenses').where('occurrence_id', 'in', ended).execute()
  for (const chunk of chunked(added)) {
    const rows = chunk.flatMap(({hash, row}) => {
      const assetId = ids.get(row.identity)
      return assetId === undefined
        ? []
        : [toOccurrence(row, {asset_id: assetId, source_id: sourceId, hash, since: scan})]
    })
    const sets = new Set(rows.flatMap(({licenses}) => (licenses === '' ? [] : [licenses])))
    await recordLicenseSets(transaction, sets)
    const inserted = await transaction.insertInto('occurrences').values(rows).returning(['id', 'hash']).execute()
    const idByHash = new Map(inserted.map(({id, hash}) => [hash, id]))
    await recordDetails(
      transaction,
      chunk.flatMap(({hash, row}) => {
        const id = idByHash.get(hash)
        return id === undefined ? [] : [{id, asset: row}]
      }),
    )
  }
}

function toOccurrence(
  asset: AssetFact,
  keys: Pick<NewRow<'occurrences'>, 'asset_id' | 'source_id' | 'hash' | 'since'>,
): NewRow<'occurrences'> {
  const {version, revision, floating, licenses, scope, owners = [], place, evidence} = asset
  return {
    ...keys,
    version,
    revision,
    floating: floating ? 1 : 0,
    licenses: licenses.join(', '),
    scope,
    owners: owners.join(' '),
    places: evidence.length,
    path: place?.path,
    line: place?.line,
  }
}

async function recordDetails(
  transaction: Transaction<Tables>,
  added: readonly {readonly id: number; readonly asset: AssetFact}[],
): Promise<void> {
  const places = added.flatMap(({id, asset}) =>
    asset.evidence.map(({path, line, symbol, detector, technique, level, scope, confidence}) => ({
      occurrence_id: id,
      path,
      line: line ?? null,
      symbol: symbol ?? null,
      ...{detector, technique, level, scope, confidence},
    })),
  )
  for (const chunk of chunked(places)) await transaction.insertInto('places').values(chunk).execute()
  const digests = added.flatMap(({id, asset}) =>
    asset.digests.map(({alg, hex, of, from}) => ({occurrence_id: id, alg, hex, of, origin: from})),
  )
  for (const chunk of chunked(digests)) await transaction.insertInto('digests').values(chunk).execute()
  await recordLicenses(transaction, added)
}

async function recordLicenseSets(transaction: Transaction<Tables>, sets: ReadonlySet<string>): Promise<void> {
  if (sets.size === 0) return
  await transaction
    .insertInto('license_sets')
    .values(sortedBy([...sets], text => text).map(text => ({text})))
    .onConflict(conflict => conflict.column('text').doNothing())
    .execute()
}

async function recordLicenses(
  transaction: Transaction<Tables>,
  added: readonly {readonly id: number; readonly asset: AssetFact}[],
): Promise<void> {
  const pairs = added.flatMap(({id, asset}) => [...new Set(asset.licenses)].map(text => ({id, text})))
  const byText = groupBy(pairs, ({text}) => text)
  for (const texts of chunked(sortedBy([...byText.keys()], text => text))) {
    await transaction
      .insertInto('licenses')
      .values(texts.map(text => ({text})))
      .onConflict(conflict => conflict.column('text').doNothing())
      .execute()
    const known = await transaction.selectFrom('licenses').select(['id', 'text']).where('text', 'in', texts).execute()
    const links = known.flatMap(({id, text}) =>
      (byText.get(text) ?? []).map(pair => ({occurrence_id: pair.id, license_id: id})),
    )
    for (const chunk of chunked(links)) await transaction.insertInto('occurrence_licenses').values(chunk).execute()
  }
}
