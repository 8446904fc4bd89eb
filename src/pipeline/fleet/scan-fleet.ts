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
import {awaitTurn, pausedFor, scanInTurn} from './in-turn.ts'
import {JointWork} from './joint-work.ts'
import type {Failure, SweepOptions} from './scan-one.ts'
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
      const outcome = await scanInTurn(source, {...options, signal, setting, store, pool})
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
  const {exclude, online, offline, timeout, hostRate} = options
  // a person waits for the sources that they name; a sweep of all has time
  const isFirst = options.only !== undefined
  await using queue = await usable(store.shown, () => openJobs(serverOf(options), 'sender'))
  const expireSeconds = timeout + expiryMarginSeconds
  return await usable(store.shown, () =>
    queue.add(changed.map(({id}) => ({sourceId: id, exclude, online, offline, hostRate, isFirst, expireSeconds}))),
  )
}

type AskOptions = FleetScanOptions & {readonly setting: string; readonly store: Store}

interface Asked {
  readonly unchanged: number[]
  readonly changed: SourceRow[]
  readonly failed: Failure[]
}

/** `git ls-remote` decides which repositories are fetched at all. */
async function askRemotes(sources: readonly SourceRow[], options: AskOptions): Promise<Asked> {
  const asked: Asked = {unchanged: [], changed: [], failed: []}
  await using remotes = new GitRemotes(options.env)
  await mapLimited(sources, remotesAtOnce, async source => {
    const answer = await askRemote(source, remotes, options)
    if (answer === 'unchanged') asked.unchanged.push(source.id)
    else if (answer === 'changed') asked.changed.push(source)
    else asked.failed.push(answer)
    options.progress.swept?.(asked.unchanged.length + asked.failed.length, sources.length)
  })
  return asked
}

/** What was never read, or read by another aibom, is fetched whatever the remote says. */
async function askRemote(
  source: SourceRow,
  remotes: GitRemotes,
  options: AskOptions,
): Promise<'unchanged' | 'changed' | Failure> {
  const {setting, store, signal, offline, now} = options
  const address = source.form === 'git' ? parseGitAddress(source.address) : undefined
  const isKnown = source.fingerprint?.endsWith(` ${setting}`) === true
  if (address === undefined || !isKnown || (offline && !address.isLocal)) return 'changed'
  try {
    await awaitTurn(source, options)
    const commit = await remotes.commitOf(address, signal, remoteMs)
    return commit !== undefined && fingerprintOf(commit, setting) === source.fingerprint ? 'unchanged' : 'changed'
  } catch (error) {
    if (!(error instanceof AibomError) || error.code === 'AIBOM_GIT_MISSING') throw error
    return (await pausedFor(source, error, options)) ? 'changed' : await fail(store, source, error, now())
  }
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
