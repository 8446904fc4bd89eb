import type {AssetKind} from '../../inventory/asset.ts'
import {asList, asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseRecord} from '../parts/record.ts'
import {propertiesOf, textOf} from '../read/read-asset.ts'

/**
 * The bom-refs of components that others have facts of: what an agent, a server, a prompt or a tool works with, what is
 * named by a relationship of ours, and both ends of such a relationship; and the refs of more than one component.
 */
export function heldRefs(
  document: UnknownRecord,
  components: readonly UnknownRecord[],
  kindOf: (node: UnknownRecord) => AssetKind | undefined,
): ReadonlySet<unknown> {
  const held = new Set<unknown>()
  const byRef = new Map<string, UnknownRecord>()
  for (const node of components) {
    const ref = textOf(node['bom-ref'])
    if (ref === undefined) continue
    if (byRef.has(ref)) held.add(ref)
    byRef.set(ref, node)
    for (const to of relatedRefs(node)) held.add(ref).add(to)
  }
  const subject = asRecord(asRecord(document['metadata'])?.['component'])?.['bom-ref']
  const hasNoFacts = (ref: unknown): boolean => {
    const node = byRef.get(String(ref))
    return node === undefined ? ref === subject : isPlainLibrary(node) || factless.has(kindOf(node))
  }
  for (const edge of recordsOf(document['dependencies'])) {
    if (hasNoFacts(edge['ref'])) continue
    for (const to of asList(edge['dependsOn'])) held.add(to)
  }
  return held
}

const none: readonly string[] = []

/** Kinds of which an edge of the dependency graph tells no fact. */
const factless: ReadonlySet<AssetKind | undefined> = new Set(['package', 'model', 'dataset', 'weights', undefined])

/** The common component, of which nothing says that it is more. */
function isPlainLibrary(node: UnknownRecord): boolean {
  return node['type'] === 'library' && node['properties'] === undefined
}

function relatedRefs(node: UnknownRecord): readonly string[] {
  if (node['properties'] === undefined && node['modelCard'] === undefined) return none
  const stated = propertiesOf(node).flatMap(([name, value]) =>
    name === 'aibom:relationship' ? (parseRecord(value, ' ')?.get('to') ?? []) : [],
  )
  const datasets = asList(asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['datasets'])
  return [...stated, ...datasets.flatMap(item => textOf(asRecord(item)?.['ref']) ?? [])]
}
