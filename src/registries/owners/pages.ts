import {AibomError} from '../../lib/errors.ts'
import type {Network} from '../../lib/http/network.ts'
import {nextPage} from '../../lib/http/next-page.ts'
import type {HttpResponse} from '../../lib/http/types.ts'
import {parseUniqueJson} from '../../lib/parse/json.ts'

/** Something that a host has, as a source of ours. */
export interface Owned {
  /** as `generate` takes it */
  readonly address: string
  readonly form: 'git' | 'registry'
  readonly name: string
}

/** How one host is asked for a list. */
export interface ListRequest {
  readonly first: URL
  /** `the repositories of acme on GitHub` */
  readonly what: string
  readonly token: string | undefined
  /** names of the variables that may hold the token */
  readonly variables: string
  readonly accept: string
}

const answerLimitBytes = 32 * 1024 * 1024
/** As many as the largest have, and no more. */
const entryLimit = 200_000

/**
 * Every entry of a list, page by page. The token goes to the host alone that was asked, never along with a redirect to
 * another; a page elsewhere is not asked for.
 * @returns undefined where the host has no such list (404)
 * @throws {AibomError} exit 3: `AIBOM_LISTING_RATE_LIMITED`, `AIBOM_LISTING_REFUSED`, `AIBOM_LISTING_ANSWER`, and
 *   those of the http client
 */
export async function listEntries({http, credentials}: Network, request: ListRequest): Promise<unknown[] | undefined> {
  const {first, what, token} = request
  if (token !== undefined) credentials.set(first.origin, `Bearer ${token}`)
  const entries: unknown[] = []
  const asked = new Set<string>()
  for (let url: URL | undefined = first; url !== undefined; ) {
    if (url.origin !== first.origin) throw badAnswer(what, `with a next page at ${url.origin}, which is another host`)
    if (asked.has(url.href)) throw badAnswer(what, 'with pages that do not end')
    asked.add(url.href)
    const answer = await http.send({url, limitBytes: answerLimitBytes, headers: {accept: request.accept}})
    if (answer.status === 404 && asked.size === 1) return undefined
    entries.push(...pageOf(answer, request))
    if (entries.length > entryLimit) throw badAnswer(what, `with more than ${entryLimit} entries`)
    url = nextPage(answer)
  }
  return entries
}

function pageOf(answer: HttpResponse, request: ListRequest): unknown[] {
  const {what, first} = request
  if (answer.status !== 200) throw refusal(answer, request)
  if (answer.url.origin !== first.origin)
    throw badAnswer(what, `by a redirect to ${answer.url.origin}, which is another host`)
  const page = parseUniqueJson(Buffer.from(answer.bytes).toString('utf8'))
  if (Array.isArray(page)) return page
  throw badAnswer(what, 'with something that is not a list')
}

function refusal({status, headers}: HttpResponse, {what, token, variables}: ListRequest): AibomError {
  if (
    status === 429 ||
    (status === 403 && (headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after')))
  ) {
    return new AibomError(
      'AIBOM_LISTING_RATE_LIMITED',
      `${what} could not be listed: too much was asked${resetWords(headers)} (${status})`,
      {
        hint: token === undefined ? `Set ${variables}: with a token more may be asked` : 'Try again later',
        exit: 3,
      },
    )
  }
  const hint =
    token === undefined ? `Set ${variables}, if they are not public` : `Check what the token in ${variables} may read`
  return new AibomError('AIBOM_LISTING_REFUSED', `${what} could not be listed: the host answered ${status}`, {
    hint,
    exit: 3,
  })
}

/** `X-RateLimit-Reset` is in seconds since 1970. */
function resetWords(headers: Headers): string {
  const text = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? ''
  return /^\d{9,11}$/.test(text) ? `, until ${new Date(Number(text) * 1000).toISOString().slice(0, 16)}Z` : ''
}

export function badAnswer(what: string, how: string): AibomError {
  return new AibomError('AIBOM_LISTING_ANSWER', `${what} could not be listed: the host answered ${how}`, {exit: 3})
}

export function noSuchOwner(what: string, variables: string): AibomError {
  return new AibomError(
    'AIBOM_LISTING_NOT_FOUND',
    `${what} could not be listed: the owner does not exist or is not public`,
    {
      hint: `Check the name, or set ${variables}`,
    },
  )
}
