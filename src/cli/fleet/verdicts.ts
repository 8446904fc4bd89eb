import {severities} from '../../inventory/severity.ts'
import {terminalLines} from '../../lib/escape/terminal.ts'
import {groupBy} from '../../lib/group.ts'
import {listed} from '../../lib/text/listed.ts'
import type {FleetChangesResult} from '../../pipeline/fleet/changes-result.generated.ts'
import type {FleetCheckResult} from '../../pipeline/fleet/check-result.generated.ts'
import {plural} from '../amounts.ts'
import {changeLines} from '../reports/change-lines.ts'

type Change = FleetChangesResult['sources'][number]['changes'][number]

const commitShown = 12

/** The result of `aibom fleet changes` for a terminal. */
export function changesSummary(result: FleetChangesResult, meaningOf: (change: Change) => string): string {
  const {sources, added, unchanged, notCurrent, since} = result
  return terminalLines([
    ...sources.flatMap(({name, revision, at, changes}) => [
      `${name}, read ${at.slice(0, 10)}${revision === undefined ? '' : ` at ${revision.slice(0, commitShown)}`}`,
      ...changeLines(changes, meaningOf),
      '',
    ]),
    ...added.map(({name, address}) => `new  ${name} (${address})`),
    `since ${since.slice(0, 16)}Z: ${plural(sources.flatMap(({changes}) => changes).length, 'change')} in ${plural(sources.length, 'source')}, ${plural(added.length, 'new source')}, ${unchanged} unchanged`,
    ...notReadLines(notCurrent),
  ])
}

interface Row {
  readonly severity: FleetCheckResult['sources'][number]['findings'][number]['severity']
  readonly rule: string
  readonly name: string
  readonly message: string
  readonly source: string
}

/** The result of `aibom fleet check` for a terminal: each finding once, with the sources that have it. */
export function checkFleetSummary({sources, outcome, policy, failOn, notCurrent}: FleetCheckResult): string {
  const rows = sources.flatMap(({name: source, findings}) =>
    findings.map(({severity, rule, name, message}): Row => ({severity, rule, name, message, source})),
  )
  const groups = [
    ...groupBy(rows, ({severity, rule, message}) => `${severities.indexOf(severity)}\n${rule}\n${message}`),
  ].sort(([a], [b]) => (a < b ? -1 : 1))
  const undecided = sources.flatMap(source => source.undecided).length
  return terminalLines([
    ...groups.flatMap(([, [first, ...rest]]) =>
      first === undefined
        ? []
        : [
            `${first.severity.padEnd(8)}  ${first.rule} ${first.name}  ${first.message}`,
            `          in ${listed([first, ...rest].map(({source}) => source))}`,
          ],
    ),
    ...(undecided === 0 ? [] : [`not decided: ${plural(undecided, 'question')}, which --json lists`]),
    ...notReadLines(notCurrent),
    `${words[outcome]}${outcome === 'failed' ? ` of severity ${failOn} or worse` : ''}${policy === null ? '' : ` against ${policy}`}`,
    `${plural(rows.length, 'finding')} in ${plural(sources.filter(({findings}) => findings.length > 0).length, 'source')} of ${sources.length}`,
  ])
}

const words: Readonly<Record<FleetCheckResult['outcome'], string>> = {
  passed: 'passed',
  failed: 'failed: findings',
  undecided: 'undecided: not everything could be read and judged',
}

function notReadLines(notCurrent: readonly string[]): string[] {
  return notCurrent.length === 0 ? [] : [`not read, or not the last time: ${listed(notCurrent)}`]
}
