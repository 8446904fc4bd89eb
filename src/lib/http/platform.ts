import {setTimeout} from 'node:timers/promises'
import type {HttpOptions} from './types.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The platform's `fetch`; through an agent where the user's environment names a proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY, either case),
 * which Node's own fetch does not honour.
 */
export async function platformFetch(env: Environment): Promise<typeof fetch> {
  const [http, https, none] = ['http_proxy', 'https_proxy', 'no_proxy'].map(name => env[name] ?? env[name.toUpperCase()])
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

/** Clock and timer of the machine. */
export const platformClock: Pick<HttpOptions, 'now' | 'sleep'> = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, {signal}),
}
