import type PgBoss from 'pg-boss'
import {loadOptional} from '../lib/optional-library.ts'

/** A source to be read. */
export interface ScanJob {
  readonly id: string
  readonly sourceId: number
  readonly exclude: readonly string[]
  readonly online: boolean
  readonly offline: boolean
  /** requests to one host in a second */
  readonly hostRate: number
  /** comes before all that wait and are not */
  readonly isFirst: boolean
  /** seconds after which another worker may begin it again */
  readonly expireSeconds: number
}

/** The jobs of the workers of a fleet, in the database that they share. */
export interface JobQueue extends AsyncDisposable {
  /** @returns how many were added; a source that waits already is not added again, but may come before others now */
  add(jobs: readonly Omit<ScanJob, 'id'>[]): Promise<number>
  /** The next one; undefined where none is ready. */
  claim(): Promise<ScanJob | undefined>
  complete(id: string): Promise<void>
  /** It is tried again later, a few times. */
  fail(id: string, reason: {readonly code: string; readonly message: string}): Promise<void>
  /** Gives a job back that was not finished, so that another worker takes it, at once or after so many seconds. */
  handBack(job: ScanJob, afterSeconds?: number): Promise<void>
  /** jobs that wait, or are worked on */
  open(): Promise<number>
  /** Sources whose job never came to an end, however often it was tried; each is returned once. */
  takeDead(): Promise<number[]>
}

const queue = 'scan'
const schema = 'aibom_jobs'
/** A worker that was killed is noticed so much later than its job expires, at most. */
const maintenanceSeconds = 5
const retries = {retryLimit: 2, retryDelay: 5, retryBackoff: true}

/** @param role worker: also looks after jobs that others left behind */
export async function openJobs(url: string, role: 'worker' | 'sender'): Promise<JobQueue> {
  const {default: PgBoss} = await loadOptional('pg-boss', () => import('pg-boss'))
  const isWorker = role === 'worker'
  const boss = new PgBoss({
    connectionString: url,
    application_name: `aibom ${role}`,
    schema,
    supervise: isWorker,
    schedule: false,
    maintenanceIntervalSeconds: maintenanceSeconds,
    max: 4,
  })
  // the next call fails, and says why
  boss.on('error', () => undefined)
  await boss.start()
  if ((await boss.getQueue(queue)) === null) await boss.createQueue(queue, {name: queue, policy: 'short', ...retries})
  const add = async ({expireSeconds, ...data}: Omit<ScanJob, 'id'>, startAfter = 0): Promise<boolean> => {
    const singletonKey = String(data.sourceId)
    const priority = data.isFirst ? 1 : 0
    const options = {...retries, singletonKey, priority, startAfter, expireInSeconds: expireSeconds}
    if ((await boss.send(queue, data, options)) !== null) return true
    if (data.isFirst) await putFirst(boss, singletonKey)
    return false
  }
  return {
    async add(jobs) {
      let added = 0
      for (const job of jobs) if (await add(job)) added++
      return added
    },
    async claim() {
      const [job] = await boss.fetch<Omit<ScanJob, 'id' | 'expireSeconds'>>(queue)
      return job === undefined ? undefined : {...job.data, id: job.id, expireSeconds: job.expireInSeconds}
    },
    complete: id => boss.complete(queue, id),
    fail: (id, reason) => boss.fail(queue, id, reason),
    async handBack({id, ...job}, afterSeconds) {
      await add(job, afterSeconds)
      await boss.complete(queue, id)
    },
    async open() {
      const {rows} = await boss
        .getDb()
        .executeSql(`select count(*)::int as n from ${schema}.job where name = $1 and state < 'completed'`, [queue])
      return Number(rows[0]?.n)
    },
    async takeDead() {
      const {rows} = await boss
        .getDb()
        .executeSql(
          `delete from ${schema}.job where name = $1 and state = 'failed' returning (data->>'sourceId')::int as source, output->>'code' as code`,
          [queue],
        )
      return rows.flatMap(({source, code}) => (code === null ? [Number(source)] : []))
    },
    async [Symbol.asyncDispose]() {
      await boss.stop({graceful: false, wait: true})
    },
  }
}

/** Lets a job that waits already be the next. */
async function putFirst(boss: PgBoss, singletonKey: string): Promise<void> {
  const statement = `update ${schema}.job set priority = 1 where name = $1 and singleton_key = $2 and state = 'created'`
  await boss.getDb().executeSql(statement, [queue, singletonKey])
}
