import {sha256Hex} from '../digest.ts'
import {boundedBody, readBody} from './body.ts'
import {answerCache, type CachedAnswer} from './cache.ts'
import {authorizationOf, createTransport, describe, isPassing, networkError, type Transport} from './transport.ts'
import type {Http, HttpLogLine, HttpOptions, HttpRequest, HttpResponse} from './types.ts'

/** What a library may ask for in one piece. */
const libraryLimitBytes = 256 * 1024 * 1024

/**
 * The one way to the network: retry by the server's own reset times, a deadline, a budget of requests, bounded width
 * and answers, credentials that never leave their origin, and an on-disk cache with validators.
 */
export function createHttp(options: HttpOptions): Http {
  const log: HttpLogLine[] = []
  const transport = createTransport(options, log)
  const gate = slots(options.width)
  const cache = options.cacheFolder === undefined ? undefined : answerCache(options.cacheFolder)

  return {
    log,
    fetch: libraryFetch(transport, gate),
    async stream(request) {
      const {response, url} = await gate(() => transport.ask(request))
      return {
        status: response.status,
        url,
        headers: response.headers,
        body: namedBody(transport, request, response, url),
      }
    },
    async send(request) {
      const ask = (asked: HttpRequest): Promise<HttpResponse> => gate(() => sendWhole(transport, asked))
      if (request.cache === undefined || cache === undefined) return ask(request)
      const key = cacheKey(request, authorizationOf(request, options))
      const kept = options.refresh === true ? undefined : cache.get(key)
      if (kept !== undefined && request.cache === 'immutable') return fromCache(kept)
      const answer = await ask(withValidator(request, kept))
      if (answer.status === 304 && kept !== undefined) return fromCache(kept, answer.headers.get('date'))
      const isAnswer = answer.status === 200 || answer.status === 206
      if (isAnswer && request.isKept?.(answer.bytes) !== false) cache.put(key, answer)
      return answer
    },
  }
}

function withValidator(request: HttpRequest, kept: CachedAnswer | undefined): HttpRequest {
  return kept?.etag === undefined ? request : {...request, headers: {...request.headers, 'if-none-match': kept.etag}}
}

/** A body that breaks off is asked for again, like an answer that never came. */
async function sendWhole(transport: Transport, request: HttpRequest): Promise<HttpResponse> {
  for (let tried = 1; ; tried++) {
    const {response, url} = await transport.ask(request)
    try {
      const bytes = await readBody(boundedBody(response, request.limitBytes, describe(url), transport.leftMs))
      return {status: response.status, url, headers: response.headers, bytes, fromCache: false}
    } catch (error) {
      const named = networkError(error, url)
      if (!isPassing(named) || !(await transport.waitForRetry(tried))) throw named
    }
  }
}

/** A body whose breaking off has our name. */
async function* namedBody(
  transport: Transport,
  request: HttpRequest,
  response: Response,
  url: URL,
): AsyncGenerator<Uint8Array> {
  try {
    yield* boundedBody(response, request.limitBytes, describe(url), transport.leftMs)
  } catch (error) {
    throw networkError(error, url)
  }
}

/** For libraries that take a `fetch`: their own credentials and user agent give way to ours. */
function libraryFetch(transport: Transport, gate: ReturnType<typeof slots>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const headers = Object.fromEntries(
      [...request.headers].filter(([name]) => name !== 'authorization' && name !== 'user-agent'),
    )
    const method = request.method === 'HEAD' || request.method === 'POST' ? request.method : 'GET'
    const body = method === 'POST' ? {body: await request.text()} : {}
    const {response} = await gate(() =>
      transport.ask({url: new URL(request.url), method, headers, limitBytes: libraryLimitBytes, ...body}),
    )
    return response
  }
}

/** At most `width` at a time. */
function slots(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = width
  return async work => {
    if (free === 0) await new Promise<void>(resolve => waiting.push(resolve))
    else free--
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}

/** @param date when the server said that what is kept still holds */
function fromCache(kept: CachedAnswer, date?: string | null): HttpResponse {
  const headers = new Headers(kept.headers)
  if (typeof date === 'string') headers.set('date', date)
  return {status: kept.status, url: new URL(kept.url), headers, bytes: kept.bytes, fromCache: true}
}

/** What a user with one credential was told is not told to another. */
function cacheKey(request: HttpRequest, authorization: string | undefined): string {
  const headers = ['accept', 'range'].map(name => request.headers?.[name] ?? '')
  return [
    request.method ?? 'GET',
    request.url.href,
    ...headers,
    request.body ?? '',
    authorization === undefined ? '' : sha256Hex(authorization),
  ].join('\n')
}
