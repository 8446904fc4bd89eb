import {type Severity, severities} from '../../drift/change-class.ts'
import {compareSides} from '../../drift/compare.ts'
import {openBaseline} from './baseline.ts'
import type {CheckResult} from './check-result.generated.ts'
import {countsOf, describeChange} from './diff.ts'
import {openSide, type SideOptions} from './open-side.ts'

export interface CheckOptions extends SideOptions {
  /** a source or a BOM, as typed */
  readonly source: string
  /** a lock, a BOM or a source; by default the committed lock */
  readonly baseline?: string | undefined
  /** the least severity that fails */
  readonly failOn: Severity | 'never'
  /** files that could not be read leave the answer open */
  readonly strict: boolean
}

/**
 * `aibom check`: what a source has that its baseline does not, judged by severity.
 * @throws {AibomError} `AIBOM_BASELINE_MISSING`, `AIBOM_LOCK_INVALID`, and for a source that cannot be opened
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const baseline = await openBaseline(options.baseline, options.source, options)
  const opened = await openSide(options.source, options)
  const packages = baseline.side.form === 'lock' ? 'digest' : 'each'
  const [before, after] = [baseline.side.project(packages), opened.project(packages)]
  const {changes, unchanged, notCompared} = compareSides(before, after)
  const unread = [...after.unread].sort()
  const isFailure = changes.some(({severity}) => options.failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(options.failOn))
  return {
    schemaVersion: 1,
    source: options.source,
    baseline: {
      path: baseline.path,
      form: baseline.side.form,
      ...(baseline.commit !== undefined && {commit: baseline.commit}),
      assets: before.entries.length,
    },
    outcome: isFailure ? 'failed' : options.strict && unread.length > 0 ? 'undecided' : 'passed',
    failOn: options.failOn,
    counts: countsOf(changes),
    changes: changes.map(describeChange),
    unread,
    notCompared: notCompared.map(item => ({...item})),
    unchanged,
  }
}
