import {terminalLines} from '../../lib/escape/terminal.ts'
import type {DiffResult} from '../../pipeline/changes/diff-result.generated.ts'
import {plural, unlockedLines} from '../amounts.ts'
import {changeLines} from '../reports/change-lines.ts'
import {joinPermissions} from '../reports/join-permissions.ts'

type Change = DiffResult['changes'][number]

/** The result of `aibom diff` for a terminal. */
export function diffSummary(result: DiffResult, meaningOf: (change: Change) => string): string {
  const {changes, permissions, counts, unchanged, moved, notCompared, related} = result
  const parts = Object.entries(counts).flatMap(([severity, count]) => (count > 0 ? [`${count} ${severity}`] : []))
  return terminalLines([
    ...changeLines(joinPermissions(changes, permissions), meaningOf),
    ...(related ? [] : ['warning: the two sides have no asset in common. Are they the same product?']),
    ...notCompared.map(({what, count}) => `not compared: ${what} (${count})`),
    ...unreadLines(result),
    `${changes.length === 1 ? '1 change' : `${changes.length} changes`}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}, ${unchanged} unchanged${moved.length > 0 ? `, ${moved.length} under another id` : ''}`,
  ])
}

function unreadLines(result: DiffResult): string[] {
  return [result.old, result.new].flatMap(({source, unread, unlocked}) => [
    ...(unread > 0 ? [`not read: ${plural(unread, 'file')} of ${source}, so changes there are not shown`] : []),
    ...unlockedLines(unlocked).map(line => `${source}: ${line}`),
  ])
}
