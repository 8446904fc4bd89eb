import {AibomError, messageOf} from '../../lib/errors.ts'
import {redactText} from '../../lib/redact/text.ts'
import {timedOut} from '../../sources/git/remote.ts'
import {steadily} from '../../store/database/steadily.ts'
import type {Store} from '../../store/open-store.ts'
import {recordScan} from '../../store/record.ts'
import {markFailed, markUnchanged, type SourceRow} from '../../store/sources.ts'
import {noProgress} from '../progress.ts'
import type {RunContext} from '../run-context.ts'
import type {WorkerPool} from '../worker/pool.ts'
import {runJob} from '../worker/run-job.ts'
import type {Tasks} from '../worker/tasks.ts'
import type {FleetScanResult} from './scan-result.generated.ts'

/** How the sources of a fleet are read. */
export interface SweepOptions extends RunContext {
  readonly online: boolean
  readonly offline: boolean
  readonly exclude: readonly string[]
  readonly refresh: boolean
  readonly deadline: number
  readonly fileTimeout: number
  /** seconds that one source may take */
  readonly timeout: number
  /** requests to one host in a second, of all who use the database */
  readonly hostRate: number
}

/** How one source of a fleet is read, and where its result is kept; `setting` is what besides the source decides it. */
export interface ScanOneOptions extends SweepOptions {
  readonly setting: string
  readonly store: Store
  readonly pool: WorkerPool<Tasks>
}

/** A source that could not be read, as the result carries it; what is stored of it stays. */
export type Failure = FleetScanResult['failed'][number]

/**
 * Reads one source in a thread and stores what was found. Whatever is wrong with the source is kept and returned, not
 * thrown.
 * @throws the signal's reason; {AibomError} of the database
 */
export async function scanOne(source: SourceRow, options: ScanOneOptions): Promise<'scanned' | 'unchanged' | Failure> {
  const {store, signal, setting, toolVersion, now} = options
  const limit = AbortSignal.timeout(options.timeout * 1000)
  try {
    const found = await read(source, {...options, signal: AbortSignal.any([signal, limit])})
    if (found.state === 'unchanged') await steadily(store, signal, () => markUnchanged(store, [source.id], now()))
    else
      await steadily(store, signal, () =>
        recordScan(store, {sourceId: source.id, at: now(), tool: `${toolVersion} ${setting}`, ...found}),
      )
    return found.state
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AibomError && /^AIBOM_DATABASE_/.test(error.code)) throw error
    const failure = toFailure(limit.aborted ? timedOut(source.name, options.timeout * 1000) : error)
    await steadily(store, signal, () => markFailed(store, source.id, {...failure, at: now()}))
    return {address: source.address, name: source.name, ...failure}
  }
}

async function read(
  source: SourceRow,
  {store: _store, pool, setting, timeout: _timeout, fileTimeout, ...options}: ScanOneOptions,
) {
  const job = {...options, source: source.address, form: source.form, known: source.fingerprint ?? undefined, setting}
  return runJob('fleet-source', job, {signal: options.signal, progress: noProgress, fileTimeout, pool})
}

/** A bug of ours in one source does not end the sweep; it is named as one. */
function toFailure(error: unknown): {code: string; message: string} {
  if (error instanceof AibomError) return {code: error.code, message: redactText(error.message)}
  return {
    code: 'AIBOM_SOURCE_CRASHED',
    message: `this is a bug of aibom, please report it: ${redactText(messageOf(error))}`,
  }
}
