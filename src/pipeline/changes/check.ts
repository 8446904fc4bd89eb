import type {Severity} from '../../drift/change-class.ts'
import {type Comparison, compareSides} from '../../drift/compare.ts'
import type {Side} from '../../drift/entry.ts'
import {AibomError} from '../../lib/errors.ts'
import {sourceDate} from '../source-date.ts'
import {type Baseline, openBaseline} from './baseline.ts'
import {blindSpots} from './blind.ts'
import type {CheckResult} from './check-result.generated.ts'
import {countsOf, describeChange} from './diff.ts'
import {isAtOrAbove, judgeSide} from './judge.ts'
import {type OpenedSide, openSide, type SideOptions} from './open-side.ts'

export interface CheckOptions extends SideOptions {
  /** a source or a BOM, as typed */
  readonly source: string
  /** a lock, a BOM or a source; by default the committed lock; false: nothing, the rules alone */
  readonly baseline?: string | false | undefined
  /** the least severity that fails */
  readonly failOn: Severity | 'never'
  /** files that could not be read leave the answer open */
  readonly strict: boolean
}

/**
 * `aibom check`: what a source has that its baseline does not, and what the rules say of it, judged by severity.
 * @throws {AibomError} `AIBOM_BASELINE_MISSING`, `AIBOM_LOCK_INVALID`, `AIBOM_USAGE` for a lock as the source, and for a source that cannot be opened
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const baseline = options.baseline === false ? undefined : await openBaseline(options.baseline, options.source, options)
  const opened = await openSide(options.source, options)
  if (opened.form === 'lock') {
    throw new AibomError('AIBOM_USAGE', `${options.source} is a lock, and a lock is what a source is held against`, {
      hint: 'Name a source or a BOM: aibom check SOURCE --baseline LOCK; two locks are compared by aibom diff',
    })
  }
  const {before, after, comparison} = compareWith(baseline, opened)
  const {changes, unchanged, notCompared} = comparison
  const blind =
    before === undefined || opened.inventory === undefined ? [] : blindSpots(before, baseline?.side.inventory, comparison, opened.inventory)
  const judged = judgeSide(opened, {today: dayOf(options), blind})
  const unread = [...after.unread].sort()
  return {
    schemaVersion: 1,
    source: options.source,
    baseline: before === undefined || baseline === undefined ? null : describeBaseline(baseline, before),
    outcome: outcomeOf({changes, ...judged}, unread, options),
    failOn: options.failOn,
    counts: countsOf(changes),
    changes: changes.map(describeChange),
    ...judged,
    unread,
    notCompared: notCompared.map(item => ({...item})),
    unchanged,
  }
}

/** The day of the run, or that of SOURCE_DATE_EPOCH: what is retired depends on it. */
function dayOf({env, now}: CheckOptions): string {
  return (sourceDate(env) ?? new Date(now())).toISOString().slice(0, 10)
}

interface Compared {
  readonly before?: Side
  readonly after: Side
  readonly comparison: Pick<Comparison, 'changes' | 'unchanged' | 'notCompared'>
}

function compareWith(baseline: Baseline | undefined, opened: OpenedSide): Compared {
  if (baseline === undefined) return {after: opened.project('digest'), comparison: {changes: [], unchanged: 0, notCompared: []}}
  const packages = baseline.side.form === 'lock' ? 'digest' : 'each'
  const [before, after] = [baseline.side.project(packages), opened.project(packages)]
  return {before, after, comparison: compareSides(before, after)}
}

function describeBaseline({path, side, commit}: Baseline, {entries}: Side): CheckResult['baseline'] {
  return {path, form: side.form, ...(commit !== undefined && {commit}), assets: entries.length}
}

type Judged = Pick<CheckResult, 'findings' | 'undecided'> & Pick<Comparison, 'changes'>

/** What could not be judged counts only where a finding of that rule would fail: no answer to it would change the outcome otherwise. */
function outcomeOf({changes, findings, undecided}: Judged, unread: readonly string[], {failOn, strict}: CheckOptions): CheckResult['outcome'] {
  const fails = ({severity}: {readonly severity: Severity}): boolean => isAtOrAbove(severity, failOn)
  if (changes.some(fails) || findings.some(fails)) return 'failed'
  return undecided.some(fails) || (strict && unread.length > 0) ? 'undecided' : 'passed'
}
