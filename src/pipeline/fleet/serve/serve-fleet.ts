import {AibomError} from '../../../lib/errors.ts'
import {assertGuarded} from '../../../lib/http/serve/own-host.ts'
import {startPageServer} from '../../../lib/http/serve/page-server.ts'
import {openStore} from '../../../store/open-store.ts'
import {type FleetOptions, storeAddress} from '../database.ts'
import {fleetApp} from './app.ts'
import {watchPolicy} from './policy-watch.ts'
import type {FleetServeResult} from './result.generated.ts'

/** What `aibom fleet serve` is asked. */
export interface FleetServeOptions extends FleetOptions {
  readonly host: string
  /** 0: any free port */
  readonly port: number
  readonly token: string | undefined
  readonly policy: string | undefined
}

const leastToken = 16

/**
 * `aibom fleet serve`: the fleet as pages and an API, until the signal ends it.
 * @throws {AibomError} `AIBOM_USAGE` for an address beyond this machine without a token; `AIBOM_LISTEN_FAILED`; those
 *   of the database
 */
export async function serveFleet(options: FleetServeOptions): Promise<FleetServeResult> {
  const {host, port, token, signal, progress, now} = options
  assertToken(host, token)
  await using store = await openStore(storeAddress(options), 'read')
  const policy = watchPolicy(options)
  let requests = 0
  const app = fleetApp({store, policy, token, now, count: () => requests++})
  const listening = await startPageServer(request => app.fetch(request), {host, port})
  const url = `http://${host}:${listening.port}/`
  progress.listening?.(url)
  const judging = policy.judge().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  await new Promise<void>(settle => {
    if (signal.aborted) settle()
    else signal.addEventListener('abort', () => settle(), {once: true})
  })
  await listening.close()
  await judging
  return {schemaVersion: 1, url, requests}
}

function assertToken(host: string, token: string | undefined): void {
  assertGuarded(
    host,
    token,
    'Set AIBOM_FLEET_TOKEN, which the page asks for and programs send as Authorization: Bearer TOKEN; or leave --host out',
  )
  if (token === undefined || token.length >= leastToken) return
  throw new AibomError('AIBOM_USAGE', `the token in AIBOM_FLEET_TOKEN has less than ${leastToken} characters`, {
    hint: 'Make one with: openssl rand -hex 24',
  })
}
