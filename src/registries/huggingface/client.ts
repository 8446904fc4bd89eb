import {AibomError} from '../../lib/errors.ts'
import {pathSegment, pathSegments} from '../../lib/http/address.ts'
import type {Network} from '../../lib/http/network.ts'
import {acceptRange, type ByteRange, rangeRequest} from '../../lib/http/range.ts'
import type {HttpRequest, HttpResponse, HttpStream} from '../../lib/http/types.ts'
import {isCommit} from '../../lib/names/commit.ts'
import {nestsDeeper} from '../../lib/narrow.ts'
import {parseUniqueJson} from '../../lib/parse/json.ts'
import {hubRefusal} from './outcome.ts'
import {type HubReference, type HubRepository, nameOf} from './reference.ts'
import {type HubEntry, type HubHistory, type HubInfo, toHubCommit, toHubEntry, toHubInfo} from './schema.ts'
import type {HubSettings} from './settings.ts'

/**
 * The read calls of the Hub's API. Every failure is an {@link AibomError} with a name of its own; statuses are told by
 * {@link hubRefusal}.
 */
export interface HubClient {
  /** One request. The commit that a branch or tag stands for, and what the hub says of the repository there. */
  info(reference: HubReference): Promise<HubInfo>
  /**
   * One request a page of a thousand; what is kept of a commit's list is not asked for again.
   * @throws also `AIBOM_HUB_TOO_MANY_FILES`
   */
  files(repository: HubRepository, commit: string): AsyncIterable<HubEntry>
  /** One request. The newest commits up to one, each by its id, title, date and authors. */
  history(repository: HubRepository, commit: string, count: number): Promise<HubHistory>
  /** The content of a file from `start` on, up to `end` (exclusive). */
  content(repository: HubRepository, commit: string, path: string, range: ByteRange): Promise<HttpStream>
}

/** Answers list every file's name; the card's data of the largest models is some megabytes. */
const answerLimitBytes = 64 * 1024 * 1024
/** As many as the largest data sets have, and no more. */
const fileLimit = 500_000
/** A page has 50 entries at least, but for the last. */
const pageLimit = fileLimit / 50
/** Cards have some ten; what reads and writes them recurses. */
const depthLimit = 200

/** Sends the token of the settings, where there is one, to the hub's own origin alone. */
export function createHubClient(settings: HubSettings, network: Network): HubClient {
  const {http, credentials} = network
  if (settings.token !== undefined) credentials.set(settings.origin, `Bearer ${settings.token}`)
  const hasToken = settings.token !== undefined

  const ask: Ask = async (url, what, how) => {
    const answer = await http.send({url, limitBytes: answerLimitBytes, headers: {accept: 'application/json'}, ...how})
    if (answer.status === 200) return answer
    throw hubRefusal(what, answer, hasToken)
  }

  return {
    async info(reference) {
      const what = nameOf(reference)
      const at = reference.revision === undefined ? '' : `/revision/${pathSegment(reference.revision)}`
      const asked = reference.revision === undefined ? what : `${what} at ${reference.revision}`
      const url = apiUrl(settings, reference, `${at}?securityStatus=true`)
      const {bytes, headers} = await ask(url, asked, {cache: 'validate', isKept: isJson})
      return toInfo(parseAnswer(bytes, what), reference, headers.get('date'))
    },

    async *files(repository, commit) {
      const what = `the list of files of ${nameOf(repository)}`
      const {listFiles} = await import('@huggingface/hub')
      const repo = {type: repository.kind, name: repository.id}
      const fetch = libraryFetch({what, commit, origin: settings.origin, ask})
      yield* entriesOf(listFiles({repo, revision: commit, recursive: true, hubUrl: settings.endpoint, fetch}), what)
    },

    async history(repository, commit, count) {
      const what = `the commits of ${nameOf(repository)}`
      const url = apiUrl(settings, repository, `/commits/${commit}?limit=${count}`)
      const {bytes, headers} = await ask(url, what, {cache: 'immutable', isKept: isList})
      return toHistory(parseAnswer(bytes, what), headers.get('x-total-count'), count, what)
    },

    async content(repository, commit, path, range) {
      const folder = repository.kind === 'dataset' ? 'datasets/' : ''
      const place = `${folder}${pathSegments(repository.id)}/resolve/${pathSegment(commit)}/${pathSegments(path)}`
      const stream = await http.stream(rangeRequest(new URL(`${settings.endpoint}/${place}`), range))
      return acceptRange(stream, answer => hubRefusal(`${path} of ${nameOf(repository)}`, answer, hasToken))
    },
  }
}

type Ask = (url: URL, what: string, how: Pick<HttpRequest, 'cache' | 'isKept'>) => Promise<HttpResponse>

interface Listing {
  readonly what: string
  readonly commit: string
  readonly origin: string
  readonly ask: Ask
}

