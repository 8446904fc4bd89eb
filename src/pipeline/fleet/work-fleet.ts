import {setTimeout as pause} from 'node:timers/promises'
import {steadily} from '../../store/database/steadily.ts'
import {type JobQueue, openJobs, type ScanJob} from '../../store/jobs.ts'
import {openStore, type Store, usable} from '../../store/open-store.ts'
import {markFailed, sourceOf} from '../../store/sources.ts'
import {WorkerPool} from '../worker/pool.ts'
import {graceMs} from '../worker/run-job.ts'
import type {Tasks} from '../worker/tasks.ts'
import {expiryMarginSeconds, type FleetOptions, serverOf, storeAddress} from './database.ts'
import {pausedFor, turnFor} from './in-turn.ts'
import {JointWork} from './joint-work.ts'
import {type Failure, type SweepOptions, scanOne} from './scan-one.ts'
import {settingOf} from './setting.ts'
import type {FleetWorkerResult} from './worker-result.generated.ts'

/** What `aibom fleet worker` is asked. */
export interface FleetWorkerOptions extends FleetOptions, Pick<SweepOptions, 'refresh' | 'deadline' | 'fileTimeout'> {
  /** sources that are read at the same time */
  readonly jobs: number
  /** ends when no job is left, instead of waiting for more */
  readonly drain: boolean
}

const idleMs = 1000
/** What another try would not change. */
const lasting: ReadonlySet<string> = new Set([
  'AIBOM_SOURCE_NOT_FOUND',
  'AIBOM_SOURCE_INVALID',
  'AIBOM_BOM_INVALID',
  'AIBOM_FILE_NOT_FOUND',
])

/**
 * `aibom fleet worker`: takes sources that `fleet scan --queue` put into the database, until it is told to end. What it
 * was reading then it hands back; what a
 * worker that was killed was reading is read again by another.
 * @throws {AibomError} `AIBOM_USAGE` for a database in a file; those of the database
 */
export async function workFleet(options: FleetWorkerOptions): Promise<FleetWorkerResult> {
  const url = serverOf(options)
  await using store = await openStore(storeAddress(options), 'write')
  await using queue = await usable(store.shown, () => openJobs(url, 'worker'))
  const joint = new JointWork(options.signal)
  await using pool = new WorkerPool<Tasks>({size: options.jobs, signal: joint.signal, graceMs})
  const done: Done = {scanned: 0, unchanged: 0, handedBack: 0, failed: []}
  const place = {store, queue, pool, done}
  await Promise.all(
    Array.from({length: options.jobs}, () => joint.part(signal => lane({...place, options: {...options, signal}}))),
  )
  return {schemaVersion: 1, ...done}
}

interface Done {
  scanned: number
  unchanged: number
  handedBack: number
  readonly failed: Failure[]
}

interface Lane {
  readonly store: Store
  readonly queue: JobQueue
  readonly pool: WorkerPool<Tasks>
  readonly options: FleetWorkerOptions
  readonly done: Done
}

async function lane(place: Lane): Promise<void> {
  const {store, queue, options} = place
  const {signal} = options
  while (!signal.aborted) {
    try {
      const job = await steadily(store, signal, () => queue.claim())
      if (job !== undefined) {
        await perform(job, place)
        continue
      }
      await steadily(store, signal, () => nameDead(place))
      if (options.drain && (await steadily(store, signal, () => queue.open())) === 0) return
      await pause(idleMs, undefined, {signal})
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}

async function perform(job: ScanJob, {store, queue, pool, options, done}: Lane): Promise<void> {
  const {signal} = options
  const source = await steadily(store, signal, () => sourceOf(store, job.sourceId))
  if (source === undefined) return queue.complete(job.id)
  const {exclude, online, offline, hostRate} = job
  const turn = await turnFor(source, {store, signal, hostRate})
  if (!turn.isTaken) return queue.handBack(job, Math.ceil(turn.waitMs / 1000))
  const sweep = {
    ...options,
    exclude: [...exclude],
    online,
    offline,
    hostRate,
    timeout: Math.max(1, job.expireSeconds - expiryMarginSeconds),
  }
  try {
    await pause(turn.waitMs, undefined, {signal})
    const outcome = await scanOne(source, {...sweep, setting: settingOf({...options, exclude, online}), store, pool})
    if (typeof outcome === 'string') done[outcome]++
    else {
      done.failed.push(outcome)
      await pausedFor(source, outcome, {store, signal})
    }
    const isOver = typeof outcome === 'string' || lasting.has(outcome.code)
    await steadily(store, signal, () => (isOver ? queue.complete(job.id) : queue.fail(job.id, outcome)))
  } catch (error) {
    if (!signal.aborted) throw error
    await queue.handBack(job)
    done.handedBack++
  }
}

/** Marks the sources whose workers all died: none of them could. */
async function nameDead({store, queue, options}: Lane): Promise<void> {
  for (const id of await queue.takeDead()) {
    const message = 'every worker that read it was killed, or ran out of memory or time'
    await markFailed(store, id, {code: 'AIBOM_SOURCE_CRASHED', message, at: options.now()})
  }
}
