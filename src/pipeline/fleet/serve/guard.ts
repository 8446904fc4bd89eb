import {createHmac, randomBytes} from 'node:crypto'
import type {Context, MiddlewareHandler} from 'hono'
import {getCookie, setCookie} from 'hono/cookie'
import {isBearer, isOwnHost, isSameText} from '../../../lib/http/serve/own-host.ts'
import {fleetPolicy} from '../../../report/fleet/frame.ts'

const cookieName = 'aibom_fleet'
const cookieSeconds = 12 * 3600

/**
 * Headers of every answer: nothing but our own style is loaded, no other page may frame or read it, nobody keeps it.
 */
export const guardHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  const {headers} = context.res
  headers.set('content-security-policy', `${fleetPolicy}; frame-ancestors 'none'`)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('x-frame-options', 'DENY')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('cache-control', 'private, no-store')
}

/**
 * Refuses a request whose Host is not a name of this machine: a page elsewhere may have a name that leads here. With a
 * token, the token decides.
 */
export function guardHost(
  token: string | undefined,
  refuse: (context: Context, status: 403, message: string) => Response,
): MiddlewareHandler {
  return async (context, next) => {
    if (token === undefined && !isOwnHost(context.req.header('host')))
      return refuse(context, 403, 'the Host is not a name of this machine')
    return next()
  }
}

/** Who may read: whoever sends the token, or signed in with it. */
export interface Gate {
  isOpen(context: Context): boolean
  /** @returns whether it was the token; the browser is then let in until the server ends, half a day at most */
  signIn(context: Context, given: string): boolean
}

/** Open to everybody without a token; with one, to a bearer of it and to a browser that signed in with it. */
export function gateOf(token: string | undefined): Gate {
  if (token === undefined) return {isOpen: () => true, signIn: () => true}
  // not the token itself: a cookie that leaks opens nothing after the server ended
  const pass = createHmac('sha256', randomBytes(32)).update(token).digest('base64url')
  return {
    isOpen: context =>
      isBearer(context.req.header('authorization'), token) || isSameText(getCookie(context, cookieName) ?? '', pass),
    signIn(context, given) {
      if (!isSameText(given, token)) return false
      setCookie(context, cookieName, pass, {httpOnly: true, sameSite: 'Strict', path: '/', maxAge: cookieSeconds})
      return true
    },
  }
}
