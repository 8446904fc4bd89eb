import {cpus} from 'node:os'
import {AibomError} from '../../lib/errors.ts'
import {mapLimited} from '../../lib/limit.ts'
import {sortedBy} from '../../lib/sort.ts'
import {GitRemotes} from '../../sources/git/remote.ts'
import {parseGitAddress} from '../../sources/git/url.ts'
import {openJobs} from '../../store/jobs.ts'
import {openStore, type Store, usable} from '../../store/open-store.ts'
import {listSources, markFailed, markUnchanged, type SourceRow} from '../../store/sources.ts'
import {WorkerPool} from '../worker/pool.ts'
import {graceMs} from '../worker/run-job.ts'
import type {Tasks} from '../worker/tasks.ts'
import {expiryMarginSeconds, type FleetOptions, serverOf, storeAddress} from './database.ts'
import {JointWork} from './joint-work.ts'
import {type Failure, type SweepOptions, scanOne} from './scan-one.ts'
import type {FleetScanResult} from './scan-result.generated.ts'
import {fingerprintOf} from './scan-source.ts'
import {settingOf} from './setting.ts'

/** What `aibom fleet scan` is asked. */
export interface FleetScanOptions extends FleetOptions, SweepOptions {
  /** part of an address or a name */
  readonly only: string | undefined
  /** sources that are read at the same time; undefined: as many as there are processors, four at most */
  readonly jobs: number | undefined
  /** leaves the reading to workers */
  readonly queue: boolean
}

const mostJobs = 4
/** Asking a remote waits for the network more than it works. */
const remotesAtOnce = 8
/** A remote that has not answered after this is given up. */
const remoteMs = 60_000

/**
 * `aibom fleet scan`: looks at every source of the fleet and reads those that changed. Each result is stored as it
 * comes, so a sweep that is interrupted goes
 * on where it was. A source that cannot be read is named, and what is stored of it stays.
 * @throws {AibomError} `AIBOM_FLEET_EMPTY`; those of the database; the signal's reason
 */
export async function scanFleet(options: FleetScanOptions): Promise<FleetScanResult> {
  if (options.queue) serverOf(options)
  await using store = await openStore(storeAddress(options), 'write')
  const sources = await listSources(store, options.only)
  if (sources.length === 0) throw nothingToScan(options.only, store.shown)
  const setting = settingOf(options)
  const {unchanged, changed, failed} = await askRemotes(sources, {...options, setting, store})
  await markUnchanged(store, unchanged, options.now())
  if (options.queue)
    return {
      ...summed(store, sources, {scanned: 0, unchanged: unchanged.length, failed}),
      queued: await enqueue(changed, options, store),
    }
  const size = options.jobs ?? Math.min(mostJobs, cpus().length)
  const joint = new JointWork(options.signal)
  await using pool = new WorkerPool<Tasks>({size, signal: joint.signal, graceMs})
  let [scanned, same, done] = [0, unchanged.length, unchanged.length + failed.length]
  await mapLimited(changed, size, source =>
    joint.part(async signal => {
      const outcome = await scanOne(source, {...options, signal, setting, store, pool})
      if (outcome === 'scanned') scanned++
      else if (outcome === 'unchanged') same++
      else failed.push(outcome)
      options.progress.swept?.(++done, sources.length)
    }),
  )
  return summed(store, sources, {scanned, unchanged: same, failed})
}

function summed(
  {shown}: Store,
  {length}: readonly SourceRow[],
  counts: Pick<FleetScanResult, 'scanned' | 'unchanged' | 'failed'>,
): FleetScanResult {
  return {
    schemaVersion: 1,
    database: shown,
    sources: length,
    ...counts,
    failed: sortedBy(counts.failed, ({address}) => address),
  }
}

/** @returns how many were not waiting already */
async function enqueue(changed: readonly SourceRow[], options: FleetScanOptions, store: Store): Promise<number> {
  const {exclude, online, offline, timeout} = options
  await using queue = await usable(store.shown, () => openJobs(serverOf(options), 'sender'))
  const expireSeconds = timeout + expiryMarginSeconds
  return await usable(store.shown, () =>
    queue.add(changed.map(({id}) => ({sourceId: id, exclude, online, offline, expireSeconds}))),
  )
}

interface Asked {
  readonly unchanged: number[]
  readonly changed: SourceRow[]
  readonly failed: Failure[]
}

/** `git ls-remote` decides which repositories are fetched at all. */
async function askRemotes(
  sources: readonly SourceRow[],
  options: FleetScanOptions & {readonly setting: string; readonly store: Store},
): Promise<Asked> {
  const {setting, store, signal, offline, progress} = options
  const asked: Asked = {unchanged: [], changed: [], failed: []}
  await using remotes = new GitRemotes(options.env)
  await mapLimited(sources, remotesAtOnce, async source => {
    const address = source.form === 'git' ? parseGitAddress(source.address) : undefined
    // what was never read, or read by another aibom, is fetched whatever the remote says
    if (
      address === undefined ||
      source.fingerprint?.endsWith(` ${setting}`) !== true ||
      (offline && !address.isLocal)
    ) {
      asked.changed.push(source)
      return
    }
    try {
      const commit = await remotes.commitOf(address, signal, remoteMs)
      if (commit !== undefined && fingerprintOf(commit, setting) === source.fingerprint) asked.unchanged.push(source.id)
      else asked.changed.push(source)
    } catch (error) {
      if (!(error instanceof AibomError) || error.code === 'AIBOM_GIT_MISSING') throw error
      asked.failed.push(await fail(store, source, error, options.now()))
    }
    progress.swept?.(asked.unchanged.length + asked.failed.length, sources.length)
  })
  return asked
}

/** Stores why a source could not be read. */
async function fail(store: Store, {id, address, name}: SourceRow, error: AibomError, at: number): Promise<Failure> {
  await markFailed(store, id, {code: error.code, message: error.message, at})
  return {address, name, code: error.code, message: error.message}
}

function nothingToScan(only: string | undefined, shown: string): AibomError {
  if (only !== undefined)
    return new AibomError('AIBOM_FLEET_EMPTY', `no source of the fleet has ${only} in its address or name`, {
      hint: 'Leave --only out to scan them all',
    })
  return new AibomError('AIBOM_FLEET_EMPTY', `${shown} names no source`, {
    hint: 'Add some: aibom fleet add DIR, or aibom fleet add LIST',
  })
}
