import {sql} from 'kysely'
import type {LineageEdge, LineageNode} from '../../inventory/fleet-answers.generated.ts'
import type {Store} from '../open-store.ts'

/** So many assets fit into a picture, so many steps away from the one that it is of. */
const nodesShown = 30
const stepsShown = 6

interface EdgeRow {
  readonly from_id: number
  readonly to_id: number
  readonly kind: string
}

/** What was found so far. */
interface Found {
  readonly ids: Set<number>
  readonly edges: Map<string, EdgeRow>
  isMore: boolean
}

type End = 'from_id' | 'to_id'

/** What an asset was made from, and what was made from it, as any source says. */
export async function lineageOf(
  {db}: Store,
  id: number,
): Promise<{readonly nodes: LineageNode[]; readonly edges: LineageEdge[]; readonly moreLineage: boolean}> {
  const found: Found = {ids: new Set([id]), edges: new Map(), isMore: false}
  await follow({db}, id, ['from_id', 'to_id'], found)
  await follow({db}, id, ['to_id', 'from_id'], found)
  return {...(await named({db}, [...found.ids], [...found.edges.values()])), moreLineage: found.isMore}
}

async function follow(
  store: Pick<Store, 'db'>,
  id: number,
  [near, far]: readonly [near: End, far: End],
  found: Found,
): Promise<void> {
  let reached = [id]
  for (let step = 0; step < stepsShown && reached.length > 0; step++) {
    const edges = await edgesAt(store, reached, near)
    reached = []
    for (const edge of edges) {
      const next = edge[far]
      const isKnown = found.ids.has(next)
      if (!isKnown && found.ids.size >= nodesShown) {
        found.isMore = true
        continue
      }
      found.edges.set(`${edge.from_id} ${edge.to_id} ${edge.kind}`, edge)
      found.ids.add(next)
      if (!isKnown) reached.push(next)
    }
  }
  found.isMore ||= reached.length > 0
}

async function edgesAt({db}: Pick<Store, 'db'>, ids: readonly number[], end: End): Promise<EdgeRow[]> {
  const rows = await db
    .selectFrom('relations')
    .select(['from_id', 'to_id', 'kind'])
    .distinct()
    .where(end, 'in', ids)
    .where('kind', 'in', ['derived-from', 'trained-on'])
    .where('until', 'is', null)
    .orderBy('from_id')
    .orderBy('to_id')
    .limit(nodesShown * nodesShown)
    .execute()
  return rows.flatMap(({from_id, to_id, kind}) => (from_id === null || to_id === null ? [] : [{from_id, to_id, kind}]))
}

async function named(
  {db}: Pick<Store, 'db'>,
  ids: readonly number[],
  edges: readonly EdgeRow[],
): Promise<{readonly nodes: LineageNode[]; readonly edges: LineageEdge[]}> {
  if (edges.length === 0) return {nodes: [], edges: []}
  const {rows} = await sql<LineageNode & {id: number}>`select id, identity, kind, name, sources from assets
    where id in (${sql.join(ids)}) order by name, id`.execute(db)
  const identities = new Map(rows.map(({id, identity}) => [id, identity]))
  return {
    nodes: rows.map(({identity, kind, name, sources}) => ({identity, kind, name, sources})),
    edges: edges.map(({from_id, to_id, kind}) => ({
      from: identities.get(from_id) ?? '',
      to: identities.get(to_id) ?? '',
      kind,
    })),
  }
}
