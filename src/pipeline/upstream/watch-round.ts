import {countBySeverity, type Severity, worstFirst} from '../../inventory/severity.ts'
import {describeChange} from '../changes/diff.ts'
import {isAtOrAbove} from '../changes/judge.ts'
import {openSide, type SideOptions} from '../changes/open-side.ts'
import {networkOf} from '../network.ts'
import {askUpstream, type UpstreamOptions} from './ask-upstream.ts'
import {askLifecycle} from './hosted.ts'
import {accountOf} from './step.ts'
import type {WatchResult} from './watch-result.generated.ts'

/** What `aibom watch` is asked. */
export interface WatchOptions extends SideOptions, UpstreamOptions {
  /** a lock, a BOM or a source, as typed */
  readonly source: string
  readonly failOn: Severity | 'never'
}

/**
 * `aibom watch`, one round: what registries and providers say today of what a lock, a BOM or a source records.
 * @throws {AibomError} for what cannot be opened
 */
export async function watchRound(options: WatchOptions): Promise<WatchResult> {
  const side = await openSide(options.source, options)
  const {entries} = side.project('each')
  const at = new Date(options.now()).toISOString()
  const upstream = await askUpstream(entries, networkOf(options), options)
  const announced = entries.flatMap(entry => askLifecycle(entry, at.slice(0, 10)))
  const changes = worstFirst([...upstream.changes, ...announced], ({severity}) => severity)
  const isFailed = changes.some(({severity}) => isAtOrAbove(severity, options.failOn))
  return {
    schemaVersion: 1,
    source: options.source,
    at,
    outcome: isFailed ? 'failed' : upstream.failures.length > 0 ? 'undecided' : 'passed',
    failOn: options.failOn,
    counts: countBySeverity(changes),
    changes: changes.map(describeChange),
    ...accountOf(upstream),
  }
}
