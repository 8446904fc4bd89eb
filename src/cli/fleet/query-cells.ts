import type {FleetQueryResult} from '../../pipeline/fleet/query-result.generated.ts'

type Found = FleetQueryResult['assets'][number]
type Cell = string | number | boolean | null

/** The facts of an asset, in the order of the columns. */
const facts: readonly (readonly [title: string, of: (found: Found) => Cell | undefined])[] = [
  ['source', ({source}) => source],
  ['address', ({address}) => address],
  ['kind', ({kind}) => kind],
  ['name', ({name}) => name],
  ['version', ({version}) => version],
  ['revision', ({revision}) => revision],
  ['floating', ({floating}) => floating],
  ['licenses', ({licenses}) => licenses.join(', ')],
  ['provider', ({provider}) => provider],
  ['scope', ({scope}) => scope],
  ['owners', ({owners = []}) => owners.join(' ')],
  ['path', ({place}) => place?.path],
  ['line', ({place}) => place?.line],
  ['identity', ({identity}) => identity],
]

/** An answer of `aibom fleet query` as rows, every fact whole; null where nothing is known. */
export function queryCells({table, assets}: FleetQueryResult): {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
} {
  if (table !== undefined) return table
  return {
    columns: facts.map(([title]) => title),
    rows: assets.map(found => facts.map(([, of]) => of(found) ?? null)),
  }
}
