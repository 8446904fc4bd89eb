import {markdownText} from '../../lib/escape/markdown.ts'
import {terminalLines} from '../../lib/escape/terminal.ts'
import type {CheckResult} from '../../pipeline/changes/check-result.generated.ts'
import {plural, unlockedLines} from '../amounts.ts'
import {upstreamLines} from '../summaries/upstream-lines.ts'
import {explainedLines, placeNote, shortDigests} from './change-lines.ts'
import {type Meaning, type Row, rowsInRepository, rowsOf} from './check-rows.ts'
import {fixLines} from './fix-lines.ts'
import {joinPermissions} from './join-permissions.ts'
import {markdownTable, tableHeadLines} from './markdown-table.ts'

/** Undecided assets that a summary names; the JSON result has them all. */
const undecidedShown = 10

/** The result of `aibom check` for a terminal. */
export function checkSummary(result: CheckResult, meaningOf: Meaning): string {
  const {changes, permissions, findings, unread, unlocked, notCompared, unchanged} = result
  return terminalLines([
    ...acceptedLines(result).map(shortDigests),
    ...rowLines(rowsOf(result, meaningOf)),
    ...undecidedLines(result),
    ...waivedLines(result),
    ...result.notes.map(note => `note: ${note}`),
    ...notCompared.map(({what, count}) => `not compared: ${what} (${count})`),
    ...upstreamLines(result.upstream),
    ...fixLines(result.fixes),
    ...(unread.length > 0 ? [`not read: ${plural(unread.length, 'file')}, for example ${unread[0] ?? ''}`] : []),
    ...unlockedLines(unlocked.length),
    verdictLine(result),
    `${plural(joinPermissions(changes, permissions).length, 'change')}, ${plural(findings.length, 'finding')}, ${unchanged} unchanged`,
    ...nextLines(result),
  ])
}

/** One line for each, the severity first. */
function rowLines(rows: readonly Row[]): string[] {
  return explainedLines(
    rows.map(({severity, label, message, place, meaning}) => ({
      line: `${severity.padEnd(8)}  ${label}  ${message}${placeNote(message, place)}`,
      meaning,
    })),
  )
}

function undecidedLines({undecided}: CheckResult): string[] {
  const lines = undecided
    .slice(0, undecidedShown)
    .map(({rule, name, reason, message}) => `${reason}: ${rule} ${name}: ${message}`)
  const rest = undecided.length - undecidedShown
  return rest > 0 ? [...lines, `and ${rest} more that could not be judged`] : lines
}

function acceptedLines({acceptedHere}: CheckResult): string[] {
  return acceptedHere.map(({change: {message}, reason}) => `accepted here: ${message}: ${reason}`)
}

function waivedLines({waived}: CheckResult): string[] {
  return waived.map(
    ({rule, message, reason, owner, expires}) => `waived until ${expires}: ${rule}  ${message}: ${reason} (${owner})`,
  )
}

function verdictLine({outcome, baseline, policy, failOn}: CheckResult): string {
  const by = [baseline, policy].flatMap(file => (file === null ? [] : [`${file.path}${commitText(file)}`]))
  const against = by.length === 0 ? '' : ` against ${by.join(' and ')}`
  const words = {
    passed: 'passed',
    failed: `failed: changes or findings of severity ${failOn} or worse`,
    undecided: 'undecided: not everything could be read and judged',
  }
  return `${words[outcome]}${against}`
}

/** How a failed check gets green. */
function nextLines({outcome, changes, findings}: CheckResult): string[] {
  if (outcome !== 'failed') return []
  return [
    ...(changes.length > 0 ? ['To accept a change: aibom lock --accept ID --reason TEXT, then commit the lock'] : []),
    ...(findings.length > 0
      ? ['To pass with a finding: fix it, or waive it in aibom.policy.yaml (aibom policy init writes one)']
      : []),
  ]
}

function commitText({commit}: {readonly commit?: string}): string {
  return commit === undefined ? '' : ` of commit ${commit.slice(0, 12)}`
}

/** A comment on GitHub holds 65,536 characters: the table takes most of them, and each list its share. */
const [tableCharacters, listCharacters] = [45_000, 8_000]

function boundedTable(rows: readonly Row[]): string[] {
  const lines = withinLength(markdownTable(rows), tableCharacters)
  const more = rows.length + tableHeadLines - lines.length
  return more === 0
    ? lines
    : [...lines, '', `${plural(more, 'further row')}, none of them worse: --format json lists all.`]
}

function boundedList(texts: readonly string[]): string[] {
  const lines = withinLength(
    texts.map(text => `- ${markdownText(text)}`),
    listCharacters,
  )
  return lines.length === texts.length ? lines : [...lines, `- and ${texts.length - lines.length} more`]
}

/** The first lines that fit. */
function withinLength(lines: readonly string[], characters: number): string[] {
  let length = 0
  const end = lines.findIndex(line => {
    length += line.length + 1
    return length > characters
  })
  return lines.slice(0, end === -1 ? undefined : end)
}

/** For a comment on a pull request or the summary of a job. */
export function checkMarkdown(result: CheckResult, meaningOf: Meaning): string {
  const rows = rowsInRepository(result, meaningOf)
  const table = rows.length === 0 ? ['No change and no finding.'] : boundedTable(rows)
  const more = [...undecidedLines(result), ...waivedLines(result), ...upstreamLines(result.upstream), ...result.notes]
  const open = boundedList(more)
  const accepted = boundedList(acceptedLines(result))
  const next =
    result.changes.length === 0
      ? []
      : ['', 'Accept what is wanted with `aibom lock --accept ID --reason TEXT`, and commit `aibom.lock`.']
  const parts = [
    `### AI in this change: ${result.outcome}`,
    '',
    markdownText(verdictLine(result)),
    '',
    ...(accepted.length > 0 ? [...accepted, ''] : []),
    ...table,
    ...(open.length > 0 ? ['', ...open] : []),
  ]
  return `${[...parts, ...next].join('\n')}\n`
}
