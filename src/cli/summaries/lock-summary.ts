import {terminalLines} from '../../lib/escape/terminal.ts'
import type {LockResult} from '../../pipeline/changes/lock-result.generated.ts'
import {changeLines} from '../reports/change-lines.ts'

type Change = LockResult['pending'][number]

const states: Readonly<Record<LockResult['state'], string>> = {
  created: 'written',
  unchanged: 'up to date',
  updated: 'updated',
  kept: 'left as it is',
}

/** The result of `aibom lock` for a terminal. */
export function lockSummary(
  {lock, state, assets, accepted, pending, gaps}: LockResult,
  meaningOf: (change: Change) => string,
): string {
  return terminalLines([
    ...accepted.map(({message}) => `accepted  ${message}`),
    ...changeLines(pending, meaningOf),
    `${lock} ${states[state]}: ${assets === 1 ? '1 asset' : `${assets} assets`}`,
    ...(pending.length > 0
      ? [`${pending.length} not accepted. Accept with: aibom lock --accept ID --reason TEXT, or --accept-all`]
      : []),
    ...(gaps > 0 ? [`${gaps} files could not be read, so what they hold is not locked`] : []),
  ])
}
