import type {AssetKind} from '../../inventory/asset.ts'
import {asList} from '../../lib/narrow.ts'
import {isEqualJson} from '../../lib/parse/equal-json.ts'
import type {ParsedBom} from '../read/parse.ts'
import {isOwnDocument} from '../read/read.ts'
import {lonersOf} from './loners.ts'

/** Two documents without what they state alike. */
export interface Differing {
  readonly documents: readonly [ParsedBom, ParsedBom]
  /** how many assets of each kind were left out of both */
  readonly equal: ReadonlyMap<AssetKind, number>
}

/**
 * Leaves out the components that both documents state alike, so that two large BOMs of one product are read only where
 * they may differ. What is left out would be one asset on each side, equal in every fact that is compared.
 */
export function withoutEqualComponents(before: ParsedBom, after: ParsedBom): Differing {
  const own = isOwnDocument(before.document)
  if (own !== isOwnDocument(after.document)) return {documents: [before, after], equal: new Map()}
  const [olds, news] = [lonersOf(before.document, own), lonersOf(after.document, own)]
  const equal = new Map<AssetKind, number>()
  const leftOut = new Set<unknown>()
  for (const [name, old] of olds.byName) {
    const now = news.byName.get(name)
    if (old === undefined || now === undefined || !isEqualJson(old, now)) continue
    const kind = olds.kindOf(old)
    if (!loneKinds.has(kind)) continue
    leftOut.add(old).add(now)
    if (kind !== undefined) equal.set(kind, (equal.get(kind) ?? 0) + 1)
  }
  return {documents: [without(before, leftOut), without(after, leftOut)], equal}
}

/** What a comparison takes from the component alone, where it has no relationships. */
const loneKinds: ReadonlySet<AssetKind | undefined> = new Set(['package', 'model', 'dataset', undefined])

function without(parsed: ParsedBom, leftOut: ReadonlySet<unknown>): ParsedBom {
  const {document} = parsed
  return {
    ...parsed,
    document: {...document, components: asList(document['components']).filter(item => !leftOut.has(item))},
  }
}
