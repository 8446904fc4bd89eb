/** Tries of one request in all. */
const tries = 5
const firstWaitMs = 500
const longestWaitMs = 5 * 60_000
const retriedStatuses = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * How long to wait before the next try; undefined when there is none.
 * The server's own reset time goes first: `RateLimit: "api";r=0;t=55`, `Retry-After` in seconds or as a date; else the
 * wait doubles.
 * @param tried how many tries were made
 * @see RFC 9110 §10.2.3; IETF draft "RateLimit header fields for HTTP"
 */
export function waitBeforeRetryMs(
  tried: number,
  answer: {status: number; headers: Headers} | undefined,
  nowMs: number,
): number | undefined {
  if (tried >= tries) return undefined
  const backoff = firstWaitMs * 2 ** (tried - 1)
  if (answer === undefined) return backoff
  if (!retriedStatuses.has(answer.status)) return undefined
  const asked = resetMs(answer.headers) ?? retryAfterMs(answer.headers, nowMs)
  if (asked === undefined) return backoff
  return asked > longestWaitMs ? undefined : asked
}

function resetMs(headers: Headers): number | undefined {
  const seconds = /;\s*t=(\d{1,7})/.exec(headers.get('ratelimit') ?? '')?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
