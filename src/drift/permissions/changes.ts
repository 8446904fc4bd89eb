import {isActor} from '../../inventory/actor.ts'
import type {Asset, AssetKind} from '../../inventory/asset.ts'
import type {Inventory} from '../../inventory/inventory.ts'
import {groupBy} from '../../lib/group.ts'
import {listed} from '../../lib/text/listed.ts'
import type {Change} from '../compare.ts'
import type {Side} from '../entry.ts'
import {type Graph, graphOf} from '../graph.ts'
import {actorText} from '../sentence.ts'
import {effectivePermissions, modelsOf, permissionNames} from './effective.ts'
import {type Allowed, permissionPhrase} from './words.ts'

/** All that one change of a source lets an actor do, or takes from it. */
export interface PermissionChange {
  readonly change: 'widened' | 'narrowed' | 'new'
  readonly kind: AssetKind
  readonly id: string
  readonly name: string
  /** identities of the models that drive it, where they are known */
  readonly models: readonly string[]
  readonly permissions: readonly (Allowed & {
    /** identities of what gives it, where they are known and others than the actor */
    readonly through: readonly string[]
  })[]
  /** without a full stop */
  readonly message: string
}

const directions = {'permission-widened': 'widened', 'permission-narrowed': 'narrowed', 'asset-added': 'new'} as const

/** Whether a change may give or take a permission: an asset that is new brings its own. */
export function isPermissionClass(name: string): name is keyof typeof directions {
  return Object.hasOwn(directions, name)
}

/**
 * Sums changes of permissions up, one sentence an actor and direction.
 * @param after the side that changed, and its inventory where there is one: a lock does not say what a permission
 *   comes through
 */
export function permissionChanges(
  changes: readonly Change[],
  after: Side,
  inventory: Inventory | undefined,
): PermissionChange[] {
  const groups = groupBy(
    changes.filter(({class: name}) => isPermissionClass(name)),
    ({class: name, id}) => `${name}\n${id}`,
  )
  if (groups.size === 0) return []
  const entries = new Map(after.entries.map(entry => [entry.id, entry]))
  const graph = inventory === undefined ? undefined : graphOf(inventory)
  const assets = new Map(inventory?.assets.map(asset => [asset.id, asset]))
  return [...groups.values()].flatMap(group => {
    const [first] = group
    if (first === undefined || !isPermissionClass(first.class)) return []
    const change = directions[first.class]
    const facts = entries.get(first.id)?.facts
    const allowed: Allowed[] =
      change === 'new'
        ? permissionNames.map(fact => ({fact, values: facts?.get(fact) ?? []}))
        : group.map(({fact = 'runs', before, after: now}) => ({
            fact,
            values: change === 'narrowed' && now.length === 0 ? before : now,
          }))
    return describe(
      change,
      first,
      allowed.filter(({fact, values}) => values.length > 0 || fact === 'disabled'),
      {graph, asset: assets.get(first.id)},
    )
  })
}

interface Known {
  readonly graph: Graph | undefined
  readonly asset: Asset | undefined
}

function describe(
  change: PermissionChange['change'],
  {kind, id, name}: Change,
  allowed: readonly Allowed[],
  {graph, asset}: Known,
): PermissionChange[] {
  if (allowed.length === 0) return []
  const given = graph === undefined || asset === undefined || !isActor(asset) ? [] : effectivePermissions(asset, graph)
  const permissions = inOrder(allowed).map(each => {
    const through = given.flatMap(one => (one.name === each.fact && each.values.includes(one.value) ? one.through : []))
    return {...each, through: asset !== undefined && through.includes(asset) ? [] : [...new Set(through)]}
  })
  const others = [...new Set(permissions.flatMap(({through}) => through))]
  const by = change === 'narrowed' || others.length === 0 ? '' : `, through ${listed(others.map(actorText))}`
  const models = graph === undefined || asset === undefined ? [] : modelsOf(asset, graph)
  return [
    {
      change,
      kind,
      id,
      name,
      models,
      permissions: permissions.map(each => ({...each, through: each.through.map(one => one.id).sort()})),
      message: sentence(change, actorText(asset ?? {kind, name}), permissionPhrase(permissions)) + by,
    },
  ]
}

function inOrder(allowed: readonly Allowed[]): Allowed[] {
  const order = (fact: string): number => (permissionNames as readonly string[]).indexOf(fact)
  return [...allowed].sort((a, b) => order(a.fact) - order(b.fact))
}

function sentence(change: PermissionChange['change'], actor: string, phrase: string): string {
  switch (change) {
    case 'widened':
      return `this change lets the ${actor} ${phrase}`
    case 'narrowed':
      return `the ${actor} can no longer ${phrase}`
    case 'new':
      return `the ${actor} is new and may ${phrase}`
  }
}
