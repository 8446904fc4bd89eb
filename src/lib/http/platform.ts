import {setTimeout} from 'node:timers/promises'
import {AibomError} from '../errors.ts'
import type {HttpOptions} from './types.ts'

type Environment = Readonly<Record<string, string | undefined>>

const proxyProtocols = new Set(['http:', 'https:', 'socks:', 'socks5:'])

/**
 * The platform's `fetch`; through an agent where the user's environment names a proxy (HTTPS_PROXY, HTTP_PROXY,
 * NO_PROXY, either case), which Node's own fetch does not honour.
 * @throws {AibomError} `AIBOM_PROXY_INVALID`
 */
export async function platformFetch(env: Environment): Promise<typeof fetch> {
  const [http, https] = [proxyOf(env, 'http_proxy'), proxyOf(env, 'https_proxy')]
  const none = env['no_proxy'] ?? env['NO_PROXY']
  if (http === undefined && https === undefined) return fetch
  const {EnvHttpProxyAgent, install, setGlobalDispatcher} = await import('undici')
  setGlobalDispatcher(
    new EnvHttpProxyAgent({
      ...(http !== undefined && {httpProxy: http}),
      ...(https !== undefined && {httpsProxy: https}),
      ...(none !== undefined && {noProxy: none}),
    }),
  )
  // an agent of one undici serves only its own fetch, Request and Response
  install()
  return globalThis.fetch
}

/** An address without a scheme is one of http, as other programs take it; an empty variable names no proxy. */
function proxyOf(env: Environment, name: string): string | undefined {
  const text = (env[name] ?? env[name.toUpperCase()])?.trim()
  if (text === undefined || text === '') return undefined
  const address = text.includes('://') ? text : `http://${text}`
  if (URL.canParse(address) && proxyProtocols.has(new URL(address).protocol)) return address
  throw new AibomError('AIBOM_PROXY_INVALID', `${name.toUpperCase()} is not a proxy address`, {
    hint: `Unset it, or: ${name.toUpperCase()}=http://host:port`,
  })
}

/** Clock and timer of the machine. */
export const platformClock: Pick<HttpOptions, 'now' | 'sleep'> = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, {signal}),
}
