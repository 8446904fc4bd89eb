import type {AssetKind} from '../../inventory/asset.ts'
import {asList, asRecord, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {parseRecord} from '../parts/record.ts'
import {propertiesOf, textOf} from '../read/read-asset.ts'
import {partsOf} from './parts.ts'

/**
 * The bom-refs of components that others have facts of: what an agent, a server, a prompt or a tool works with, what is
 * named by a relationship of ours, and both ends of such a relationship; and, where there are any, the refs of more than
 * one component.
 */
export function heldRefs(
  document: UnknownRecord,
  components: readonly UnknownRecord[],
  kindOf: (node: UnknownRecord) => AssetKind | undefined,
): ReadonlySet<unknown> {
  const held = new Set<unknown>()
  const working = partRefs(document, components)
  for (const node of components) {
    if (isPlainLibrary(node)) continue
    if (!factless.has(kindOf(node))) working.add(node['bom-ref'])
    for (const to of relatedRefs(node)) held.add(node['bom-ref']).add(to)
  }
  if (working.size > 0) for (const to of targetsOf(document, working)) held.add(to)
  if (working.size > 0 || held.size > 0) for (const ref of doubledRefs(components)) held.add(ref)
  return held
}

/** Of services and of what stands inside another component: what they are is not looked at. */
function partRefs(document: UnknownRecord, components: readonly UnknownRecord[]): Set<unknown> {
  const refs = new Set<unknown>()
  const addAll = (node: UnknownRecord): void => {
    refs.add(node['bom-ref'])
    for (const part of partsOf(node)) addAll(part)
  }
  const subject = asRecord(asRecord(document['metadata'])?.['component']) ?? {}
  for (const node of recordsOf(document['services'])) addAll(node)
  for (const node of [subject, ...components]) for (const part of partsOf(node)) addAll(part)
  return refs
}

const none: readonly string[] = []

/** Kinds of which an edge of the dependency graph tells no fact. */
const factless: ReadonlySet<AssetKind | undefined> = new Set(['package', 'model', 'dataset', 'weights', undefined])

/** The common component, of which nothing says that it is more. */
function isPlainLibrary(node: UnknownRecord): boolean {
  return node['type'] === 'library' && node['properties'] === undefined && node['modelCard'] === undefined
}

function targetsOf(document: UnknownRecord, working: ReadonlySet<unknown>): unknown[] {
  return recordsOf(document['dependencies']).flatMap(edge =>
    working.has(edge['ref']) ? asList(edge['dependsOn']) : [],
  )
}

function doubledRefs(components: readonly UnknownRecord[]): unknown[] {
  const seen = new Set<unknown>()
  return components.flatMap(node => {
    const ref = node['bom-ref']
    return ref === undefined || seen.size < seen.add(ref).size ? [] : [ref]
  })
}

function relatedRefs(node: UnknownRecord): readonly string[] {
  if (node['properties'] === undefined && node['modelCard'] === undefined) return none
  const stated = propertiesOf(node).flatMap(([name, value]) =>
    name === 'aibom:relationship' ? (parseRecord(value, ' ')?.get('to') ?? []) : [],
  )
  const datasets = asList(asRecord(asRecord(node['modelCard'])?.['modelParameters'])?.['datasets'])
  return [...stated, ...datasets.flatMap(item => textOf(asRecord(item)?.['ref']) ?? [])]
}
