import type {Network} from '../lib/http/network.ts'
import type {Source} from './source.ts'

/** What a configuration file leaves out of a source. */
export interface ConfiguredExcludes {
  readonly path: string
  /** under which the file keeps the settings of aibom; empty where they are all that it holds */
  readonly keys: readonly string[]
  readonly excludes: readonly string[]
}

/** What every kind of source is opened with. */
export interface SourceOptions {
  /** what relative paths are relative to; absolute */
  readonly cwd: string
  /** patterns as in an ignore file in the root: what they match is not part of the source */
  readonly exclude: readonly string[]
  /** patterns of a configuration file: the same, and each is told as a gap */
  readonly configured?: ConfiguredExcludes | undefined
  /** refuses sources that need the network */
  readonly offline: boolean
  readonly signal: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
  /** asks for the time at which a registry gave its opinion */
  readonly timestamp?: boolean
  /** the run's way to registries; sources of this machine never ask for it */
  readonly network?: () => Promise<Network>
}

/** How a kind of source is opened. */
export interface SourceOpener {
  /** whether opening this one touches the network */
  needsNetwork(text: string, env: SourceOptions['env']): boolean
  /**
   * @param text SOURCE as the user typed it, scheme included
   * @throws {AibomError} for what is missing, unreadable or no such source
   */
  open(text: string, options: SourceOptions): Promise<Source>
}
