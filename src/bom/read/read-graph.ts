import type {Asset, Relationship} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import {compact} from '../../lib/compact.ts'
import {asList, asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {parseRecord} from '../parts/record.ts'
import {propertiesOf, textOf} from './read-asset.ts'

/** A component of the document, and the asset it was read as, if any. */
export interface PlacedAsset {
  readonly node: UnknownRecord
  readonly asset?: Asset
  readonly parent?: PlacedAsset
  /** how the parent is related to it */
  readonly relation?: 'contains' | 'derived-from' | 'trained-on'
}

interface GraphSource {
  readonly document: UnknownRecord
  readonly subject: UnknownRecord | undefined
  readonly placed: readonly PlacedAsset[]
  readonly keysByRef: ReadonlyMap<string, string>
}

const kinds = ['depends-on', 'contains', 'derived-from', 'trained-on', 'calls'] as const

/**
 * Edges of the dependency graph, nesting, base models and data sets. Where `aibom:relationship` names a pair, that is
 * what holds for it; an edge of the graph says nothing more where the pair is related in another way.
 */
export function readRelationships(source: GraphSource): Relationship[] {
  const found = new Map<string, Relationship>()
  const pairs = new Set<string>()
  const add = (relationship: Relationship): void => {
    const {from, to, kind, relation} = relationship
    if (from === to) return
    pairs.add(`${from}\0${to}`)
    found.set([from, kind, to, relation ?? ''].join('\n'), relationship)
  }
  const stated = statedRelationships(source)
  stated.forEach(add)
  const named = new Set(pairs)
  for (const relationship of [...nestedRelationships(source), ...datasetRelationships(source)]) {
    if (!named.has(`${relationship.from}\0${relationship.to}`)) add(relationship)
  }
  const related = new Set(pairs)
  for (const edge of graphEdges(source)) if (!related.has(`${edge.from}\0${edge.to}`)) add(edge)
  return sortedBy(found, ([key]) => key).map(([, relationship]) => relationship)
}

function statedRelationships({subject, placed, keysByRef}: GraphSource): Relationship[] {
  const ends: (readonly [string, UnknownRecord | undefined])[] = [[subjectKey, subject]]
  for (const {asset, node} of placed) if (asset !== undefined) ends.push([keyOf(asset), node])
  return ends.flatMap(([from, node]) =>
    propertiesOf(node).flatMap(([name, value]) => {
      const record = name === 'aibom:relationship' ? parseRecord(value, ' ') : undefined
      const kind = kinds.find(each => each === record?.get('kind')?.[0])
      const to = keysByRef.get(record?.get('to')?.[0] ?? '')
      return kind === undefined || to === undefined
        ? []
        : compact({from, to, kind, relation: record?.get('relation')?.[0]})
    }),
  )
}

function nestedRelationships({placed}: GraphSource): Relationship[] {
  return placed.flatMap(({asset, parent, relation}) =>
    asset === undefined || parent?.asset === undefined || relation === undefined
      ? []
      : {from: keyOf(parent.asset), to: keyOf(asset), kind: relation},
  )
}

function datasetRelationships({placed, keysByRef}: GraphSource): Relationship[] {
  return placed.flatMap(({asset, node}) => {
    if (asset?.kind !== 'model') return []
    const parameters = asRecord(asRecord(node['modelCard'])?.['modelParameters'])
    const datasets = asList(parameters?.['datasets']).map(item => asRecord(item)?.['ref'])
    return refsOf(datasets, keysByRef).map(to => ({from: keyOf(asset), to, kind: 'trained-on' as const}))
  })
}

function* graphEdges({document, keysByRef}: GraphSource): Generator<Relationship> {
  for (const item of asList(document['dependencies'])) {
    const dependency = asRecord(item)
    const from = keyOfRef(dependency?.['ref'], keysByRef)
    if (from === undefined) continue
    for (const to of refsOf(asList(dependency?.['dependsOn']), keysByRef)) yield {from, to, kind: 'depends-on'}
  }
}

/**
 * Keys of the refs that are assets; others were told when their component was read, or are told by validation as
 * dangling.
 */
function refsOf(refs: readonly unknown[], keysByRef: ReadonlyMap<string, string>): string[] {
  return refs.flatMap(ref => keyOfRef(ref, keysByRef) ?? [])
}

function keyOfRef(ref: unknown, keysByRef: ReadonlyMap<string, string>): string | undefined {
  return keysByRef.get(textOf(ref) ?? '')
}
