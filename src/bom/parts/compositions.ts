import type {Asset} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {Compositions} from '../spec/cyclonedx.generated.ts'
import type {Graph} from '../write/graph.ts'

/**
 * What is known of completeness; nothing is ever called complete, since no search proves that there is no more.
 * Incomplete: the subject where something could not be read or a step failed, and the dependencies of packages that are
 * declared without a lock.
 * Unknown: the parts of a model that is known by its name only.
 */
export function toCompositions(inventory: Inventory, graph: Graph): Compositions[] {
  const missing =
    inventory.gaps.length > 0 || inventory.steps.some(({status}) => status === 'partial' || status === 'failed')
  const refs = (wanted: (asset: Asset) => boolean): string[] =>
    graph.top.filter(wanted).map(asset => graph.refs.get(keyOf(asset)) ?? asset.id)
  const unlocked = refs(asset => asset.kind === 'package' && asset.version === undefined && asset.facts.local !== true)
  const named = refs(asset => asset.kind === 'model' && !graph.nested.has(keyOf(asset)))
  const compositions: Compositions[] = [{aggregate: missing ? 'incomplete' : 'unknown', assemblies: [subjectKey]}]
  if (unlocked.length > 0) compositions.push({aggregate: 'incomplete', dependencies: unlocked})
  if (named.length > 0) compositions.push({aggregate: 'unknown', assemblies: named})
  return compositions
}
