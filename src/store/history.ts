import {gunzipSync} from 'node:zlib'
import type {Store} from './open-store.ts'

/** A source, and the BOMs of two of its scans. */
export interface SourceSpan {
  readonly name: string
  readonly address: string
  readonly state: 'new' | 'current' | 'failed'
  /** digest of the BOM at the beginning; absent where the source was not there yet */
  readonly before?: string
  /** of the last scan that succeeded; absent where there is none */
  readonly after?: string
  /** when that scan was, milliseconds since 1970 */
  readonly at?: number
  readonly revision?: string
}

/** Every source, with what it was at a time and what it is now. */
export async function sourceSpans({db}: Store, since: number): Promise<SourceSpan[]> {
  const rows = await db
    .selectFrom('sources')
    .leftJoin('scans as now', 'now.id', 'sources.scan_id')
    .leftJoin('scans as then', join =>
      join.on(({ref, eb, selectFrom}) =>
        eb(
          ref('then.id'),
          '=',
          selectFrom('scans')
            .select(({fn}) => fn.max('scans.id').as('id'))
            .whereRef('scans.source_id', '=', 'sources.id')
            .where('scans.at', '<=', since),
        ),
      ),
    )
    .select([
      'sources.name',
      'sources.address',
      'sources.state',
      'then.bom as before',
      'now.bom as after',
      'now.at',
      'now.revision',
    ])
    .orderBy('sources.address')
    .execute()
  return rows.map(({name, address, state, before, after, at, revision}) => ({
    ...{name, address, state},
    ...(before !== null && {before}),
    ...(after !== null && {after}),
    ...(at !== null && {at}),
    ...(revision !== null && {revision}),
  }))
}

/** The document of a BOM. */
export async function readStoredBom({db}: Store, sha256: string): Promise<string> {
  const {document} = await db
    .selectFrom('boms')
    .select('document')
    .where('sha256', '=', sha256)
    .executeTakeFirstOrThrow()
  return gunzipSync(document).toString('utf8')
}
