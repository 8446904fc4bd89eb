import {markdownCode, markdownText} from '../../lib/escape/markdown.ts'
import {terminalLines} from '../../lib/escape/terminal.ts'
import type {ObserveResult} from '../../pipeline/observe/result.generated.ts'
import {ruleOf} from '../../rules/all.ts'
import {plural} from '../amounts.ts'
import {sarifLevel} from './check-rows.ts'

type Finding = ObserveResult['findings'][number]
const shownDialects = 6

/** The result of `aibom observe` for a terminal. */
export function observeSummary(result: ObserveResult): string {
  const {findings, cannotTell, notes, coverage} = result
  return terminalLines([
    ...findingLines(findings),
    ...cannotTell.map(({message}) => `unknown: ${message}`),
    ...coverage.notRead.map(message => `not read: ${message}`),
    ...notes.map(note => `note: ${note}`),
    ...coverageLines(result),
    verdictLine(result),
  ])
}

/** One line for each, the severity first; when and where below it; what it means where a rule first appears. */
function findingLines(findings: readonly Finding[]): string[] {
  const explained = new Set<string>()
  return findings.flatMap(finding => {
    const {severity, rule, name, message} = finding
    const seen = seenText(finding)
    const meta = explained.has(rule) ? undefined : ruleOf(rule)
    explained.add(rule)
    return [
      `${severity.padEnd(8)}  ${rule} ${name}  ${message}`,
      ...(seen === '' ? [] : [`          ${seen}`]),
      ...(meta === undefined || severity === 'info' ? [] : [`          ${meta.why} ${meta.fix}`]),
    ]
  })
}

/** `first seen …, last seen …; traces …` */
function seenText({firstSeen, lastSeen, traces}: Finding): string {
  const times =
    firstSeen === undefined
      ? []
      : [firstSeen === lastSeen ? `seen ${firstSeen}` : `first seen ${firstSeen}, last seen ${lastSeen ?? ''}`]
  return [...times, ...(traces.length === 0 ? [] : [`traces ${traces.join(', ')}`])].join('; ')
}

function coverageLines({coverage, state}: ObserveResult): string[] {
  const {
    spans,
    logs,
    aiRecords,
    calls,
    callsWithoutModel,
    dialects,
    services,
    lines,
    notJson,
    notTelemetry,
    tooLong,
    tooOld,
  } = coverage
  const share =
    calls === 0
      ? ''
      : `, ${callsWithoutModel} of them (${((100 * callsWithoutModel) / calls).toFixed(1)}%) without a model`
  const names = dialects.slice(0, shownDialects).map(({name, records}) => `${name} (${records})`)
  const bad = [
    ...(notJson > 0 ? [`${plural(notJson, 'line')} no JSON`] : []),
    ...(notTelemetry > 0 ? [`${plural(notTelemetry, 'line')} no telemetry`] : []),
    ...(tooLong > 0 ? [`${plural(tooLong, 'line')} too long`] : []),
    ...(tooOld > 0 ? [`${plural(tooOld, 'record')} too old`] : []),
  ]
  const of =
    services.length === 0
      ? ''
      : ` of ${services
          .slice(0, shownDialects)
          .map(name => (name === '' ? '(no name)' : name))
          .join(', ')}`
  return [
    `read: ${plural(spans, 'span')} and ${plural(logs, 'log record')} in ${plural(lines, 'line')}${of}; ${aiRecords} of AI, ${plural(calls, 'model call')}${share}`,
    ...(names.length > 0 ? [`dialects: ${names.join(', ')}${dialects.length > shownDialects ? ', …' : ''}`] : []),
    ...(bad.length > 0 ? [`left out: ${bad.join(', ')}`] : []),
    ...(state !== undefined && state.skippedBytes > 0
      ? [`${state.path}: ${state.skippedBytes} bytes were read by earlier runs`]
      : []),
  ]
}

function verdictLine({outcome, failOn, findings, against}: ObserveResult): string {
  const by = against.map(({path}) => path).join(', ')
  const words = {
    passed: `passed: nothing of severity ${failOn} or worse`,
    failed: `failed: findings of severity ${failOn} or worse`,
    blind: 'blind: what runs cannot be judged',
  }
  return `${failOn === 'never' && outcome === 'passed' ? 'passed' : words[outcome]} against ${by}; ${plural(findings.length, 'finding')}`
}

/** For a comment or the summary of a job. */
export function observeMarkdown(result: ObserveResult): string {
  const {findings, cannotTell, notes, outcome, coverage} = result
  const rows = findings.map(({severity, rule, name, message, count, firstSeen, lastSeen, traces}) => {
    const seen = firstSeen === undefined ? '' : `${firstSeen} – ${lastSeen ?? ''}`
    return `| ${severity} | ${rule} ${name} | ${markdownText(message)} | ${count ?? ''} | ${seen} | ${traces.map(id => markdownCode(id)).join(' ')} |`
  })
  const table =
    rows.length === 0
      ? ['No finding.']
      : ['| severity | rule | said | count | seen | traces |', '| --- | --- | --- | --- | --- | --- |', ...rows]
  const more = [
    ...cannotTell.map(({message}) => `unknown: ${message}`),
    ...coverage.notRead.map(message => `not read: ${message}`),
    ...notes,
    ...coverageLines(result),
  ].map(line => `- ${markdownText(line)}`)
  return `${[`### AI at run time: ${outcome}`, '', markdownText(verdictLine(result)), '', ...table, '', ...more].join('\n')}\n`
}

/** What a SARIF log says; findings are of what runs, and have no file. */
export function observeSarif(result: ObserveResult) {
  const ids = [...new Set(result.findings.map(({rule}) => rule))].sort()
  return {
    rules: ids.map(id => ({id, title: ruleOf(id)?.title ?? id, meta: ruleOf(id)})),
    results: result.findings.map(({rule, severity, message, fingerprint}) => ({
      ruleId: rule,
      level: sarifLevel(severity),
      message,
      path: result.against[0]?.path.replace(/^(?:\.\/)+/, ''),
      fingerprint,
    })),
  }
}
