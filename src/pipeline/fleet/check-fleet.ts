import {readBom} from '../../bom/read/read.ts'
import {readStoredBom, type SourceSpan, sourceSpans} from '../../store/history.ts'
import {openStore, type Store, usable} from '../../store/open-store.ts'
import {judgeOpened, outcomeOf, type Threshold} from '../changes/judge-opened.ts'
import {inventorySide} from '../changes/open-side.ts'
import {type OpenedPolicy, openPolicyFile} from '../policy/open-policy.ts'
import type {PolicyOptions} from '../policy/policy-reader.ts'
import type {Watch} from '../worker/watch.ts'
import type {FleetCheckResult} from './check-result.generated.ts'
import {type FleetOptions, storeAddress} from './database.ts'

/** What `aibom fleet check` is asked. */
export interface FleetCheckOptions extends FleetOptions, PolicyOptions, Threshold {
  /** a policy file; without one the rules alone judge */
  readonly policy: string | undefined
  readonly watch?: Watch | undefined
}

type CheckedSource = FleetCheckResult['sources'][number]

/**
 * `aibom fleet check`: what the rules and a policy say of every source as it was last read. A source that was never
 * read, or not the last time, leaves the
 * answer open.
 * @throws {AibomError} those of the policy and of the database
 */
export async function checkFleet(options: FleetCheckOptions): Promise<FleetCheckResult> {
  const policy = options.policy === undefined ? undefined : await openPolicyFile(options.policy, options)
  await using store = await openStore(storeAddress(options), 'read')
  return await usable(store.shown, async () => {
    const spans = await sourceSpans(store, 0)
    const sources: CheckedSource[] = []
    for (const span of spans) {
      options.signal.throwIfAborted()
      if (span.after !== undefined)
        sources.push(await checkSource(store, {...span, after: span.after}, policy, options))
    }
    const notCurrent = spans.filter(({state}) => state !== 'current').map(({name}) => name)
    return {
      schemaVersion: 1,
      policy: policy?.path ?? null,
      failOn: options.failOn,
      outcome: overall(sources, notCurrent.length),
      sources,
      notCurrent,
    }
  })
}

async function checkSource(
  store: Store,
  {after, name, address}: SourceSpan & {readonly after: string},
  policy: OpenedPolicy | undefined,
  options: FleetCheckOptions,
): Promise<CheckedSource> {
  const {inventory, own} = readBom(await readStoredBom(store, after), name)
  const opened = inventorySide({inventory, form: 'bom', own})
  const judged = await judgeOpened(opened, policy, {changes: [], before: [], blind: []}, {...options, source: name})
  const side = opened.project('each')
  const unread = side.unread.size
  const open = unread + (side.unlocked?.size ?? 0)
  const {findings, undecided, waived} = judged
  return {
    name,
    address,
    outcome: outcomeOf(judged, {unread: open, policy}, options),
    findings,
    undecided,
    waived,
    unread,
  }
}

function overall(sources: readonly CheckedSource[], notCurrent: number): FleetCheckResult['outcome'] {
  if (sources.some(({outcome}) => outcome === 'failed')) return 'failed'
  return notCurrent > 0 || sources.some(({outcome}) => outcome === 'undecided') ? 'undecided' : 'passed'
}
