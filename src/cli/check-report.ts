import {createHash} from 'node:crypto'
import {toJsonText} from '../lib/escape/json.ts'
import {markdownCode, markdownText} from '../lib/escape/markdown.ts'
import {terminalLines} from '../lib/escape/terminal.ts'
import {workflowCommand} from '../lib/escape/workflow.ts'
import type {CheckResult} from '../pipeline/changes/check-result.generated.ts'
import {plural} from './amounts.ts'
import {changeLines} from './change-lines.ts'

type Change = CheckResult['changes'][number]
type Meaning = (change: Change) => string

/** The result of `aibom check` for a terminal. */
export function checkSummary(result: CheckResult, meaningOf: Meaning): string {
  const {changes, unread, notCompared, unchanged} = result
  return terminalLines([
    ...changeLines(changes, meaningOf),
    ...notCompared.map(({what, count}) => `not compared: ${what} (${count})`),
    ...(unread.length > 0 ? [`not read: ${plural(unread.length, 'file')}, the first is ${unread[0] ?? ''}`] : []),
    verdictLine(result),
    `${plural(changes.length, 'change')}, ${unchanged} unchanged`,
  ])
}

function verdictLine({outcome, baseline, failOn}: CheckResult): string {
  const against =
    baseline === null ? '' : ` against ${baseline.path}${baseline.commit === undefined ? '' : ` of commit ${baseline.commit.slice(0, 12)}`}`
  const words = {passed: 'passed', failed: `failed: changes of severity ${failOn} or worse`, undecided: 'undecided: not everything could be read'}
  return `${words[outcome]}${against}`
}

/** For a comment on a pull request or the summary of a job. */
export function checkMarkdown(result: CheckResult, meaningOf: Meaning): string {
  const {changes} = result
  const rows = changes.map(change => {
    const place =
      change.place === undefined ? '' : markdownCode(`${change.place.path}${change.place.line === undefined ? '' : `:${change.place.line}`}`)
    return `| ${change.severity} | ${markdownText(change.message)} | ${markdownText(meaningOf(change))} | ${place} |`
  })
  const table = rows.length === 0 ? ['No change.'] : ['| severity | change | what it means | where |', '| --- | --- | --- | --- |', ...rows]
  const next = changes.length === 0 ? [] : ['', 'Accept what is wanted with `aibom lock --accept ID --reason TEXT`, and commit `aibom.lock`.']
  return `${[`### AI in this change: ${result.outcome}`, '', markdownText(verdictLine(result)), '', ...table, ...next].join('\n')}\n`
}

/** Annotations that a GitHub runner reads from the log. */
export function checkAnnotations({changes}: CheckResult, meaningOf: Meaning): string {
  return changes
    .map(change => {
      const properties = {file: change.place?.path, line: change.place?.line, title: `${change.severity}: ${change.class}`}
      return workflowCommand(
        isWorst(change) ? 'error' : change.severity === 'info' ? 'notice' : 'warning',
        properties,
        `${change.message}. ${sentence(meaningOf(change))}`,
      )
    })
    .join('')
}

function isWorst({severity}: Change): boolean {
  return severity === 'critical' || severity === 'high'
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

const gitlabSeverities = {critical: 'critical', high: 'major', medium: 'minor', low: 'info', info: 'info'} as const

/** GitLab's code quality report. */
export function checkGitlab({changes}: CheckResult): string {
  return toJsonText(
    changes.map(change => ({
      description: change.message,
      check_name: change.class,
      fingerprint: fingerprintOf(change),
      severity: gitlabSeverities[change.severity],
      location: {path: change.place?.path ?? 'aibom.lock', lines: {begin: change.place?.line ?? 1}},
    })),
  )
}

/** What a SARIF log and a JUnit report say. */
export function checkFindings({changes}: CheckResult, meaningOf: Meaning) {
  const names = [...new Set(changes.map(change => change.class))].sort()
  return {
    rules: names.map(id => ({id, title: sentence(changes.filter(change => change.class === id).map(meaningOf)[0] ?? id)})),
    results: changes.map(change => ({
      ruleId: change.class,
      level: isWorst(change) ? ('error' as const) : change.severity === 'info' ? ('note' as const) : ('warning' as const),
      message: change.message,
      path: change.place?.path ?? 'aibom.lock',
      line: change.place?.line,
      fingerprint: fingerprintOf(change),
    })),
  }
}

/** The same change in the next run, wherever its line is then. */
function fingerprintOf({class: name, id, fact, after}: Change): string {
  return createHash('sha256')
    .update([name, id, fact ?? '', ...after].join('\n'))
    .digest('hex')
    .slice(0, 32)
}
