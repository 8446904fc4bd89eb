import type {Asset, AssetKind, Relationship} from '../../inventory/asset.ts'
import {fullName, keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import type {SourceDescription} from '../../inventory/source.ts'
import {addTo, groupBy} from '../../lib/group.ts'
import {sortedBy} from '../../lib/sort.ts'
import {formatRecord} from '../parts/record.ts'
import {qualifiedNames} from './qualified-names.ts'

/** How the inventory's relationships are laid out in the document. */
export interface Graph {
  /** bom-ref by key; the subject's is `subject` */
  readonly refs: ReadonlyMap<string, string>
  /** by key, where the name alone would make one of several different things to whoever merges BOMs */
  readonly names: ReadonlyMap<string, string>
  /** weights that stand inside their model, by its key */
  readonly nested: ReadonlyMap<string, readonly Asset[]>
  /** assets that stand at the top, models first */
  readonly top: readonly Asset[]
  /** keys that a key depends on */
  readonly edges: ReadonlyMap<string, readonly string[]>
  readonly ancestors: ReadonlyMap<string, readonly Asset[]>
  readonly datasets: ReadonlyMap<string, readonly Asset[]>
  /** values of `aibom:relationship`, by the key they start from */
  readonly relationships: ReadonlyMap<string, readonly string[]>
}

/** Naive readers look at the first component only. */
const kindOrder: readonly AssetKind[] = [
  'model',
  'weights',
  'dataset',
  'service',
  'agent',
  'mcp-server',
  'prompt',
  'tool',
  'guardrail',
  'package',
  'dependency-manifest',
  'bom',
]

/** Decides where each asset stands and what it is called; the same inventory gives the same order. */
export function layOut(inventory: Pick<Inventory, 'subject' | 'assets' | 'relationships'>): Graph {
  const isItself = (asset: Asset): boolean => isSubject(asset, inventory.subject)
  const sorted = groupBy(sortedBy(inventory.assets, keyOf), asset => (isItself(asset) ? 'subject' : asset.kind))
  const assets = (['subject', ...kindOrder] as const).flatMap(kind => sorted.get(kind) ?? [])
  const byKey = new Map(assets.map(asset => [keyOf(asset), asset]))
  const layout: Layout = {
    refs: assignRefs(assets),
    nested: new Map(),
    inside: new Set(),
    edges: new Map(),
    ancestors: new Map(),
    datasets: new Map(),
    relationships: new Map(),
  }
  for (const {from, to, kinds} of pairUp(inventory.relationships)) {
    const [source, target] = [byKey.get(from), byKey.get(to)]
    if (target === undefined || from === to || (source === undefined && from !== subjectKey)) continue
    const inside = placeInside(layout, from, source, target, kinds)
    const plain = kinds.every(
      ({kind, relation}) => kind === (inside ? 'contains' : 'depends-on') && relation === undefined,
    )
    if (!(inside && plain)) addTo(layout.edges, from, to)
    if (source?.kind === 'model') noteOrigins(layout, from, target, kinds)
    if (!plain) noteKinds(layout, from, layout.refs.get(to) ?? to, kinds)
  }
  return {...layout, names: qualifiedNames(assets), top: assets.filter(asset => !layout.inside.has(keyOf(asset)))}
}

/** A repository of a registry is a model or data set itself, which then stands before those that it refers to. */
function isSubject(asset: Asset, {name, revision}: SourceDescription): boolean {
  if (revision === undefined || asset.version !== revision || (asset.kind !== 'model' && asset.kind !== 'dataset'))
    return false
  // the digest of a manifest is of one artifact, whatever that is called
  if (revision.startsWith('sha256:')) return true
  return name === fullName(asset)
}

interface Layout {
  readonly refs: Map<string, string>
  readonly nested: Map<string, Asset[]>
  readonly inside: Set<string>
  readonly edges: Map<string, string[]>
  readonly ancestors: Map<string, Asset[]>
  readonly datasets: Map<string, Asset[]>
  readonly relationships: Map<string, string[]>
}

/** A weight file stands inside the first model that contains it. */
function placeInside(
  layout: Layout,
  from: string,
  source: Asset | undefined,
  target: Asset,
  kinds: readonly Relationship[],
): boolean {
  const key = keyOf(target)
  if (source?.kind !== 'model' || target.kind !== 'weights' || layout.inside.has(key)) return false
  if (!kinds.some(({kind}) => kind === 'contains')) return false
  layout.inside.add(key)
  addTo(layout.nested, from, target)
  return true
}

/** Base models and data sets have places of their own in a model's component. */
function noteOrigins(layout: Layout, from: string, target: Asset, kinds: readonly Relationship[]): void {
  if (kinds.some(({kind}) => kind === 'derived-from')) addTo(layout.ancestors, from, target)
  if (target.kind === 'dataset' && kinds.some(({kind}) => kind === 'trained-on')) addTo(layout.datasets, from, target)
}

function noteKinds(layout: Layout, from: string, ref: string, kinds: readonly Relationship[]): void {
  for (const {kind, relation} of kinds) {
    const fields = [
      ['kind', kind],
      ['relation', relation],
      ['to', ref],
    ] as const
    addTo(layout.relationships, from, formatRecord(fields, ' '))
  }
}

interface Pair {
  readonly from: string
  readonly to: string
  readonly kinds: Relationship[]
}

/** Relationships by their two ends, in order. */
function pairUp(relationships: readonly Relationship[]): Pair[] {
  const byFrom = groupBy(relationships, ({from}) => from)
  return sortedBy(byFrom, ([from]) => from).flatMap(([from, outgoing]) => {
    const sorted = sortedBy(outgoing, ({to, kind, relation}) => `${to}\0${kind}\0${relation ?? ''}`)
    return [...groupBy(sorted, ({to}) => to)].map(([to, kinds]): Pair => ({from, to, kinds}))
  })
}

/** The id, and the version too only where two of one id stand side by side. */
function assignRefs(assets: readonly Asset[]): Map<string, string> {
  const counts = new Map<string, number>()
  for (const {id} of assets) counts.set(id, (counts.get(id) ?? 0) + 1)
  const refs = new Map([[subjectKey, subjectKey]])
  const taken = new Set([subjectKey])
  for (const asset of assets) {
    let ref = (counts.get(asset.id) ?? 0) > 1 ? keyOf(asset) : asset.id
    while (taken.has(ref)) ref = `${ref}~`
    taken.add(ref)
    refs.set(keyOf(asset), ref)
  }
  return refs
}
