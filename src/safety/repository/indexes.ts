import {AibomError} from '../../lib/errors.ts'
import {addTo} from '../../lib/group.ts'
import {isJsonObject, memberOf, parseStrictJson} from '../../lib/parse/strict-json.ts'
import {folderOf, pathIn} from '../../lib/path.ts'
import {indexDiffers} from '../../rules/index-differs.ts'
import {statementDiffers} from '../../rules/statement-differs.ts'
import {leadsOut} from '../paths.ts'
import type {RepositoryView} from './view.ts'

/** Names that one finding lists. */
const namesShown = 3

interface WeightIndex {
  readonly tensorsByShard: ReadonlyMap<string, readonly string[]>
  readonly totalBytes: number | undefined
}

/** Shards that an index names, and the tensors in each of them. */
export async function examineIndexes(view: RepositoryView): Promise<void> {
  for (const path of [...view.files.keys()].filter(file => /\.index\.json$/.test(file)).sort()) {
    const index = parseIndex(await view.text(path))
    if (index !== undefined) judgeIndex(view, path, index)
  }
}

function judgeIndex(view: RepositoryView, path: string, {tensorsByShard, totalBytes}: WeightIndex): void {
  let dataBytes = 0
  let isWhole = true
  for (const [shard, named] of [...tensorsByShard].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const place = leadsOut(shard) ? undefined : pathIn(folderOf(path), shard)
    if (place === undefined) continue
    if (!view.byteLengths.has(place)) {
      isWhole = false
      if (view.isWhole) view.find(path, indexDiffers, `the shard ${shard} is not there`, {evidence: shard})
      continue
    }
    const bytes = view.files.get(place)?.facts['data_bytes']
    if (typeof bytes === 'number') dataBytes += bytes
    else isWhole = false
    judgeShard(view, place, shard, named)
  }
  if (isWhole && totalBytes !== undefined && totalBytes !== dataBytes)
    view.find(path, statementDiffers, `it states ${totalBytes} bytes of weights, its shards have ${dataBytes}`, {
      member: 'metadata.total_size',
    })
}

/**
 * A shard without a tensor of the index leaves that part of the model as it was before; one with more of them says
 * things the index does not.
 */
function judgeShard(view: RepositoryView, place: string, shard: string, named: readonly string[]): void {
  const tensors = view.files.get(place)?.links?.tensors
  if (tensors === undefined) return
  const missing = named.filter(tensor => !tensors.has(tensor))
  const known = new Set(named)
  const more = [...tensors.keys()].filter(tensor => !known.has(tensor))
  for (const [names, what] of [[missing, 'has not'] as const, [more, 'has beside its index'] as const]) {
    if (names.length === 0) continue
    const shown = names.slice(0, namesShown).map(name => JSON.stringify(name))
    view.find(
      place,
      indexDiffers,
      `the shard ${shard} ${what} ${shown.join(', ')}${names.length > namesShown ? ` and ${names.length - namesShown} more` : ''}`,
      {
        evidence: names[0],
      },
    )
  }
}

function parseIndex(text: string | undefined): WeightIndex | undefined {
  try {
    const value = text === undefined ? undefined : parseStrictJson(text).value
    const weights = memberOf(value, 'weight_map')
    if (!isJsonObject(weights)) return undefined
    const total = memberOf(memberOf(value, 'metadata'), 'total_size')
    const tensorsByShard = new Map<string, string[]>()
    for (const [tensor, shard] of Object.entries(weights)) {
      if (typeof shard !== 'string') continue
      addTo(tensorsByShard, shard, tensor)
    }
    return {tensorsByShard, totalBytes: typeof total === 'number' ? total : undefined}
  } catch (error) {
    if (error instanceof AibomError) return undefined
    throw error
  }
}
