import {AibomError} from '../../lib/errors.ts'
import {isLoopback} from '../../lib/http/address.ts'
import type {Network} from '../../lib/http/network.ts'
import type {HttpRequest} from '../../lib/http/types.ts'
import {asRecord, asText} from '../../lib/narrow.ts'
import type {OciCredential} from './credentials.ts'

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

/**
 * Answers the challenge of a registry: from then on its origin is sent a credential.
 * @param challenge value of `WWW-Authenticate`
 * @throws {AibomError} `AIBOM_OCI_UNAUTHORIZED`
 * @see distribution documentation, «Token Authentication Specification»
 */
export async function logIn(challenge: string, login: OciLogin): Promise<void> {
  const found = await login.credential()
  const {credentials} = login.network
  if (/^basic\b/i.test(challenge) && found?.kind === 'basic') credentials.set(login.base.origin, basic(found))
  if (/^bearer\b/i.test(challenge)) credentials.set(login.base.origin, `Bearer ${await accessToken(challenge, found, login)}`)
}

/** The registry names who gives tokens for it; what is asked of them is to pull from this one repository. */
async function accessToken(challenge: string, found: OciCredential | undefined, login: OciLogin): Promise<string> {
  const {http, credentials} = login.network
  const realm = parameter(challenge, 'realm')
  const url = realm !== undefined && URL.canParse(realm) ? new URL(realm) : undefined
  if (url === undefined || !isSafe(url, login.base)) {
    throw new AibomError('AIBOM_OCI_UNAUTHORIZED', `${login.what} names no safe place for tokens`, {exit: 3})
  }
  if (found?.kind === 'basic') credentials.set(url.origin, basic(found))
  try {
    const {status, bytes} = await http.send(tokenRequest(url, parameter(challenge, 'service'), found, login))
    const answer = status === 200 ? asRecord(parseJson(bytes)) : undefined
    const token = asText(answer?.['token']) ?? asText(answer?.['access_token'])
    if (token !== undefined) return token
    throw new AibomError('AIBOM_OCI_UNAUTHORIZED', `${login.what} gives no token to you (${status})`, {
      hint: `docker login ${login.base.host}`,
      exit: 3,
    })
  } finally {
    // the password is for this one question
    credentials.delete(url.origin)
  }
}

function isSafe(url: URL, base: URL): boolean {
  return url.protocol === 'https:' || (isLoopback(url) && isLoopback(base))
}

function tokenRequest(url: URL, service: string | undefined, found: OciCredential | undefined, {repository}: OciLogin): HttpRequest {
  const fields = {...(service !== undefined && {service}), scope: `repository:${repository}:pull`}
  const common = {limitBytes: tokenLimitBytes, redirect: 'none'} as const
  if (found?.kind === 'identity-token') {
    const body = new URLSearchParams({...fields, grant_type: 'refresh_token', client_id: 'aibom', refresh_token: found.token}).toString()
    return {...common, url, method: 'POST', body, headers: {'content-type': 'application/x-www-form-urlencoded'}}
  }
  const asked = new URL(url)
  for (const [name, value] of Object.entries(fields)) asked.searchParams.set(name, value)
  return {...common, url: asked}
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // what is no JSON holds no token, which is what is said then
    return undefined
  }
}

function basic({username, password}: Extract<OciCredential, {kind: 'basic'}>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function parameter(challenge: string, name: 'realm' | 'service'): string | undefined {
  const pattern = name === 'realm' ? /\brealm="([^"]{0,1000})"/i : /\bservice="([^"]{0,1000})"/i
  return pattern.exec(challenge)?.[1]
}
