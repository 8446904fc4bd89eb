import {markdownText} from '../../lib/escape/markdown.ts'
import {terminalLines} from '../../lib/escape/terminal.ts'
import type {DiffResult} from '../../pipeline/changes/diff-result.generated.ts'
import {plural, unlockedLines} from '../amounts.ts'
import {changeLines} from '../reports/change-lines.ts'
import {changeRows} from '../reports/check-rows.ts'
import {joinPermissions} from '../reports/join-permissions.ts'
import {markdownTable} from '../reports/markdown-table.ts'

type Change = DiffResult['changes'][number]

/** The result of `aibom diff` for a terminal. */
export function diffSummary(result: DiffResult, meaningOf: (change: Change) => string): string {
  const {changes, permissions} = result
  return terminalLines([
    ...changeLines(joinPermissions(changes, permissions), meaningOf),
    ...reservations(result),
    countLine(result),
  ])
}

/** The result of `aibom diff` for a comment on a pull request. */
export function diffMarkdown(result: DiffResult, meaningOf: (change: Change) => string): string {
  const rows = changeRows(result, meaningOf)
  const table = rows.length === 0 ? ['No change.'] : markdownTable(rows)
  const open = reservations(result).map(line => `- ${markdownText(line)}`)
  const parts = ['### AI that changed', '', ...table, ...(open.length > 0 ? ['', ...open] : []), '', countLine(result)]
  return `${parts.join('\n')}\n`
}

/** What the comparison does not cover. */
function reservations(result: DiffResult): string[] {
  const {related, notCompared} = result
  return [
    ...(related ? [] : ['warning: the two sides have no asset in common. Are they the same product?']),
    ...notCompared.map(({what, count}) => `not compared: ${what} (${count})`),
    ...unreadLines(result),
  ]
}

/** As many as are listed. */
function countLine({changes, permissions, counts, unchanged, moved}: DiffResult): string {
  const listed = joinPermissions(changes, permissions)
  const parts = Object.keys(counts).flatMap(severity => {
    const count = listed.filter(change => change.severity === severity).length
    return count > 0 ? [`${count} ${severity}`] : []
  })
  const bySeverity = parts.length > 0 ? ` (${parts.join(', ')})` : ''
  const elsewhere = moved.length > 0 ? `, ${moved.length} under another id` : ''
  return `${plural(listed.length, 'change')}${bySeverity}, ${unchanged} unchanged${elsewhere}`
}

function unreadLines(result: DiffResult): string[] {
  return [result.old, result.new].flatMap(({source, unread, unlocked}) => [
    ...(unread > 0 ? [`not read: ${plural(unread, 'file')} of ${source}, so changes there are not shown`] : []),
    ...unlockedLines(unlocked).map(line => `${source}: ${line}`),
  ])
}
