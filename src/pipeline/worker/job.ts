import type {Progress} from '../progress.ts'
import type {TaskContext} from './messages.ts'
import type {Threads} from './threads.ts'
import {type GivenUp, unwatched, type Watch} from './watch.ts'

/** What the thread of a job makes for itself: functions cannot be copied. */
interface Hosted {
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly now: () => number
  readonly watch?: Watch | undefined
  readonly threads?: Threads | undefined
}

/** Options that a job does not carry: its thread makes them for itself. */
export const hostedKeys: ReadonlySet<string> = new Set([
  'signal',
  'progress',
  'now',
  'watch',
  'threads',
] satisfies (keyof Hosted)[])

/** The options of a use case on their way to the worker thread that performs it. */
export interface Job<Options> {
  readonly options: Omit<Options, keyof Hosted>
  /** what earlier attempts gave up, by the keys of a {@link Watch} */
  readonly givenUp: readonly (readonly [string, GivenUp])[]
  readonly oneByOne: boolean
  readonly threads: Threads
}

/** Totals so far. */
export interface JobReport {
  readonly walked: number
  readonly hashed: number
  /** where requests are taken */
  readonly address?: string
  /** why nothing could be kept for the next run */
  readonly unkept?: string
}

const reportEveryMs = 100

/** Performs a use case inside a worker thread. */
export function performJob<Options extends Hosted, Result>(
  job: Job<Options>,
  context: TaskContext<JobReport>,
  useCase: (options: Options) => Promise<Result>,
): Promise<Result> {
  const hosted: Hosted = {
    signal: context.signal,
    progress: reporting(context),
    now: () => Date.now(),
    watch: showing(job, context),
    threads: job.threads,
  }
  // the rest of the options are those that were taken out on the way
  return useCase({...job.options, ...hosted} as Options)
}

function reporting({report}: TaskContext<JobReport>): Progress {
  const totals = {walked: 0, hashed: 0}
  let reportedMs = 0
  const tell = (): void => {
    const nowMs = performance.now()
    if (nowMs - reportedMs < reportEveryMs) return
    reportedMs = nowMs
    report({...totals})
  }
  return {
    walked(files) {
      totals.walked = files
      tell()
    },
    hashed(bytes) {
      totals.hashed = bytes
      tell()
    },
    listening(address) {
      report({...totals, address})
    },
    unkept(why) {
      report({...totals, unkept: why})
    },
  }
}

function showing({givenUp, oneByOne}: Job<unknown>, {show}: TaskContext<JobReport>): Watch {
  const begun = new Set<string>()
  return {
    ...unwatched,
    givenUp: new Map(givenUp),
    oneByOne,
    begin(key) {
      begun.add(key)
      show([...begun])
    },
    end(key) {
      begun.delete(key)
      show([...begun])
    },
  }
}
