import {toJsonText} from '../../lib/escape/json.ts'
import {workflowCommand} from '../../lib/escape/workflow.ts'
import {groupBy} from '../../lib/group.ts'
import type {CheckResult} from '../../pipeline/changes/check-result.generated.ts'
import {ruleOf} from '../../rules/all.ts'
import {isWorst, type Meaning, type Row, rowsInRepository, rowsOf, sarifLevel} from './check-rows.ts'

const lockName = 'aibom.lock'

/** Where to show what has no place of its own. */
function lockPath({folder}: CheckResult): string {
  return folder === undefined ? lockName : `${folder}/${lockName}`
}

/** Annotations of one level that are written: a runner shows ten, and reads all. */
const annotationLimit = 50

/**
 * Annotations that a GitHub runner reads from the log: ten errors, ten warnings and ten notices of a step are shown, so
 * why nothing could be decided goes first, and what is low takes no place of a warning.
 */
export function checkAnnotations(result: CheckResult, meaningOf: Meaning): string {
  const byLevel = groupBy(rowsInRepository(result, meaningOf), levelOf)
  const rows = [...byLevel].flatMap(([level, all]) => [
    ...all.slice(0, annotationLimit).map(row => {
      const properties = {file: row.place?.path, line: row.place?.line, title: `${row.severity}: ${row.label}`}
      return workflowCommand(level, properties, `${row.message}. ${row.meaning}`)
    }),
    ...(all.length > annotationLimit
      ? [`${all.length - annotationLimit} more ${level}s: --format json lists all\n`]
      : []),
  ])
  const open = result.undecided.map(({name, rule, message}) =>
    workflowCommand('warning', {title: `undecided: ${rule} ${name}`}, message),
  )
  return [...open, ...rows].join('')
}

function levelOf(row: Row): 'error' | 'warning' | 'notice' {
  return isWorst(row) ? 'error' : row.severity === 'medium' ? 'warning' : 'notice'
}

const gitlabSeverities = {critical: 'critical', high: 'major', medium: 'minor', low: 'info', info: 'info'} as const

/** GitLab's code quality report. */
export function checkGitlab(result: CheckResult, meaningOf: Meaning): string {
  return toJsonText(
    rowsInRepository(result, meaningOf).map(({severity, id, message, place, fingerprint}) => ({
      description: message,
      check_name: id,
      fingerprint,
      severity: gitlabSeverities[severity],
      location: {path: place?.path ?? lockPath(result), lines: {begin: place?.line ?? 1}},
    })),
  )
}

/** What a SARIF log says. */
export function checkReport(result: CheckResult, meaningOf: Meaning) {
  const rows = rowsInRepository(result, meaningOf)
  const ids = [...new Set(rows.map(({id}) => id))].sort()
  return {
    rules: ids.map(id => {
      const meta = ruleOf(id)
      return {id, title: meta?.title ?? rows.find(row => row.id === id)?.meaning ?? id, meta}
    }),
    results: rows.map(row => ({
      ruleId: row.id,
      level: sarifLevel(row.severity),
      message: row.message,
      path: row.place?.path ?? lockPath(result),
      line: row.place?.line,
      fingerprint: row.fingerprint,
    })),
  }
}

/** The cases of a JUnit report; what is well is one case, so that the report is never empty. */
export function checkCases(result: CheckResult, meaningOf: Meaning) {
  const rows = rowsOf(result, meaningOf)
  const open = result.undecided.map(({rule, name, message}) => ({
    name: message,
    className: `${rule} ${name}`,
    problem: {kind: 'error' as const, type: rule, message},
  }))
  const cases = [...rows.map(toCase), ...open]
  return cases.length > 0 ? cases : [{name: 'nothing changed, nothing found', className: 'aibom'}]
}

function toCase(row: Row) {
  return {
    name: row.message,
    className: row.label,
    problem: isWorst(row) ? {kind: 'failure' as const, type: row.id, message: row.message} : undefined,
  }
}
