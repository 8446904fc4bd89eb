import {createHttp} from './client.ts'
import {platformClock, platformFetch} from './platform.ts'
import type {Http} from './types.ts'

/** One run's way to the network: one budget, one log, one set of credentials. */
export interface Network {
  readonly http: Http
  /**
   * value of `Authorization` by the one origin it is for (`https://huggingface.co`); filled from the user's own
   * configuration alone
   */
  readonly credentials: Map<string, string>
}

/** What a run hands to the network; a `cacheFolder` that is absent keeps nothing. */
export interface NetworkOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly toolVersion: string
  /** whole run */
  readonly deadlineMs: number
  readonly cacheFolder: string | undefined
  /** asks again for what is kept */
  readonly refresh: boolean
}

/** Requests of one run: a repository of 2,300 data files read whole, several times over. */
const requestBudget = 20_000
const width = 8

/** Opens nothing yet: the first request does. */
export async function openNetwork(options: NetworkOptions): Promise<Network> {
  const credentials = new Map<string, string>()
  const http = createHttp({
    ...platformClock,
    fetch: await platformFetch(options.env),
    userAgent: `aibom/${options.toolVersion}`,
    authorization: origin => credentials.get(origin),
    signal: options.signal,
    deadlineMs: options.deadlineMs,
    budget: requestBudget,
    width,
    cacheFolder: options.cacheFolder,
    refresh: options.refresh,
  })
  return {http, credentials}
}
