import type {AssetKind} from '../../inventory/asset.ts'
import {isEqualJson} from '../../lib/parse/equal-json.ts'
import type {ParsedBom} from '../read/parsed.ts'
import {isOwnDocument} from '../read/read.ts'
import {type Loners, lonersOf, pairsOf} from './loners.ts'

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
  const [leftOfOld, leftOfNew] = [new Uint8Array(olds.components.length), new Uint8Array(news.components.length)]
  for (const [old, now] of pairsOf(olds, news)) {
    const node = olds.components[old]
    if (node === undefined || !isEqualJson(node, news.components[now])) continue
    const kind = olds.kindOf(node)
    if (!loneKinds.has(kind)) continue
    leftOfOld[old] = 1
    leftOfNew[now] = 1
    if (kind !== undefined) equal.set(kind, (equal.get(kind) ?? 0) + 1)
  }
  return {documents: [without(before, olds, leftOfOld), without(after, news, leftOfNew)], equal}
}

/** What a comparison takes from the component alone, where it has no relationships. */
const loneKinds: ReadonlySet<AssetKind | undefined> = new Set(['package', 'model', 'dataset', undefined])

function without(parsed: ParsedBom, {components}: Loners, leftOut: Uint8Array): ParsedBom {
  const kept = components.filter((_, index) => leftOut[index] === 0)
  return {...parsed, document: {...parsed.document, components: kept}}
}
