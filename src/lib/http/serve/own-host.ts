import {timingSafeEqual} from 'node:crypto'
import {sha256Hex} from '../../digest.ts'
import {AibomError} from '../../errors.ts'

const ownHost = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i
const ownName = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$/i

/**
 * An address to listen at that can be reached from other machines needs a token.
 * @param hint where the token is named
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function assertGuarded(host: string, token: string | undefined, hint: string): void {
  if (token !== undefined || ownName.test(host)) return
  throw new AibomError('AIBOM_USAGE', `${host} can be reached from other machines, so it needs a token`, {hint})
}

/** Whether the Host of a request is a name of this machine: a page elsewhere whose name leads here has another. */
export function isOwnHost(header: string | undefined): boolean {
  return ownHost.test(header ?? '')
}

/** Whether `Authorization: Bearer …` has a token. */
export function isBearer(authorization: string | undefined, token: string): boolean {
  const [scheme = '', given = ''] = (authorization ?? '').split(' ', 2)
  return scheme.toLowerCase() === 'bearer' && isSameText(given, token)
}

/** Takes as long for any text. */
export function isSameText(given: string, expected: string): boolean {
  const [a, b] = [sha256Hex(given), sha256Hex(expected)].map(hex => Buffer.from(hex))
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
