import {sql, type Transaction} from 'kysely'
import {chunked} from './chunked.ts'
import type {Dialect, Tables} from './tables.ts'

/**
 * Counts for the assets that a scan brought to a source or took from it that one source more or less has them. The rows
 * are locked in one order, so that two writers do not wait for each other in a circle.
 */
export async function countUses(
  transaction: Transaction<Tables>,
  {sourceId, scan}: {readonly sourceId: number; readonly scan: number},
  dialect: Dialect,
): Promise<void> {
  const rows = transaction.selectFrom('occurrences').select('asset_id').where('source_id', '=', sourceId)
  const now = await rows.where('until', 'is', null).execute()
  const kept = await rows.where('until', 'is', null).where('since', '!=', scan).execute()
  const ended = await rows.where('until', '=', scan).execute()
  const has = new Set(now.map(({asset_id}) => asset_id))
  const had = new Set([...kept, ...ended].map(({asset_id}) => asset_id))
  const changed = [...new Set([...has, ...had])].filter(id => has.has(id) !== had.has(id)).sort((a, b) => a - b)
  for (const chunk of chunked(changed)) {
    if (dialect === 'postgres')
      await transaction
        .selectFrom('assets')
        .select('id')
        .where('id', 'in', chunk)
        .orderBy('id')
        .forNoKeyUpdate()
        .execute()
    for (const [ids, step] of [
      [chunk.filter(id => has.has(id)), 1],
      [chunk.filter(id => !has.has(id)), -1],
    ] as const) {
      if (ids.length > 0) {
        await transaction
          .updateTable('assets')
          .set({sources: sql`sources + ${step}`})
          .where('id', 'in', ids)
          .execute()
      }
    }
  }
}
