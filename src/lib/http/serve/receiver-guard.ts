import type {IncomingMessage} from 'node:http'
import {isBearer, isOwnHost} from './own-host.ts'

/** Which requests are heard at all. */
export interface ReceiverGuard {
  readonly paths: readonly string[]
  readonly contentTypes: readonly string[]
  /** has to follow `Bearer`; without one only this machine's own names are taken as Host */
  readonly token?: string | undefined
}

/** Why a request is not heard, as an HTTP answer says it. */
export interface Refusal {
  readonly status: number
  /** a sentence without a full stop */
  readonly message: string
}

/**
 * Why a request is not heard; undefined where it is. A browser says where a page is from (Origin), and the name of a
 * page's host that leads to this machine is not a name of this machine: neither may write here.
 */
export function refusalOf(
  {method, url = '', headers}: IncomingMessage,
  contentType: string,
  guard: ReceiverGuard,
): Refusal | undefined {
  if (headers.origin !== undefined) return {status: 403, message: 'pages of a browser may not send telemetry'}
  if (guard.token === undefined && !isOwnHost(headers.host))
    return {status: 403, message: 'the Host is not a name of this machine'}
  if (guard.token !== undefined && !isBearer(headers.authorization, guard.token))
    return {status: 401, message: 'the token is missing or wrong'}
  if (!guard.paths.includes(url.split('?', 1)[0] ?? ''))
    return {status: 404, message: `only ${guard.paths.join(', ')} are here`}
  if (method !== 'POST') return {status: 405, message: 'only POST is taken'}
  if (!guard.contentTypes.includes(contentType))
    return {status: 415, message: `the Content-Type is not one of ${guard.contentTypes.join(', ')}`}
  const encoding = headers['content-encoding'] ?? 'identity'
  return encoding === 'identity' || encoding === 'gzip'
    ? undefined
    : {status: 415, message: 'the Content-Encoding is neither gzip nor identity'}
}
