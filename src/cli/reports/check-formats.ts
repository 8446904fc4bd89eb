import {toJsonText} from '../../lib/escape/json.ts'
import {workflowCommand} from '../../lib/escape/workflow.ts'
import type {CheckResult} from '../../pipeline/changes/check-result.generated.ts'
import {ruleOf} from '../../rules/all.ts'
import {isWorst, type Meaning, type Row, rowsOf, sarifLevel} from './check-rows.ts'

const lockPath = 'aibom.lock'

/**
 * Annotations that a GitHub runner reads from the log: ten errors, ten warnings and ten notices of a step are shown, so
 * why nothing could be decided goes first, and what is low takes no place of a warning.
 */
export function checkAnnotations(result: CheckResult, meaningOf: Meaning): string {
  const rows = rowsOf(result, meaningOf).map(row => {
    const properties = {file: row.place?.path, line: row.place?.line, title: `${row.severity}: ${row.label}`}
    return workflowCommand(
      isWorst(row) ? 'error' : row.severity === 'medium' ? 'warning' : 'notice',
      properties,
      `${row.message}. ${row.meaning}`,
    )
  })
  const open = result.undecided.map(({name, rule, message}) =>
    workflowCommand('warning', {title: `undecided: ${rule} ${name}`}, message),
  )
  return [...open, ...rows].join('')
}

const gitlabSeverities = {critical: 'critical', high: 'major', medium: 'minor', low: 'info', info: 'info'} as const

/** GitLab's code quality report. */
export function checkGitlab(result: CheckResult, meaningOf: Meaning): string {
  return toJsonText(
    rowsOf(result, meaningOf).map(({severity, id, message, place, fingerprint}) => ({
      description: message,
      check_name: id,
      fingerprint,
      severity: gitlabSeverities[severity],
      location: {path: place?.path ?? lockPath, lines: {begin: place?.line ?? 1}},
    })),
  )
}

/** What a SARIF log says. */
export function checkReport(result: CheckResult, meaningOf: Meaning) {
  const rows = rowsOf(result, meaningOf)
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
      path: row.place?.path ?? lockPath,
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
