import {type Entry, factOf} from '../../drift/entry.ts'
import {type NetworkNeeds, networkOf} from '../network.ts'
import {askUpstream, type Upstream, type UpstreamOptions} from './ask-upstream.ts'

/** What asking registries needs, where a command does it beside other work. */
export type UpstreamStepOptions = NetworkNeeds & UpstreamOptions

/** What a result says of a look at the registries. */
export interface UpstreamAccount {
  asked: number
  noCommit: number
  notAsked: {what: string; count: number}[]
  failed: {id: string; message: string}[]
}

/**
 * The upstream step of a check: what is there now, with what the baseline recorded of it where the source itself names
 * no version.
 * @param before entries of the baseline, if there is one
 */
export function upstreamStep(
  now: readonly Entry[],
  before: readonly Entry[],
  options: UpstreamStepOptions,
): Promise<Upstream> {
  const recorded = new Map(before.map(entry => [entry.id, entry]))
  const entries = now.map(entry => {
    const old = recorded.get(entry.id)
    if (old === undefined || factOf(entry, 'version') !== undefined || factOf(old, 'version') === undefined)
      return entry
    return {...old, ...(entry.place !== undefined && {place: entry.place})}
  })
  const parts = before.filter(entry => entry.facts.has('part-of') && !now.some(({id}) => id === entry.id))
  return askUpstream([...entries, ...parts], networkOf(options), options)
}

/** How much was asked, as results carry it. */
export function accountOf({asked, noCommit, notAsked, failures}: Upstream): UpstreamAccount {
  return {asked, noCommit, notAsked: notAsked.map(item => ({...item})), failed: failures.map(failure => ({...failure}))}
}
