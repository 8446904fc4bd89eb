import {AibomError} from '../../lib/errors.ts'
import type {Progress} from '../progress.ts'
import {defaultFileTimeout} from './file-timeout.ts'
import {hostedKeys, type Job, type JobReport} from './job.ts'
import {WorkerPool} from './pool.ts'
import type {Tasks} from './tasks.ts'
import {WorkerLost} from './thread.ts'
import {type Threads, threadCount} from './threads.ts'
import {type GivenUp, givenUpFor, pathOfKey} from './watch.ts'

/** Tasks that perform a whole use case. */
type JobName = {[Name in keyof Tasks]: Tasks[Name]['input'] extends Job<infer _> ? Name : never}[keyof Tasks]
type OptionsOf<Name extends JobName> = Tasks[Name]['input']['options']

/** What a job keeps in the thread that asked for it. */
export interface JobHost {
  readonly signal: AbortSignal
  readonly progress: Progress
  /** seconds of work that one file may take */
  readonly fileTimeout?: number
  /** threads that many jobs share, one each; without it the job has one of its own */
  readonly pool?: WorkerPool<Tasks>
  /** threads that read files; without it one a processor */
  readonly jobs?: number | undefined
}

/** Closing files, ending git, removing folders. */
export const graceMs = 500
/** Steps that read no single file work on all that was found, and have so many times the time of one. */
const stepFactor = 12
/** Each costs the time that a file is waited for, and the run begins again. */
const attemptLimit = 20

/**
 * Performs a use case in a worker thread, so that this one stays free for signals. A reader that does not end, or takes
 * all memory, is ended; the run begins again without its file, which becomes a gap.
 * @throws {AibomError} `AIBOM_STALLED` where no file is to blame; the signal's reason; what the use case throws
 */
export async function runJob<Name extends JobName>(
  name: Name,
  options: OptionsOf<Name>,
  host: JobHost,
): Promise<Tasks[Name]['output']> {
  if (host.pool !== undefined) return perform(host.pool, name, options, host)
  await using pool = new WorkerPool<Tasks>({size: 1, signal: host.signal, graceMs})
  return await perform(pool, name, options, host)
}

async function perform<Name extends JobName>(
  pool: WorkerPool<Tasks>,
  name: Name,
  options: OptionsOf<Name>,
  {signal, progress, fileTimeout = defaultFileTimeout, jobs, pool: shared}: JobHost,
): Promise<Tasks[Name]['output']> {
  // threads that many jobs share are busy with the others
  const threads: Threads = {count: shared === undefined ? threadCount(jobs) : 1, stallMs: fileTimeout * 1000}
  const givenUp = new Map<string, GivenUp>()
  const onReport = ({walked, hashed, address, unkept}: JobReport): void => {
    if (address !== undefined) progress.listening?.(address)
    if (unkept !== undefined) progress.unkept?.(unkept)
    progress.walked(walked)
    if (hashed > 0) progress.hashed(hashed)
  }
  const stallMs = (shown: readonly string[]): number =>
    fileTimeout * 1000 * (shown.some(key => pathOfKey(key) !== undefined) ? 1 : stepFactor)
  let oneByOne = false
  for (let attempt = 1; ; attempt++) {
    try {
      const input = {options: copyable(options), givenUp: [...givenUp], oneByOne, threads}
      return await pool.run(name, input as Tasks[Name]['input'], {onReport, stallMs, signal})
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error
      const blamed = blame(error, oneByOne)
      if (blamed === undefined || attempt === attemptLimit) throw stalled(error, fileTimeout)
      if (blamed === 'unclear') oneByOne = true
      else givenUp.set(blamed, givenUpFor(error.reason, fileTimeout))
    }
  }
}

/** What to leave out in the next attempt; `unclear` where several files were read side by side. */
function blame({shown, reason}: WorkerLost, oneByOne: boolean): string | undefined {
  const assembly = shown.find(key => pathOfKey(key) === undefined)
  // memory is filled by all that was kept, hardly by the file that came last
  if (assembly !== undefined && reason === 'out-of-memory') return assembly
  const files = shown.filter(key => pathOfKey(key) !== undefined)
  return files.length > 1 && !oneByOne ? 'unclear' : (files.at(-1) ?? assembly)
}

function stalled({reason}: WorkerLost, fileTimeout: number): AibomError {
  const message =
    reason === 'stalled'
      ? `the run was given up: a step made no progress for ${fileTimeout * stepFactor} s`
      : 'the run was given up: it took more memory than there is'
  return new AibomError('AIBOM_STALLED', message, {
    hint: 'Leave out what is large or damaged: --exclude PATTERN',
    exit: 3,
  })
}

/** Functions cannot be copied to another thread, and the environment is an object of its own kind. */
function copyable<Options extends {readonly env: object}>(options: Options): object {
  const kept = Object.entries(options).filter(([key]) => !hostedKeys.has(key))
  return {...Object.fromEntries(kept), env: {...options.env}}
}
