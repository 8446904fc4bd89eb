import {type RawBuilder, sql} from 'kysely'
import type {Finding, Use} from '../../inventory/fleet-answers.generated.ts'
import {severities} from '../../inventory/severity.ts'
import {compact} from '../../lib/compact.ts'

/** A time as it is stored, in the form of answers. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

interface PlaceRow {
  readonly path: string | null
  readonly line: number | null
}

/** Undefined where nobody knows a place. */
export function placeOf({path, line}: PlaceRow): {path: string; line?: number} | undefined {
  return path === null ? undefined : {path, ...(line !== null && {line})}
}

/** What is stored of an asset in a source. */
export interface HeldRow extends PlaceRow {
  readonly version: string | null
  readonly revision: string | null
  readonly floating: number
  readonly licenses: string
  readonly scope: string
  readonly owners: string
  readonly at: number
  readonly commit: string | null
}

/** The columns of {@link HeldRow}, with `o` for the occurrence and `s` for the scan that brought it. */
export const heldColumns: RawBuilder<unknown> = sql`o.version, o.revision, o.floating, o.licenses, o.scope, o.owners,
  o.path, o.line, s.at, s.revision as "commit"`

/** As answers carry it: null becomes absent, lists are lists again. */
export function toHeld(row: HeldRow): Omit<Use, 'source' | 'address'> {
  const {version, revision, floating, licenses, scope, owners, at, commit} = row
  return {
    ...compact({
      version: version ?? undefined,
      revision: revision ?? undefined,
      place: placeOf(row),
      commit: commit ?? undefined,
    }),
    ...{
      floating: floating === 1,
      licenses: listOf(licenses, ', '),
      scope,
      owners: listOf(owners, ' '),
      since: isoTime(at),
    },
  }
}

/** The parts of a stored list; none for the empty text. */
export function listOf(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator)
}

/** What is stored of a finding, with its source and, where it is of one, its asset. */
export interface FindingRow extends PlaceRow {
  readonly rule: string
  readonly name: string
  readonly severity: string
  readonly message: string
  readonly source: string
  readonly address: string
  readonly asset: string | null
  readonly identity: string | null
  readonly at: number
}

/** The rows of findings that hold, with what they are about; a condition follows. */
export const findingsFrom: RawBuilder<unknown> = sql`select f.rule, f.name, f.severity, f.message, f.path, f.line, src.name as source, src.address, a.name as asset, a.identity, s.at
  from findings f join sources src on src.id = f.source_id join scans s on s.id = f.since left join assets a on a.id = f.asset_id`

/** The order of severities, worst first. @param column ours, never a user's text */
export function severityOrder(column: string): RawBuilder<unknown> {
  const cases = severities.map((severity, at) => `when '${severity}' then ${at}`)
  return sql.raw(`case ${column} ${cases.join(' ')} else ${severities.length} end`)
}

/** As answers carry it: null becomes absent. */
export function toFinding(row: FindingRow): Finding {
  const {rule, name, message, source, address, asset, identity, at} = row
  return {
    ...{rule, name, message, source, address, severity: severityOf(row.severity), since: isoTime(at)},
    ...compact({asset: asset ?? undefined, identity: identity ?? undefined, place: placeOf(row)}),
  }
}

/** What is stored is one of ours; of a newer aibom's it says the least. */
export function severityOf(text: string): Finding['severity'] {
  return severities.find(severity => severity === text) ?? 'info'
}