/** What the library asks goes our way: our statuses, our limits, no page of another origin, nothing that is no JSON. */
function libraryFetch({what, commit, origin, ask}: Listing): typeof fetch {
  const asked = new Set<string>()
  return async input => {
    const url = new URL(input instanceof Request ? input.url : input)
    assertNextPage(url, asked, what, origin)
    // a commit never changes; what the hub says of the repository there (gated, disabled, scans) does
    const isOfCommit = isCommit(commit) && url.pathname.includes(`/tree/${commit}`)
    const {bytes, headers} = await ask(url, what, {cache: isOfCommit ? 'immutable' : 'validate', isKept: isList})
    if (!Array.isArray(parseAnswer(bytes, what))) refuse(what, 'with something other than a list')
    return new Response(bytes.slice(), {
      headers: {'content-type': 'application/json', link: headers.get('link') ?? ''},
    })
  }
}

/** @param rest a path and a query, begun with `/` or `?` */
function apiUrl({endpoint}: HubSettings, {kind, id}: HubRepository, rest: string): URL {
  return new URL(`${endpoint}/api/${kind}s/${pathSegments(id)}${rest}`)
}

/** @throws {AibomError} `AIBOM_HUB_ANSWER` · `AIBOM_HUB_TOO_MANY_FILES` */
async function* entriesOf(
  items: AsyncIterable<Parameters<typeof toHubEntry>[0]>,
  what: string,
): AsyncGenerator<HubEntry> {
  let count = 0
  for await (const item of items) {
    const entry = toHubEntry(item)
    if (entry === null) refuse(what, 'with an entry that is not a file')
    if (entry === undefined || entry === null) continue
    if (++count > fileLimit)
      throw new AibomError('AIBOM_HUB_TOO_MANY_FILES', `${what} is longer than ${fileLimit}`, {exit: 3})
    yield entry
  }
}

/**
 * @param asked what this list was asked for so far; `url` is added
 * @throws {AibomError} `AIBOM_HUB_ORIGIN` · `AIBOM_HUB_ANSWER`
 */
function assertNextPage(url: URL, asked: Set<string>, what: string, origin: string): void {
  if (url.origin !== origin) {
    throw new AibomError(
      'AIBOM_HUB_ORIGIN',
      `${what}: the list of files continues at ${url.origin}, which is not the hub`,
      {exit: 3},
    )
  }
  // what is kept on disk costs neither time nor budget: nothing else would end a list that leads back to itself
  if (asked.has(url.href) || asked.size >= pageLimit) refuse(what, 'with pages that do not end')
  asked.add(url.href)
}

/** @throws {AibomError} `AIBOM_HUB_ANSWER` */
function toInfo(answer: unknown, reference: HubReference, date: string | null): HubInfo {
  const what = nameOf(reference)
  const info = toHubInfo(answer) ?? refuse(what, 'without an id or a commit of the hub')
  const asked = reference.revision?.toLowerCase() ?? ''
  if (isCommit(asked) && info.commit !== asked)
    refuse(what, `at the commit ${info.commit}, where ${asked} was asked for`)
  const askedAt = new Date(date ?? Number.NaN)
  return Number.isNaN(askedAt.getTime()) ? info : {...info, askedAt: askedAt.toISOString()}
}

/** @throws {AibomError} `AIBOM_HUB_ANSWER` */
function toHistory(answer: unknown, count: string | null, limit: number, what: string): HubHistory {
  if (!Array.isArray(answer)) return refuse(what, 'with something other than a list')
  const commits = answer
    .slice(0, limit)
    .map(item => toHubCommit(item) ?? refuse(what, 'with an entry that is not a commit'))
  return {commits, ...(/^\d{1,9}$/.test(count ?? '') && {total: Number(count)})}
}

/** @throws {AibomError} `AIBOM_HUB_ANSWER` */
function parseAnswer(bytes: Uint8Array, what: string): unknown {
  const value = parseOrNothing(bytes)
  if (value === undefined) refuse(what, 'with invalid JSON, or JSON with a duplicate name')
  if (nestsDeeper(value, depthLimit)) refuse(what, `with more than ${depthLimit} levels, one inside the other`)
  return value
}

function parseOrNothing(bytes: Uint8Array): unknown {
  return parseUniqueJson(new TextDecoder().decode(bytes))
}

function isJson(bytes: Uint8Array): boolean {
  return parseOrNothing(bytes) !== undefined
}

function isList(bytes: Uint8Array): boolean {
  return Array.isArray(parseOrNothing(bytes))
}

function refuse(what: string, how: string): never {
  throw new AibomError('AIBOM_HUB_ANSWER', `the hub answered for ${what} ${how}`, {hint: 'Check HF_ENDPOINT', exit: 3})
}
