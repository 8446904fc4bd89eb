import type {AssetKind} from '../../inventory/asset.ts'
import {redactInventory} from '../../inventory/redact.ts'
import {severities} from '../../inventory/severity.ts'
import {compareText} from '../../lib/sort.ts'
import {type OpenInventoryOptions, openInventory} from '../open-inventory.ts'
import {assetRows} from './asset-row.ts'
import {type ListedScope, listedScopes, type SortKey} from './keys.ts'
import type {Asset as AssetRow, ListResult} from './result.generated.ts'

/** What `aibom list` is asked. */
export interface ListOptions extends OpenInventoryOptions {
  /** a BOM or a source, as the user typed it */
  readonly source: string
  /** empty: every kind but packages and their manifests */
  readonly kinds: readonly AssetKind[]
  /** empty: every scope */
  readonly scopes: readonly ListedScope[]
  /** part of a name or of the bom-ref */
  readonly match: string | undefined
  /** part of a license; `unknown` for assets without one */
  readonly license: string | undefined
  /** only names that can mean other content tomorrow */
  readonly floating: boolean
  /** only assets with a finding */
  readonly findings: boolean
  readonly sort: SortKey
}

const quietKinds: ReadonlySet<string> = new Set(['package', 'dependency-manifest'] satisfies AssetKind[])
const kindOrder: readonly string[] = [
  ...['model', 'weights', 'dataset', 'service', 'agent', 'mcp-server', 'tool', 'prompt', 'guardrail'],
  ...['bom', 'package', 'dependency-manifest'],
]

/**
 * `aibom list`: the assets of a BOM or of a source as flat rows. Nothing is written.
 * @throws {AibomError} for what cannot be opened
 */
export async function list(options: ListOptions): Promise<ListResult> {
  const inventory = redactInventory((await openInventory(options.source, options, [])).inventory)
  const rows = assetRows(inventory)
  const listed = sortRows(rows.filter(passes(options)), options.sort)
  const isListed = new Set(listed)
  return {
    schemaVersion: 1,
    source: options.source,
    assets: listed,
    notListed: countKinds(rows.filter(row => !isListed.has(row))),
    gaps: inventory.gaps.filter(({code}) => code !== 'no-lock').length,
    unlocked: inventory.gaps.filter(({code}) => code === 'no-lock').length,
  }
}

function passes({kinds, scopes: wanted, match, license, floating, findings}: ListOptions): (row: AssetRow) => boolean {
  const kindSet: ReadonlySet<string> = new Set(kinds)
  const [name, text] = [match?.toLowerCase(), license?.toLowerCase()]
  return row =>
    (kinds.length === 0 ? !quietKinds.has(row.kind) : kindSet.has(row.kind)) &&
    (wanted.length === 0 || wanted.includes(row.scope)) &&
    (name === undefined || row.name.toLowerCase().includes(name) || row.ref.toLowerCase().includes(name)) &&
    (text === undefined || hasLicense(row, text)) &&
    (!floating || row.floating === true) &&
    (!findings || row.findings.length > 0)
}

function hasLicense({licenses}: AssetRow, text: string): boolean {
  if (text === 'unknown') return licenses.length === 0
  return licenses.some(license => license.toLowerCase().includes(text))
}

/** Equal rows are ordered by kind, scope and name. */
function sortRows(rows: readonly AssetRow[], key: SortKey): AssetRow[] {
  const keys: readonly SortKey[] = [key, 'kind', 'scope', 'name']
  return [...rows].sort(
    (a, b) => keys.map(each => compareBy[each](a, b)).find(order => order !== 0) ?? compareText(a.ref, b.ref),
  )
}

const compareBy: Readonly<Record<SortKey, (a: AssetRow, b: AssetRow) => number>> = {
  kind: (a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind),
  name: (a, b) => compareText(a.name.toLowerCase(), b.name.toLowerCase()),
  version: (a, b) => compareText(a.version ?? a.revision ?? '', b.version ?? b.revision ?? ''),
  license: (a, b) => compareText(a.licenses.join(), b.licenses.join()),
  place: (a, b) => compareText(a.place?.path ?? '', b.place?.path ?? '') || (a.place?.line ?? 0) - (b.place?.line ?? 0),
  scope: (a, b) => listedScopes.indexOf(a.scope) - listedScopes.indexOf(b.scope),
  findings: (a, b) => worst(a) - worst(b) || b.findings.length - a.findings.length,
}

function worst({findings}: AssetRow): number {
  return findings.reduce<number>(
    (least, {severity}) => Math.min(least, severities.indexOf(severity)),
    severities.length,
  )
}

function countKinds(rows: readonly AssetRow[]): ListResult['notListed'] {
  const counts: Record<string, number> = {}
  for (const {kind} of rows) counts[kind] = (counts[kind] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => kindOrder.indexOf(a) - kindOrder.indexOf(b)))
}
