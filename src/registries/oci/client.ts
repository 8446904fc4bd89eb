import {createHash} from 'node:crypto'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError} from '../../lib/errors.ts'
import {isLoopback, pathSegments} from '../../lib/http/address.ts'
import type {Network} from '../../lib/http/network.ts'
import {nextPage} from '../../lib/http/next-page.ts'
import {acceptRange, type ByteRange, rangeRequest} from '../../lib/http/range.ts'
import type {HttpHead, HttpResponse, HttpStream} from '../../lib/http/types.ts'
import {parseUniqueJson} from '../../lib/parse/json.ts'
import type {OciCredential} from './credentials.ts'
import {logIn} from './login.ts'
import {
  formatOciDigest,
  indexedManifests,
  indexTypes,
  manifestLimitBytes,
  manifestTypes,
  type OciDescriptor,
  type OciDigest,
  parseOciDigest,
} from './manifest.ts'
import type {OciReference} from './reference.ts'

/** What a registry served; the digest is computed from the bytes that came. */
export interface FetchedManifest {
  readonly digest: OciDigest
  readonly document: unknown
  /** as it was served */
  readonly text: string
}

/** The pull side of a registry, for one repository. */
export interface OciClient {
  /**
   * @throws {AibomError} `AIBOM_OCI_NOT_FOUND`, `AIBOM_OCI_UNAUTHORIZED`, `AIBOM_OCI_UNAVAILABLE`, `AIBOM_OCI_ANSWER`,
   * `AIBOM_DIGEST_MISMATCH`
   */
  manifest(reference: string): Promise<FetchedManifest>
  blob(digest: OciDigest, range: ByteRange): Promise<HttpStream>
  /**
   * What names the manifest as its subject: by the API, page by page, else by the tag that stands in for it; none where
   * neither is there.
   * @throws {AibomError} `AIBOM_OCI_UNAVAILABLE`, `AIBOM_OCI_UNAUTHORIZED`, `AIBOM_OCI_ANSWER`: what could not be
   *   asked for is not nothing
   */
  referrers(digest: OciDigest): Promise<readonly OciDescriptor[]>
}

const pageLimit = 50
/** "Not implemented": a registry without the API. */
const notImplemented = 501
const accepted = [...manifestTypes, ...indexTypes].join(', ')

/**
 * @param credential asked for only when the registry wants one
 * @see OCI distribution specification
 */
export function createOciClient(
  {host, repository}: OciReference,
  network: Network,
  credential: () => Promise<OciCredential | undefined>,
): OciClient {
  const {http} = network
  const base = baseOf(host)
  const what = `${host}/${repository}`
  const ask = askerOf(base, challenge => logIn(challenge, {what, base, repository, network, credential}))

  function get(path: string): Promise<HttpResponse> {
    return getUrl(new URL(`/v2/${pathSegments(repository)}/${path}`, base))
  }

  function getUrl(url: URL): Promise<HttpResponse> {
    return ask(() => http.send({url, limitBytes: manifestLimitBytes, headers: {accept: accepted}}))
  }

  async function follow(url: URL): Promise<HttpResponse> {
    const page = await getUrl(url)
    if (page.status === 404) throw unavailable(`${what}: a page of its list of referrers is missing (404)`)
    if (page.status !== 200) throw refusal(page)
    return page
  }

  const refusal = (answer: HttpHead): AibomError => refusalOf(answer, host, repository, base.origin)

  async function manifest(reference: string): Promise<FetchedManifest> {
    const answer = await get(`manifests/${reference}`)
    if (answer.status !== 200) throw refusal(answer)
    return toManifest(reference, answer, what)
  }

  return {
    manifest,
    async blob(digest, range) {
      const url = new URL(`/v2/${pathSegments(repository)}/blobs/${formatOciDigest(digest)}`, base)
      const stream = await ask(
        () => http.stream(rangeRequest(url, range)),
        ({body}) => body.return(undefined),
      )
      return acceptRange(stream, refusal)
    },
    async referrers(digest) {
      const byApi = await get(`referrers/${formatOciDigest(digest)}`)
      if (byApi.status === 200)
        return pagesOf(byApi, {what, path: new URL(`/v2/${pathSegments(repository)}/referrers/`, base)}, follow)
      if (isTrouble(byApi.status)) throw refusal(byApi)
      const byTag = await get(`manifests/${digest.alg}-${digest.hex}`)
      if (byTag.status === 200) return indexedManifests(parse(what, byTag))
      if (byTag.status !== 404) throw refusal(byTag)
      return []
    },
  }
}

