import type {Change} from '../../drift/compare.ts'
import type {Entry} from '../../drift/entry.ts'
import {groupBy} from '../../lib/group.ts'
import type {Network} from '../../lib/http/network.ts'
import {mapLimited} from '../../lib/limit.ts'
import {createHubClient} from '../../registries/huggingface/client.ts'
import {readHubSettings} from '../../registries/huggingface/settings.ts'
import {createNpmRegistry, npmDefaultRegistry} from '../../registries/npm/client.ts'
import {createPypiIndex, pypiDefaultIndex} from '../../registries/pypi/client.ts'
import type {Answer, Failure} from './answer.ts'
import {askHub, hubSubject} from './hub.ts'
import {askRegistry, packageSubject} from './packages.ts'

/** What registries say today of what is recorded. */
export interface Upstream {
  /** how many assets a registry was asked about */
  readonly asked: number
  /** of how many repositories no commit is recorded: that they moved cannot be seen */
  readonly noCommit: number
  readonly changes: readonly Change[]
  readonly failures: readonly Failure[]
  /** commits that moving names stand for today, by identity */
  readonly heads: ReadonlyMap<string, string>
  /** kinds of assets that no registry is asked about, with how many there are */
  readonly notAsked: readonly {readonly what: string; readonly count: number}[]
}

/** Which registries are asked about packages. */
export interface UpstreamOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** npm's registry, from the user's own configuration alone */
  readonly registry?: string | undefined
  /** the Python index, likewise */
  readonly index?: string | undefined
}

const width = 8

/**
 * Asks the registries of everything that is recorded: whether a revision moved or went, a repository was renamed or is
 * gone, a file was replaced, a scanner warns, a package was withdrawn. Whatever they answer, nothing of it is fetched.
 */
export async function askUpstream(
  entries: readonly Entry[],
  network: () => Promise<Network>,
  options: UpstreamOptions,
): Promise<Upstream> {
  const parts = groupBy(
    entries.flatMap(entry => (entry.facts.get('part-of') ?? []).map(whole => ({whole, entry}))),
    ({whole}) => whole,
  )
  const partsOf = ({id}: Entry): Entry[] => (parts.get(id) ?? []).map(({entry}) => entry)
  const hubs = entries.flatMap(entry => hubSubject(entry, partsOf(entry)) ?? [])
  const packages = entries.flatMap(entry => packageSubject(entry) ?? [])
  const jobs = await jobsOf(hubs, packages, network, options)
  const answers = await mapLimited(jobs, width, async job => {
    options.signal.throwIfAborted()
    return job()
  })
  const asked = new Set([...hubs, ...packages].map(({entry}) => entry))
  return {
    asked: asked.size,
    noCommit: hubs.filter(({commit}) => commit === undefined).length,
    changes: answers.flatMap(({changes}) => changes),
    failures: answers.flatMap(({failures}) => failures),
    heads: new Map(hubs.flatMap(({entry}, index) => headOf(entry, answers[index]))),
    notAsked: notAsked(entries.filter(entry => !asked.has(entry))),
  }
}

/** Repositories of the hub are asked first, in their order. */
function headOf({id}: Entry, answer: Answer | undefined): [string, string][] {
  return answer?.head === undefined ? [] : [[id, answer.head]]
}

async function jobsOf(
  hubs: readonly Parameters<typeof askHub>[0][],
  packages: readonly Parameters<typeof askRegistry>[0][],
  network: () => Promise<Network>,
  {env, registry = npmDefaultRegistry, index = pypiDefaultIndex}: UpstreamOptions,
): Promise<(() => Promise<Answer>)[]> {
  if (hubs.length + packages.length === 0) return []
  const opened = await network()
  const settings = readHubSettings(env)
  const client = createHubClient(settings, opened)
  const registries = {npm: createNpmRegistry(registry, opened.http), pypi: createPypiIndex(index, opened.http)}
  return [
    ...hubs.map(
      subject => async (): Promise<Answer> => (settings.offline ? hubOffline(subject.entry) : askHub(subject, client)),
    ),
    ...packages.map(subject => () => askRegistry(subject, registries)),
  ]
}

function hubOffline({id}: Entry): Answer {
  return {changes: [], failures: [{id, message: 'HF_HUB_OFFLINE forbids asking the hub'}]}
}

/** Kinds that have an upstream somewhere, which is not asked. */
function notAsked(entries: readonly Entry[]): {what: string; count: number}[] {
  const left = entries.filter(
    ({kind, id}) =>
      (kind === 'model' || kind === 'dataset' || kind === 'package' || kind === 'mcp-server') && id !== '',
  )
  return [...groupBy(left, ({kind}) => kind)]
    .map(([what, list]) => ({what, count: list.length}))
    .sort((a, b) => (a.what < b.what ? -1 : 1))
}
