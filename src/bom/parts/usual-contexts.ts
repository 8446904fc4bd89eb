import type {Asset} from '../../inventory/asset.ts'
import type {Evidence} from '../../inventory/evidence.ts'
import {groupBy} from '../../lib/group.ts'
import {contextOf, parseEvidenceLine, toPlacedLine} from './evidence.ts'
import type {PropertyBag, PropertyFields} from './properties.ts'

const usualName = 'aibom:evidence:usual'
/** What fewer packages have in common is said of each of them. */
const usualFrom = 10

/** By the path of a manifest or lock: the context that most of its packages have, if many have it. */
export function usualContexts(assets: readonly Asset[]): ReadonlyMap<string, string> {
  const ofPackages = assets.flatMap(({kind, evidence}) => (kind === 'package' ? evidence : []))
  const usual = new Map<string, string>()
  for (const [path, evidence] of groupBy(ofPackages, ({path}) => path)) {
    if (evidence.length < usualFrom) continue
    const [most] = [...groupBy(evidence, item => contextOf(item))].sort(
      ([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1),
    )
    if (most !== undefined && most[1].length >= usualFrom) usual.set(path, most[0])
  }
  return usual
}

/** The contexts as properties of the metadata, once a place. */
export function usualProperties(usual: ReadonlyMap<string, string>): PropertyFields {
  return [[usualName, [...usual].map(([path, context]) => toPlacedLine(path, undefined, context)).sort()]]
}

/** What {@link usualProperties} wrote: by path, the evidence of every package there that says nothing of its own. */
export function readUsual(bag: PropertyBag): ReadonlyMap<string, Evidence> {
  const lines = (bag.texts(usualName) ?? []).flatMap(line => parseEvidenceLine(line) ?? [])
  return new Map(lines.map(evidence => [evidence.path, evidence]))
}
