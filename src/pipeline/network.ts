import type {Network} from '../lib/http/network.ts'

/** What the way to registries needs of the machine and the user. */
export interface NetworkNeeds {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly toolVersion: string
  readonly cacheFolder: string | undefined
  readonly refresh: boolean
  /** seconds */
  readonly deadline: number
}

/** The run's way to registries: loaded by the first who asks for it, the same for all. */
export function networkOf(needs: NetworkNeeds): () => Promise<Network> {
  let network: Promise<Network> | undefined
  return () => {
    network ??= import('../lib/http/network.ts').then(({openNetwork}) =>
      openNetwork({...needs, deadlineMs: needs.deadline * 1000}),
    )
    return network
  }
}
