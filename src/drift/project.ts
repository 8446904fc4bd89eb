import type {Asset, AssetOf, Relationship} from '../inventory/asset.ts'
import type {ReachFacts} from '../inventory/facts.ts'
import {keyOf} from '../inventory/identity.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {sha256Hex} from '../lib/digest.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import {type Entry, type FactName, factNames, type Side} from './entry.ts'
import {type Stated, statedFacts} from './project-facts.ts'

type Reach = 'runs' | 'reads' | 'writes' | 'network' | 'auto-approves'

const reachFields = [
  ['runs', 'executes'],
  ['reads', 'reads'],
  ['writes', 'writes'],
  ['network', 'network'],
  ['auto-approves', 'autoApproves'],
] as const satisfies readonly (readonly [Reach, keyof ReachFacts])[]

/** Their order carries meaning. */
const ordered: ReadonlySet<FactName> = new Set(['argument'])

/**
 * The comparable form of an inventory.
 * @param packages `each` compares package by package; `digest` sums up the packages of each lock file, which keeps a lock small
 * @param complete false for what another tool wrote
 */
export function projectInventory(inventory: Inventory, packages: 'each' | 'digest', complete: boolean): Side {
  const graph = graphOf(inventory)
  const entries = inventory.assets.filter(asset => isCompared(asset, packages)).map(asset => toEntry(asset, inventory, graph, packages))
  return {
    entries: sortedBy(entries, entry => `${entry.id}\n${entry.facts.get('version')?.[0] ?? ''}`),
    complete,
    unread: new Set(inventory.gaps.flatMap(({path, stage}) => (path !== '' && (stage === 'walk' || stage === 'extract') ? [path] : []))),
  }
}

/** A BOM is a list of things, not a thing in the product; manifests say nothing that their packages do not. */
function isCompared(asset: Asset, packages: 'each' | 'digest'): boolean {
  if (asset.kind === 'bom') return false
  if (asset.kind === 'package') return packages === 'each'
  return asset.kind !== 'dependency-manifest' || (packages === 'digest' && asset.facts.role === 'lock')
}

interface Graph {
  readonly byKey: ReadonlyMap<string, Asset>
  readonly from: ReadonlyMap<string, readonly Relationship[]>
  /** key of a part → identities of what contains it */
  readonly wholes: ReadonlyMap<string, readonly string[]>
}

function graphOf({assets, relationships}: Inventory): Graph {
  const byKey = new Map(assets.map(asset => [keyOf(asset), asset]))
  const from = new Map<string, Relationship[]>()
  const wholes = new Map<string, string[]>()
  for (const relationship of relationships) {
    const whole = byKey.get(relationship.from)
    if (whole === undefined) continue
    append(from, relationship.from, relationship)
    if (relationship.kind === 'contains') append(wholes, relationship.to, whole.id)
  }
  return {byKey, from, wholes}
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

function toEntry(asset: Asset, inventory: Inventory, graph: Graph, packages: 'each' | 'digest'): Entry {
  const stated: Stated = {
    ...statedFacts(asset),
    ...linkedFacts(asset, graph),
    signer: signersOf(asset, inventory),
    'part-of': asset.kind === 'weights' ? (graph.wholes.get(keyOf(asset)) ?? []) : [],
    ...(asset.kind === 'dependency-manifest' && packages === 'digest' && {packages: [packagesDigest(asset, inventory)]}),
  }
  return {
    id: asset.id,
    kind: asset.kind,
    name: asset.group === undefined ? asset.name : `${asset.group}/${asset.name}`,
    aliases: asset.aliases,
    facts: toFacts(stated),
    paths: [...new Set(asset.evidence.map(({path}) => path))].sort(compareText),
    ...placeOf(asset),
  }
}

/** The first place in the product, else the first at all. */
function placeOf({evidence}: Asset): Pick<Entry, 'place'> {
  const found = evidence.find(({scope}) => scope === 'product') ?? evidence[0]
  return found === undefined ? {} : {place: {path: found.path, ...(found.line !== undefined && {line: found.line})}}
}

function toFacts(stated: Stated): ReadonlyMap<FactName, readonly string[]> {
  const facts = new Map<FactName, readonly string[]>()
  for (const name of factNames) {
    const values = (stated[name] ?? []).filter(value => value !== undefined && value !== '') as string[]
    if (values.length > 0) facts.set(name, ordered.has(name) ? values : [...new Set(values)].sort(compareText))
  }
  return facts
}

/** What follows from the graph. */
function linkedFacts(asset: Asset, graph: Graph): Stated {
  switch (asset.kind) {
    case 'model':
      return {
        base: targets(asset, graph, 'derived-from').map(({id}) => id),
        'trained-on': targets(asset, graph, 'trained-on').map(({id}) => id),
      }
    case 'agent':
      return {uses: usedBy(asset, graph), ...effectiveReach(asset, graph)}
    case 'mcp-server':
    case 'prompt':
    case 'tool':
      return effectiveReach(asset, graph)
    default:
      return {}
  }
}

function targets(asset: Asset, {byKey, from}: Graph, kind: Relationship['kind']): Asset[] {
  return (from.get(keyOf(asset)) ?? []).flatMap(edge => (edge.kind === kind ? (byKey.get(edge.to) ?? []) : []))
}

/** What an agent works with; packages are listed for themselves. */
function usedBy(asset: Asset, {byKey, from}: Graph): string[] {
  return (from.get(keyOf(asset)) ?? []).flatMap(({to}) => {
    const target = byKey.get(to)
    return target === undefined || target.kind === 'package' ? [] : [target.id]
  })
}

/** What it may do by itself and through the servers, tools and skills that it can reach: permissions add up along the graph. */
function effectiveReach(asset: Asset, {byKey, from}: Graph): Record<Reach, string[]> {
  const reach: Record<Reach, string[]> = {runs: [], reads: [], writes: [], network: [], 'auto-approves': []}
  const seen = new Set<string>()
  const waiting = [keyOf(asset)]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const at = byKey.get(key)
    if (seen.has(key) || at === undefined || !isActor(at)) continue
    seen.add(key)
    for (const [name, field] of reachFields) reach[name].push(...(at.facts.reach?.[field] ?? []))
    waiting.push(...(from.get(key) ?? []).map(({to}) => to))
  }
  return reach
}

function isActor(asset: Asset): asset is AssetOf<'agent' | 'mcp-server' | 'tool' | 'prompt'> {
  return ['agent', 'mcp-server', 'tool', 'prompt'].includes(asset.kind)
}

function signersOf(asset: Asset, {verdicts}: Inventory): string[] {
  const key = keyOf(asset)
  return verdicts.flatMap(({asset: of, verdict}) => (of === key && verdict.status === 'verified' ? [verdict.signer] : []))
}

/** One digest over the packages that a lock file installs: another order or layout of the file is no change. */
function packagesDigest(manifest: Asset, {assets}: Inventory): string | undefined {
  const paths = new Set(manifest.evidence.map(({path}) => path))
  const lines = assets.flatMap(asset => {
    if (asset.kind !== 'package' || !asset.evidence.some(({path}) => paths.has(path))) return []
    const {source = [], file = [], digest = []} = statedFacts(asset)
    return [
      `${keyOf(asset)} ${[...source, ...file, ...digest]
        .map(value => value ?? '')
        .sort(compareText)
        .join(' ')}`,
    ]
  })
  return lines.length === 0 ? undefined : `${lines.length} packages sha256:${sha256Hex(lines.sort(compareText).join('\n'))}`
}
