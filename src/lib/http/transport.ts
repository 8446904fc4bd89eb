import {AibomError, messageOf} from '../errors.ts'
import {redirectTarget} from './address.ts'
import {timeoutHint} from './body.ts'
import {waitBeforeRetryMs} from './retry.ts'
import type {HttpLogLine, HttpOptions, HttpRequest} from './types.ts'

const redirectLimit = 5
/** Until the first byte of an answer. */
const headTimeoutMs = 30_000
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** One run's way to send requests, under one budget and one deadline. */
export interface Transport {
  /** The answer after retries and redirects; its body is not read yet. */
  ask(request: HttpRequest): Promise<{readonly response: Response; readonly url: URL}>
  /**
   * Waits before another try, as the server asked or doubling; false when there is none, or the deadline comes first.
   */
  waitForRetry(tried: number, answer?: Response): Promise<boolean>
  /** until the deadline */
  leftMs(): number
}

/** What every try shares. */
interface Sending {
  readonly options: HttpOptions
  readonly log: HttpLogLine[]
  readonly endMs: number
}

/** One try, within the budget and what is left of the time. */
async function sendOnce(
  {options, log, endMs}: Sending,
  request: HttpRequest,
  url: URL,
  authorization: string | undefined,
): Promise<Response> {
  if (log.length >= options.budget)
    throw new AibomError('AIBOM_HTTP_BUDGET', `the budget of ${options.budget} requests is used up`, {exit: 3})
  const line = {method: request.method ?? 'GET', origin: url.origin, path: url.pathname}
  const headers = {
    'user-agent': options.userAgent,
    ...request.headers,
    ...(authorization !== undefined && {authorization}),
  }
  const timer = new AbortController()
  const leftMs = Math.max(1, Math.min(headTimeoutMs, endMs - options.now()))
  const late = new AibomError('AIBOM_HTTP_TIMEOUT', `${describe(url)} did not answer in time`, {
    hint: timeoutHint,
    exit: 3,
  })
  const timeout = setTimeout(() => timer.abort(late), leftMs)
  try {
    const signal = AbortSignal.any([options.signal, timer.signal])
    const response = await options.fetch(url, {
      method: line.method,
      headers,
      body: request.body ?? null,
      redirect: 'manual',
      signal,
    })
    log.push({...line, status: response.status})
    return response
  } catch (error) {
    log.push({...line, status: 0})
    options.signal.throwIfAborted()
    throw networkError(error, url)
  } finally {
    clearTimeout(timeout)
  }
}

/** Sends requests: budget, timeouts, retries, redirects, and credentials that never leave their origin. */
export function createTransport(options: HttpOptions, log: HttpLogLine[]): Transport {
  const endMs = options.now() + options.deadlineMs

  async function waitForRetry(tried: number, answer?: Response): Promise<boolean> {
    const ms = waitBeforeRetryMs(tried, answer, options.now())
    if (ms === undefined || options.now() + ms >= endMs) return false
    await options.sleep(ms, options.signal)
    return true
  }

  async function retried(request: HttpRequest, url: URL, authorization: string | undefined): Promise<Response> {
    for (let tried = 1; ; tried++) {
      try {
        const response = await sendOnce({options, log, endMs}, request, url, authorization)
        if (!(await waitForRetry(tried, response))) return response
        await response.body?.cancel()
      } catch (error) {
        if (!isPassing(error) || !(await waitForRetry(tried))) throw error
      }
    }
  }

  async function ask(request: HttpRequest): Promise<{response: Response; url: URL}> {
    let url = request.url
    // once a redirect has left the origin, no request that follows has a credential: not even one back to it, or to
    // another that is known
    let authorization = authorizationOf(request, options)
    for (let hop = 0; hop <= redirectLimit; hop++) {
      const response = await retried(request, url, authorization)
      if (!follows(request) || !redirectStatuses.has(response.status)) return {response, url}
      await response.body?.cancel()
      url = redirectTarget(url, response.headers.get('location'))
      if (url.origin !== request.url.origin) authorization = undefined
    }
    throw new AibomError('AIBOM_HTTP_REDIRECT', `${describe(request.url)} redirects more than ${redirectLimit} times`, {
      exit: 3,
    })
  }

  return {ask, waitForRetry, leftMs: () => endMs - options.now()}
}

/** What is sent to the origin of a request. */
export function authorizationOf({authorization, url}: HttpRequest, options: HttpOptions): string | undefined {
  return authorization === undefined
    ? options.authorization(url.origin)
    : authorization === 'none'
      ? undefined
      : authorization
}

function follows({redirect, method}: HttpRequest): boolean {
  return redirect !== 'none' && method !== 'POST' && method !== 'PUT'
}

/** Trouble of the moment, worth another try. */
export function isPassing(error: unknown): boolean {
  return error instanceof AibomError && error.code === 'AIBOM_HTTP_NETWORK'
}

/** What a failed request or a body that broke off is called; our own errors and interruptions stay as they are. */
export function networkError(error: unknown, url: URL): unknown {
  if (error instanceof AibomError || (error instanceof Error && error.name === 'AbortError')) return error
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : messageOf(error)
  return new AibomError('AIBOM_HTTP_NETWORK', `${describe(url)}: ${reason}`, {
    hint: 'Check the address, the connection and the proxy',
    exit: 3,
    cause: error,
  })
}

/** An address without its query, which may hold a signature. */
export function describe(url: URL): string {
  return `${url.origin}${url.pathname}`
}
