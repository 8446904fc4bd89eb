import {terminalLines} from '../../lib/escape/terminal.ts'
import type {LockResult} from '../../pipeline/changes/lock-result.generated.ts'
import {plural, unlockedLines} from '../amounts.ts'
import {changeLines, shortDigests} from '../reports/change-lines.ts'

type Change = LockResult['pending'][number]

const states: Readonly<Record<LockResult['state'], string>> = {
  created: 'written',
  unchanged: 'up to date',
  updated: 'updated',
  kept: 'left as it is',
}

/** The result of `aibom lock` for a terminal. */
export function lockSummary(
  {lock, state, assets, manifests, accepted, pending, gaps, unlocked}: LockResult,
  meaningOf: (change: Change) => string,
): string {
  return terminalLines([
    ...accepted.map(({message}) => `accepted  ${shortDigests(message)}`),
    ...changeLines(pending, meaningOf),
    `${lock} ${states[state]}: ${plural(assets, 'asset')}${manifests === 0 ? '' : `, ${manifests === 1 ? 'one of them' : `${manifests} of them`} for the packages that a lock file installs`}`,
    ...(pending.length > 0
      ? [`${pending.length} not accepted. Accept with: aibom lock --accept ID --reason TEXT, or --accept-all`]
      : []),
    ...(gaps > 0 ? [`${plural(gaps, 'file')} could not be read, or only in part: what is in there is not locked`] : []),
    ...unlockedLines(unlocked),
    ...(state === 'created'
      ? [
          `Commit ${lock}, then run: aibom check. It also fails on findings of its rules: fix them, or waive them in aibom.policy.yaml (aibom policy init writes one)`,
        ]
      : []),
  ])
}