type Ask = <T extends HttpHead>(send: () => Promise<T>, discard?: (answer: T) => Promise<unknown>) => Promise<T>

/**
 * Sends, and once more after a login where the registry wants one. Only the registry itself may ask for it: whoever it
 * redirects to is a stranger.
 */
function askerOf(base: URL, logInFor: (challenge: string) => Promise<void>): Ask {
  let login: Promise<void> | undefined
  return async (send, discard) => {
    const answer = await send()
    if (answer.status !== 401 || answer.url.origin !== base.origin) return answer
    await discard?.(answer)
    login ??= logInFor(answer.headers.get('www-authenticate') ?? '')
    await login
    return send()
  }
}

function refusalOf({status, url}: HttpHead, host: string, repository: string, origin: string): AibomError {
  const what = `${host}/${repository}`
  if (url.origin !== origin)
    return unavailable(`${what} could not be fetched: ${url.origin}, where the registry sends us, answered ${status}`)
  if (status === 401 || status === 403) {
    return new AibomError('AIBOM_OCI_UNAUTHORIZED', `${what} is not open to you (${status})`, {
      hint: `docker login ${host}`,
      exit: 3,
    })
  }
  if (status !== 404) return unavailable(`${what} could not be asked for (${status})`)
  return new AibomError('AIBOM_OCI_NOT_FOUND', `${what} has no such artifact (404)`, {
    hint: 'Check name, tag and digest',
    exit: 2,
  })
}

/** @throws {AibomError} `AIBOM_DIGEST_MISMATCH` where the bytes are not those that were asked for or announced */
function toManifest(reference: string, answer: HttpResponse, what: string): FetchedManifest {
  const {bytes, headers} = answer
  assertStated(parseOciDigest(reference) ?? parseOciDigest(headers.get('docker-content-digest')), answer, what)
  const text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
  return {digest: {alg: 'sha256', hex: sha256Hex(bytes)}, document: parse(what, answer), text}
}

/**
 * Every page of a list, the first of which is there: a list that is not read to its end would hide a signature.
 * @param list what is listed, and the path that every page lies under
 */
async function pagesOf(
  first: HttpResponse,
  list: {readonly what: string; readonly path: URL},
  follow: (url: URL) => Promise<HttpResponse>,
): Promise<OciDescriptor[]> {
  const found: OciDescriptor[] = []
  let page = first
  for (let count = 1; count <= pageLimit; count++) {
    found.push(...indexedManifests(parse(list.what, page)))
    const next = nextPage(page)
    if (next === undefined) return found
    if (next.origin !== list.path.origin || !next.pathname.startsWith(list.path.pathname)) break
    page = await follow(next)
  }
  throw new AibomError(
    'AIBOM_OCI_ANSWER',
    `${list.what}: its list of referrers continues on another host or never ends`,
    {exit: 3},
  )
}

/** By whichever algorithm it is asked for. */
function assertStated(stated: OciDigest | undefined, {bytes}: HttpResponse, what: string): void {
  if (stated === undefined || stated.hex === createHash(stated.alg).update(bytes).digest('hex')) return
  throw new AibomError(
    'AIBOM_DIGEST_MISMATCH',
    `${what}: the manifest that was served is not ${formatOciDigest(stated)}`,
    {exit: 1},
  )
}

/** Plain http only where it does not leave the machine. */
function baseOf(host: string): URL {
  const named = host === 'docker.io' || host === 'index.docker.io' ? 'registry-1.docker.io' : host
  const secure = new URL(`https://${named}/`)
  return isLoopback(secure) ? new URL(`http://${named}/`) : secure
}

/** Of the API: the registry has it, and does not tell us; any other answer is one of a registry without it. */
const withheld: readonly number[] = [401, 403, 429]

/** What says nothing of whether there is something. */
function isTrouble(status: number): boolean {
  return withheld.includes(status) || (status >= 500 && status !== notImplemented)
}

function unavailable(message: string): AibomError {
  return new AibomError('AIBOM_OCI_UNAVAILABLE', message, {hint: 'Try again later', exit: 3})
}

/** Strictly: what one program takes for a manifest of two layers is for another a manifest of others. */
function parse(what: string, {bytes}: HttpResponse): unknown {
  const document = parseUniqueJson(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes))
  if (document !== undefined) return document
  throw new AibomError('AIBOM_OCI_ANSWER', `${what} was answered with invalid JSON, or JSON with a duplicate name`, {
    exit: 3,
  })
}
