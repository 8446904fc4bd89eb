import {isGuardrail} from '../../evidence/guardrails.ts'
import type {Asset, AssetKind, Relationship} from '../../inventory/asset.ts'
import {keyOf, subjectKey} from '../../inventory/identity.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {groupBy} from '../../lib/group.ts'

const kinds: ReadonlySet<AssetKind> = new Set(['model', 'weights', 'agent', 'prompt', 'tool', 'mcp-server', 'service'])
/** For people and coding agents, not for the model of the product. */
const otherRoles: ReadonlySet<string> = new Set(['instructions', 'skill', 'command'])

/**
 * All that the answers of a target rest on: its parts and what it derives from, the agents, prompts, tools, servers and
 * services that it is joined with, and guardrails. A prompt, tool, server or agent that nothing ties to a model may be
 * used with any, so it counts for each.
 * @param target key of an asset, or `subject` for the product as a whole
 */
export function restsOn({assets, relationships}: Pick<Inventory, 'assets' | 'relationships'>, target: string): Asset[] {
  const used = assets.filter(asset => keyOf(asset) === target || isInProduct(asset))
  const guardrails = used.filter(isGuardrail)
  if (target === subjectKey) return unique([...used.filter(({kind}) => kinds.has(kind)), ...guardrails])
  const byKey = new Map(used.filter(({kind}) => kinds.has(kind)).map(asset => [keyOf(asset), asset]))
  const edges = relationships.filter(({from, to}) => byKey.has(from) && byKey.has(to))
  return unique([...reached(target, byKey, edges), ...loose(byKey, edges), ...guardrails])
}

function unique(assets: readonly Asset[]): Asset[] {
  return [...new Map(assets.map(asset => [keyOf(asset), asset])).values()]
}

/** Used or configured in what is shipped, not in its tests or documents. */
export function isInProduct({kind, evidence}: Asset): boolean {
  return kind === 'weights' || evidence.some(({scope, level}) => scope === 'product' && level !== 'mentioned')
}

type Assets = ReadonlyMap<string, Asset>

/** Along edges in both directions; from an agent or service that several models share not on to the others. */
function reached(target: string, byKey: Assets, edges: readonly Relationship[]): Asset[] {
  const bothWays = edges.flatMap(({from, to, kind}) => [
    {from, to, kind},
    {from: to, to: from, kind},
  ])
  const neighbours = groupBy(bothWays, ({from}) => from)
  const start = byKey.get(target)
  const seen = new Map<string, Asset>(start === undefined ? [] : [[target, start]])
  for (const [key, asset] of seen) {
    for (const {to: next, kind} of neighbours.get(key) ?? []) {
      const found = byKey.get(next)
      if (found === undefined || seen.has(next) || !leads(asset, found, kind, start?.kind)) continue
      seen.set(next, found)
    }
  }
  return [...seen.values()]
}

function leads(from: Asset, to: Asset, kind: Relationship['kind'], start: AssetKind | undefined): boolean {
  if (from.kind === 'service' && start !== 'service') return false
  if (to.kind !== 'model') return to.kind !== 'service' || from.kind === 'model' || from.kind === 'agent'
  return kind === 'contains' || kind === 'derived-from' || start !== 'model'
}

/** Nothing joins them with a model, directly or not: they may be used with any. */
function loose(byKey: Assets, edges: readonly Relationship[]): Asset[] {
  const joined = new Set([...byKey].flatMap(([key, {kind}]) => (kind === 'model' ? [key] : [])))
  for (let before = -1; before !== joined.size; ) {
    before = joined.size
    for (const {from, to} of edges) {
      if (byKey.get(from)?.kind === 'service' || byKey.get(to)?.kind === 'service') continue
      if (joined.has(from)) joined.add(to)
      else if (joined.has(to)) joined.add(from)
    }
  }
  return [...byKey].flatMap(([key, asset]) => (!joined.has(key) && isLoose(asset) ? [asset] : []))
}

function isLoose(asset: Asset): boolean {
  if (asset.kind === 'prompt') return !otherRoles.has(asset.facts.role)
  return asset.kind === 'tool' || asset.kind === 'mcp-server' || asset.kind === 'agent'
}
