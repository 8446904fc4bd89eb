import type {Transaction} from 'kysely'
import {sortedBy} from '../lib/sort.ts'
import {chunked} from './chunked.ts'
import type {AssetFact} from './facts.ts'
import type {Tables} from './tables.ts'

/**
 * The rows of assets by identity; those that nobody had before are added. In one order, so that two writers do not wait
 * for each other in a circle.
 */
export async function identifyAssets(
  transaction: Transaction<Tables>,
  assets: readonly AssetFact[],
): Promise<ReadonlyMap<string, number>> {
  const byIdentity = new Map(assets.map(asset => [asset.identity, asset]))
  const ids = new Map<string, number>()
  for (const chunk of chunked(sortedBy([...byIdentity.values()], ({identity}) => identity))) {
    const identities = chunk.map(({identity}) => identity)
    for (const {id, identity} of await known(transaction, identities)) ids.set(identity, id)
    const missing = chunk.filter(({identity}) => !ids.has(identity))
    if (missing.length === 0) continue
    await transaction
      .insertInto('assets')
      .values(
        missing.map(({identity, kind, name, provider}) => ({
          identity,
          kind,
          name,
          provider: provider ?? null,
          search: searchText(name, identity),
        })),
      )
      .onConflict(conflict => conflict.column('identity').doNothing())
      .execute()
    for (const {id, identity} of await known(
      transaction,
      missing.map(({identity}) => identity),
    ))
      ids.set(identity, id)
  }
  return ids
}

async function known(transaction: Transaction<Tables>, identities: readonly string[]) {
  return transaction.selectFrom('assets').select(['id', 'identity']).where('identity', 'in', identities).execute()
}

function searchText(name: string, identity: string): string {
  return `${name}\n${identity}`.toLowerCase()
}
