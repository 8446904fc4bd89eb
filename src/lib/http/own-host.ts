import {timingSafeEqual} from 'node:crypto'
import {sha256Hex} from '../digest.ts'

const ownHost = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i
const ownName = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$/i

/** Whether an address to listen at can be reached from this machine alone. */
export function isOwnName(host: string): boolean {
  return ownName.test(host)
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
