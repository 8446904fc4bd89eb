import type {ConfiguredExcludes} from '../sources/opener.ts'
import type {Progress} from './progress.ts'
import type {Threads} from './worker/threads.ts'

/** What the machine hands down to every use case; nothing below cli/ asks for it itself. */
export interface RunContext {
  /** what relative paths are relative to; absolute */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cacheFolder: string | undefined
  /** milliseconds since the epoch */
  readonly now: () => number
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly toolVersion: string
  /** of a run in a worker thread; without it that thread does everything */
  readonly threads?: Threads | undefined
  /** what a configuration file excludes: each pattern is told as a gap */
  readonly configured?: ConfiguredExcludes | undefined
}
