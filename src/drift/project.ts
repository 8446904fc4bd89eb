import type {Asset, AssetOf} from '../inventory/asset.ts'
import type {Gap} from '../inventory/gap.ts'
import {fullName, keyOf} from '../inventory/identity.ts'
import type {Inventory} from '../inventory/inventory.ts'
import {isAboutSigner, type Verdict} from '../inventory/verdict.ts'
import {sha256Hex} from '../lib/digest.ts'
import {compareText, sortedBy} from '../lib/sort.ts'
import {type Entry, type FactName, factNames, type Side} from './entry.ts'
import {type Graph, graphOf, targetsOf} from './graph.ts'
import {effectivePermissions, permissionNames} from './permissions/effective.ts'
import {type Stated, statedFacts} from './project-facts.ts'

/** Their order carries meaning. */
const ordered: ReadonlySet<FactName> = new Set(['argument'])

/**
 * The comparable form of an inventory.
 * @param packages `each` compares package by package; `digest` sums up the packages of each lock file, which keeps a
 *   lock small
 * @param complete false for what another tool wrote
 */
export function projectInventory(inventory: Inventory, packages: 'each' | 'digest', complete: boolean): Side {
  const graph = graphOf(inventory)
  const entries = inventory.assets
    .filter(asset => isCompared(asset, packages))
    .map(asset => toEntry(asset, {inventory, graph, packages, complete}))
  return {
    entries: sortedBy(entries, entry => `${entry.id}\n${entry.facts.get('version')?.[0] ?? ''}`),
    complete,
    unread: gapPaths(inventory, ({code, stage}) => code !== 'no-lock' && (stage === 'walk' || stage === 'extract')),
    unlocked: gapPaths(inventory, ({code}) => code === 'no-lock'),
    askedForSigner: askedForSigner(inventory),
  }
}

function askedForSigner({assets, verdicts}: Inventory): Set<string> {
  const asked = new Set(verdicts.flatMap(({asset, verdict}) => (isAboutSigner(verdict) ? [asset] : [])))
  return new Set(assets.flatMap(asset => (asked.size > 0 && asked.has(keyOf(asset)) ? [asset.id] : [])))
}

function gapPaths({gaps}: Inventory, isWanted: (gap: Gap) => boolean): Set<string> {
  return new Set(gaps.flatMap(gap => (gap.path !== '' && isWanted(gap) ? [gap.path] : [])))
}

/** A BOM is a list of things, not a thing in the product; manifests say nothing that their packages do not. */
function isCompared(asset: Asset, packages: 'each' | 'digest'): boolean {
  if (asset.kind === 'bom') return false
  if (asset.kind === 'package') return packages === 'each'
  return asset.kind !== 'dependency-manifest' || (packages === 'digest' && asset.facts.role === 'lock')
}

interface Surroundings {
  readonly inventory: Inventory
  readonly graph: Graph
  readonly packages: 'each' | 'digest'
  readonly complete: boolean
}

function toEntry(asset: Asset, {inventory, graph, packages, complete}: Surroundings): Entry {
  const stated: Stated = {
    ...statedFacts(asset, complete),
    ...linkedFacts(asset, graph),
    signer: signersOf(asset, inventory),
    'part-of': asset.kind === 'weights' ? (graph.wholes.get(keyOf(asset)) ?? []) : [],
    ...(asset.kind === 'dependency-manifest' &&
      packages === 'digest' && {packages: [packagesDigest(asset, inventory)]}),
  }
  return {
    id: asset.id,
    kind: asset.kind,
    name: fullName(asset),
    aliases: asset.aliases,
    facts: toFacts(stated),
    paths: pathsOf(asset),
    ...placeOf(asset),
  }
}

function pathsOf({evidence}: Asset): string[] {
  const [first, ...others] = evidence
  if (first !== undefined && others.length === 0) return [first.path]
  return [...new Set(evidence.map(({path}) => path))].sort(compareText)
}

/** The first place in the product, else the first at all. */
function placeOf({evidence}: Asset): Pick<Entry, 'place'> {
  const found = evidence.find(({scope}) => scope === 'product') ?? evidence[0]
  return found === undefined ? {} : {place: {path: found.path, ...(found.line !== undefined && {line: found.line})}}
}

function toFacts(stated: Stated): ReadonlyMap<FactName, readonly string[]> {
  const facts = new Map<FactName, readonly string[]>()
  for (const name of factNames) {
    const values = stated[name]
    if (values === undefined || values.length === 0) continue
    const present = values.filter(value => value !== undefined && value !== '') as string[]
    if (present.length > 0)
      facts.set(name, ordered.has(name) || present.length === 1 ? present : [...new Set(present)].sort(compareText))
  }
  return facts
}

/** What follows from the graph. */
function linkedFacts(asset: Asset, graph: Graph): Stated {
  switch (asset.kind) {
    case 'model':
      return {
        base: targetsOf(asset, graph, 'derived-from').map(({id}) => id),
        'trained-on': targetsOf(asset, graph, 'trained-on').map(({id}) => id),
      }
    case 'agent':
      return {uses: usedBy(asset, graph), ...permissionsOf(asset, graph)}
    case 'mcp-server':
    case 'prompt':
    case 'tool':
      return permissionsOf(asset, graph)
    default:
      return {}
  }
}

/** A change of one of these is told at the thing itself. */
const toldElsewhere: ReadonlySet<Asset['kind']> = new Set(['package', 'prompt'])

/** What an agent works with, a model that it asks for by an alias too; tools that it lists by name are facts already. */
function usedBy(asset: AssetOf<'agent'>, graph: Graph): string[] {
  const listed = new Set(asset.facts.tools)
  const used = targetsOf(asset, graph).flatMap(({kind, id, name}) =>
    toldElsewhere.has(kind) || (kind === 'tool' && listed.has(name)) ? [] : [id],
  )
  const asked = asset.properties?.['aibom:agent:model'] ?? []
  // one that is known by its name stands in the graph
  return [...used, ...asked.filter(name => !used.some(id => id.endsWith(name))).map(name => `model:${name}`)]
}

/** By itself, and through what it can reach. */
function permissionsOf(actor: Parameters<typeof effectivePermissions>[0], graph: Graph): Stated {
  const permissions = effectivePermissions(actor, graph)
  return Object.fromEntries(
    permissionNames.map(name => [name, permissions.flatMap(each => (each.name === name ? [each.value] : []))]),
  )
}

/** A key is known by its digest: its file may be called otherwise, and another's the same. */
function shownSigner({signer, key}: Extract<Verdict, {status: 'verified'}>): string | undefined {
  return key === undefined ? signer : `key ${key}`
}

/** Who signed it, so far as a signature was verified: equal bytes are nobody's. */
function signersOf(asset: Asset, {verdicts}: Inventory): string[] {
  const key = keyOf(asset)
  return verdicts.flatMap(({asset: of, verdict}) =>
    of === key && verdict.status === 'verified' ? (shownSigner(verdict) ?? []) : [],
  )
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
  return lines.length === 0
    ? undefined
    : `${lines.length} packages sha256:${sha256Hex(lines.sort(compareText).join('\n'))}`
}
