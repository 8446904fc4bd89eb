import {AibomError} from '../../lib/errors.ts'
import type {Network} from '../../lib/http/network.ts'
import type {HttpRequest} from '../../lib/http/types.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import {parseJsonOrNothing} from '../../lib/parse/json.ts'
import type {OciCredential} from './credentials.ts'
import {mayBeAsked, mayHavePassword} from './token-server.ts'

/** A registry that wants a login; the credential is looked up only then. */
export interface OciLogin {
  /** what is asked for, for messages */
  readonly what: string
  /** of the registry */
  readonly base: URL
  readonly repository: string
  readonly network: Network
  credential(): Promise<OciCredential | undefined>
}

const tokenLimitBytes = 1024 * 1024
/** What a header can hold; tokens of registries are JWTs of some kilobytes. */
const tokenPattern = /^[\x21-\x7e]{1,65536}$/

/**
 * Answers the challenge of a registry: from then on its origin is sent a credential.
 * @param challenge value of `WWW-Authenticate`, from the registry's own origin
 * @throws {AibomError} `AIBOM_OCI_UNAUTHORIZED`
 * @see distribution documentation, "Token Authentication Specification"
 */
export async function logIn(challenge: string, login: OciLogin): Promise<void> {
  const found = await login.credential()
  const {credentials} = login.network
  if (/^basic\b/i.test(challenge) && found?.kind === 'basic') credentials.set(login.base.origin, basic(found))
  if (/^bearer\b/i.test(challenge))
    credentials.set(login.base.origin, `Bearer ${await accessToken(challenge, found, login)}`)
}

/** The registry names who gives tokens for it; what is asked of them is to pull from this one repository. */
async function accessToken(challenge: string, found: OciCredential | undefined, login: OciLogin): Promise<string> {
  const {what, base, network} = login
  const realm = parameter(challenge, 'realm')
  const url = realm !== undefined && URL.canParse(realm) ? new URL(realm) : undefined
  if (url === undefined || !mayBeAsked(url, base)) {
    throw new AibomError('AIBOM_OCI_UNAUTHORIZED', `${what} names no safe place for tokens`, {exit: 3})
  }
  const trusted = mayHavePassword(url, base)
  const {status, bytes} = await network.http.send(
    tokenRequest(url, parameter(challenge, 'service'), trusted ? found : undefined, login),
  )
  const answer = status === 200 ? asRecord(parseJsonOrNothing(new TextDecoder().decode(bytes))) : undefined
  const token = asText(answer?.['token']) ?? asText(answer?.['access_token'])
  if (token !== undefined && tokenPattern.test(token)) return token
  const withheld =
    trusted || found === undefined
      ? ''
      : `; your login for ${base.host} was not sent to ${url.host}, which is not of its domain`
  throw new AibomError('AIBOM_OCI_UNAUTHORIZED', `${what} gives no token to you (${status})${withheld}`, {
    hint:
      withheld === '' ? `docker login ${base.host}` : 'Pull the artifact with its own client, and name the OCI layout',
    exit: 3,
  })
}

/**
 * Its credential goes with this one request: what the run knows for other origins does not, even if the registry names
 * one of them.
 */
function tokenRequest(
  url: URL,
  service: string | undefined,
  found: OciCredential | undefined,
  {repository}: OciLogin,
): HttpRequest {
  const fields = {...(service !== undefined && {service}), scope: `repository:${repository}:pull`}
  const common = {limitBytes: tokenLimitBytes, redirect: 'none'} as const
  if (found?.kind === 'identity-token') {
    const body = new URLSearchParams({
      ...fields,
      grant_type: 'refresh_token',
      client_id: 'aibom',
      refresh_token: found.token,
    }).toString()
    return {
      ...common,
      url,
      method: 'POST',
      body,
      authorization: 'none',
      headers: {'content-type': 'application/x-www-form-urlencoded'},
    }
  }
  const asked = new URL(url)
  for (const [name, value] of Object.entries(fields)) asked.searchParams.set(name, value)
  return {...common, url: asked, authorization: found === undefined ? 'none' : basic(found)}
}

function basic({username, password}: Extract<OciCredential, {kind: 'basic'}>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function parameter(challenge: string, name: 'realm' | 'service'): string | undefined {
  const pattern = name === 'realm' ? /\brealm="([^"]{0,1000})"/i : /\bservice="([^"]{0,1000})"/i
  return pattern.exec(challenge)?.[1]
}
