import type {DependencyKind, LockedPackage} from '../lock.ts'

/**
 * Strongest first: what the running product needs, what it expects beside it, what it can do without, what only its
 * makers need.
 */
const ranks: readonly DependencyKind[] = ['runtime', 'peer', 'optional', 'dev']

/** A package that a project itself asks for, by its key in the lock. */
export interface Root {
  readonly to: string
  readonly kind: DependencyKind
}

/** The stronger of two scopes: a package reached by runtime and by dev is runtime. */
export function strongerScope(
  a: DependencyKind | undefined,
  b: DependencyKind | undefined,
): DependencyKind | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return ranks.indexOf(a) <= ranks.indexOf(b) ? a : b
}

/**
 * Scope of every package that the roots reach: a path is as weak as its weakest step, and the strongest path counts.
 * Visits each package at most once a scope.
 */
export function scopesOf(
  packages: ReadonlyMap<string, LockedPackage>,
  roots: readonly Root[],
): Map<string, DependencyKind> {
  const scopes = new Map<string, DependencyKind>()
  const waiting: string[][] = ranks.map(kind => roots.filter(root => root.kind === kind).map(root => root.to))
  for (const [rank, kind] of ranks.entries()) {
    const open = waiting[rank] ?? []
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (scopes.has(key)) continue
      scopes.set(key, kind)
      for (const edge of packages.get(key)?.edges ?? []) {
        if (!scopes.has(edge.to)) waiting[Math.max(rank, ranks.indexOf(edge.kind))]?.push(edge.to)
      }
    }
  }
  return scopes
}
