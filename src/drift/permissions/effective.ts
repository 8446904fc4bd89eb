import {type Actor, isActor, isSwitchedOff} from '../../inventory/actor.ts'
import type {Asset} from '../../inventory/asset.ts'
import type {ReachFacts} from '../../inventory/facts.ts'
import {isSecretName, mayBeSecret} from '../../lib/redact/names.ts'
import type {FactName} from '../entry.ts'
import {type Graph, targetsOf} from '../graph.ts'

/** What an agent may do, in the order in which a sentence tells it. */
export const permissionNames = [
  'runs',
  'reads',
  'writes',
  'network',
  'credentials',
  'auto-approves',
] as const satisfies readonly FactName[]
/** A permission, by the fact that states it. */
export type PermissionName = (typeof permissionNames)[number]

const reachFields: Readonly<Record<Exclude<PermissionName, 'credentials'>, keyof ReachFacts>> = {
  runs: 'executes',
  reads: 'reads',
  writes: 'writes',
  network: 'network',
  'auto-approves': 'autoApproves',
}

/** One permission, and the assets that give it: the actor itself, a server, a skill. */
export interface Permission {
  readonly name: PermissionName
  readonly value: string
  readonly through: readonly Asset[]
}

/**
 * What an actor may do by itself and through the agents, skills, tools, servers and services that it can reach:
 * permissions add up along the graph. A server that is switched off gives none. Its credentials are those that the
 * servers and services are handed; a server's own are told by its `environment`.
 */
export function effectivePermissions(actor: Actor, graph: Graph): Permission[] {
  const given = new Map<string, {readonly name: PermissionName; readonly value: string; readonly through: Asset[]}>()
  const add = (name: PermissionName, values: readonly string[] | undefined, through: Asset): void => {
    for (const value of values ?? []) {
      const known = given.get(`${name}\n${value}`)
      if (known === undefined) given.set(`${name}\n${value}`, {name, value, through: [through]})
      else if (!known.through.includes(through)) known.through.push(through)
    }
  }
  for (const at of reachedFrom(actor, graph)) {
    if (isActor(at)) for (const [name, field] of reachEntries) add(name, at.facts.reach?.[field], at)
    if (actor.kind !== 'mcp-server') add('credentials', credentialsOf(at), at)
  }
  return [...given.values()]
}

const reachEntries = Object.entries(reachFields) as [Exclude<PermissionName, 'credentials'>, keyof ReachFacts][]

function reachedFrom(actor: Actor, graph: Graph): Set<Asset> {
  const seen = new Set<Asset>()
  const waiting: Asset[] = [actor]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const counts = at === actor || (isActor(at) ? !isSwitchedOff(at) : at.kind === 'service')
    if (!counts || seen.has(at)) continue
    seen.add(at)
    waiting.push(...targetsOf(at, graph))
  }
  return seen
}

function credentialsOf(asset: Asset): string[] {
  if (asset.kind !== 'mcp-server' && asset.kind !== 'service') return []
  return (asset.facts.environment ?? []).filter(name => mayBeSecret(name) && isSecretName(name))
}

/** Models that drive an actor. */
export function modelsOf(actor: Asset, graph: Graph): string[] {
  return targetsOf(actor, graph).flatMap(({kind, id}) => (kind === 'model' ? [id] : []))
}
