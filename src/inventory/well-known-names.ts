import {isOneSlip, isTwist, skeletonOf} from '../lib/names/look-alike.ts'
import table from './well-known-names.json' with {type: 'json'}

/** Names worth copying, as their registry writes them: owners of the hub, scopes of npm, packages. */
const names = {
  hub: table.hub,
  npm: table.npm,
  'pypi-package': table['pypi-package'],
  'npm-package': table['npm-package'],
} as const

/** Where a name is one worth copying: names of one registry say nothing of another. */
export type NameRegistry = keyof typeof names

/** Owners on the hub that others pass themselves off as. */
export const wellKnownPublishers: readonly string[] = table.hub

/** Names of other packages, which are almost one of these and mean no harm. */
const notMeant: ReadonlySet<string> = new Set(table['not-meant'])

/** Of shorter names too many differ by one letter. */
const shortestName = 6
const longestName = 100

interface Known {
  readonly name: string
  readonly lower: string
  readonly skeleton: string
}

const prepared: ReadonlyMap<NameRegistry, readonly Known[]> = new Map(
  (['hub', 'npm', 'pypi-package', 'npm-package'] as const).map(of => [
    of,
    names[of].map(name => ({name, lower: name.toLowerCase(), skeleton: skeletonOf(name)})),
  ]),
)

/**
 * The well-known name that a name is almost: one letter more, less, other or swapped, or letters that look alike.
 * @returns undefined for the name itself, and for all other names
 */
export function lookalikeOf(name: string, of: NameRegistry): string | undefined {
  const lower = name.toLowerCase()
  const known = prepared.get(of) ?? []
  if (name.length > longestName || notMeant.has(lower) || known.some(each => each.lower === lower)) return undefined
  const skeleton = skeletonOf(name)
  return known.find(each =>
    each.name.length >= shortestName ? isAlmost(lower, skeleton, each) : isTwist(lower, each.lower),
  )?.name
}

function isAlmost(lower: string, skeleton: string, known: Known): boolean {
  return skeleton === known.skeleton || isOneSlip(lower, known.lower)
}
