import {createHash} from 'node:crypto'
import {worstFirst} from '../../inventory/severity.ts'
import type {CheckResult} from '../../pipeline/changes/check-result.generated.ts'
import {ruleOf} from '../../rules/all.ts'
import {sentence} from './change-lines.ts'
import {joinPermissions} from './join-permissions.ts'

type Change = CheckResult['changes'][number]
type Finding = CheckResult['findings'][number]
/** Tells what a change means, for whoever reads a report. */
export type Meaning = (change: Change) => string

/** A change or a finding, as reports list them side by side. */
export interface Row {
  readonly severity: Change['severity']
  /** class of the change, or id of the rule */
  readonly id: string
  /** id, with the rule's name */
  readonly label: string
  readonly message: string
  /** what it means; a sentence with its full stop */
  readonly meaning: string
  readonly place: Change['place']
  /** equal for the same thing in the next run */
  readonly fingerprint: string
}

/** All that speaks against the source, the worst first; changes before findings of the same severity. */
export function rowsOf({changes, permissions, findings}: CheckResult, meaningOf: Meaning): Row[] {
  const rows = [...changeRows({changes, permissions}, meaningOf), ...findings.map(findingRow)]
  return worstFirst(rows, ({severity}) => severity)
}

/** The same, at their places in the repository: programs that show them beside its files know no other folder. */
export function rowsInRepository(result: CheckResult, meaningOf: Meaning): Row[] {
  const {folder} = result
  const rows = rowsOf(result, meaningOf)
  if (folder === undefined) return rows
  return rows.map(row =>
    row.place === undefined ? row : {...row, place: {...row.place, path: `${folder}/${row.place.path}`}},
  )
}

/** Changes as rows, in their own order; what one asset may now do is told once. */
export function changeRows(
  {changes, permissions}: Pick<CheckResult, 'changes' | 'permissions'>,
  meaningOf: Meaning,
): Row[] {
  return joinPermissions(changes, permissions).map(change => changeRow(change, meaningOf))
}

function changeRow(change: Change, meaningOf: Meaning): Row {
  const {class: name, severity, message, place} = change
  return {
    severity,
    id: name,
    label: name,
    message,
    meaning: sentence(meaningOf(change)),
    place,
    fingerprint: fingerprintOf(change),
  }
}

function findingRow({rule, name, severity, message, place, fingerprint, why, fix}: Finding): Row {
  const {why: meaning = why ?? '', fix: wayOut = fix ?? ''} = ruleOf(rule) ?? {}
  return {
    severity,
    id: rule,
    label: rule === name ? rule : `${rule} ${name}`,
    message,
    meaning: `${meaning} ${wayOut}`.trim(),
    place,
    fingerprint,
  }
}

/** The same change in the next run, wherever its line is then. */
function fingerprintOf({class: name, id, fact, after}: Change): string {
  return createHash('sha256')
    .update([name, id, fact ?? '', ...after].join('\n'))
    .digest('hex')
    .slice(0, 32)
}

/** Critical and high; they are errors where a format knows errors and warnings only. */
export function isWorst({severity}: Pick<Row, 'severity'>): boolean {
  return severity === 'critical' || severity === 'high'
}

/** SARIF has no level above error. */
export function sarifLevel(severity: Row['severity']): 'error' | 'warning' | 'note' {
  if (isWorst({severity})) return 'error'
  return severity === 'info' ? 'note' : 'warning'
}
