import {terminalLines} from '../../lib/escape/terminal.ts'
import type {WatchResult} from '../../pipeline/upstream/watch-result.generated.ts'
import {plural} from '../amounts.ts'
import {changeLines} from '../reports/change-lines.ts'
import {upstreamLines} from './upstream-lines.ts'

type Change = WatchResult['changes'][number]

/** A round of `aibom watch` for a terminal. */
export function watchSummary(result: WatchResult, meaningOf: (change: Change) => string): string {
  const {source, at, changes, failed} = result
  const found = changes.length === 0 ? 'nothing differs from what is recorded' : plural(changes.length, 'change')
  const verdict = failed.length === 0 ? found : `${found}, as far as registries answered`
  return terminalLines([...changeLines(changes, meaningOf), ...upstreamLines(result), `${at}  ${source}: ${verdict}`])
}

/** What a round found that the one before did not. */
export function newChanges(changes: readonly Change[], before: readonly Change[]): Change[] {
  const known = new Set(before.map(keyOf))
  return changes.filter(change => !known.has(keyOf(change)))
}

function keyOf({class: name, id, before, after}: Change): string {
  return JSON.stringify([name, id, before, after])
}
