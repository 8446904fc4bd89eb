import {AibomError} from '../errors.ts'
import {isLoopbackHost} from './host-reach.ts'

/** True for addresses that never leave the machine: plain http is no exposure there. */
export function isLoopback(url: URL): boolean {
  return isLoopbackHost(url.hostname)
}

/** An http(s) address without a user, a password or parameters; undefined for any other text. */
export function serverAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isBare = url?.username === '' && url.password === '' && url.search === ''
  return isBare && /^https?:$/.test(url.protocol) ? url : undefined
}

/**
 * One segment of a path, escaped so that it stays one: `#`, `?`, `%`, `/`, newlines.
 * @throws {AibomError} `AIBOM_PATH_UNSAFE` for an empty, `.` or `..` segment, which no escape keeps from being resolved
 */
export function pathSegment(text: string): string {
  if (text === '' || text === '.' || text === '..') {
    throw new AibomError('AIBOM_PATH_UNSAFE', `${JSON.stringify(text)} cannot stand in the path of a request`, {
      exit: 2,
    })
  }
  return encodeURIComponent(text)
}

/** A `/`-separated path, each segment escaped. */
export function pathSegments(path: string): string {
  return path.split('/').map(pathSegment).join('/')
}

/**
 * Where a redirect leads.
 * @throws {AibomError} `AIBOM_HTTP_REDIRECT` when it is no http(s) address, carries credentials, or leaves https for
 *   http
 */
export function redirectTarget(from: URL, location: string | null): URL {
  if (location === null || !URL.canParse(location, from.href)) throw refused(from, 'it names no address')
  const target = new URL(location, from)
  if (target.protocol !== 'https:' && target.protocol !== 'http:') throw refused(from, `it leads to ${target.protocol}`)
  if (target.username !== '' || target.password !== '') throw refused(from, 'it carries credentials')
  if (from.protocol === 'https:' && target.protocol === 'http:') throw refused(from, 'it leaves https')
  return target
}

function refused(from: URL, why: string): AibomError {
  return new AibomError('AIBOM_HTTP_REDIRECT', `the redirect of ${from.origin}${from.pathname} is refused: ${why}`, {
    exit: 3,
  })
}
