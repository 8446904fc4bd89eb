/**
 * What is asked. The `Authorization` header is never among `headers`: the client sends a credential only to the origin
 * it is for.
 */
export interface HttpRequest {
  readonly url: URL
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string>>
  /** a POST or PUT is not redirected: its body may hold a secret */
  readonly body?: string
  /** `Authorization` of this one request, in place of what the client knows for the origin; `none` sends none */
  readonly authorization?: string
  /** past it the answer is refused: AIBOM_HTTP_TOO_LARGE */
  readonly limitBytes: number
  /** `follow` (default) up to the hop limit; `none` gives the redirect itself */
  readonly redirect?: 'follow' | 'none'
  /**
   * `validate`: kept on disk with its ETag and asked again with it · `immutable`: kept and never asked again (named by
   * commit or digest) · default: not kept
   */
  readonly cache?: 'validate' | 'immutable'
  /**
   * kept only where it is true of the body: a stranger's page in the place of an answer is not kept for ever; default:
   * always
   */
  readonly isKept?: (bytes: Uint8Array) => boolean
}

/** An answer without its body. */
export interface HttpHead {
  readonly status: number
  /** after redirects */
  readonly url: URL
  readonly headers: Headers
}

/** An answer whose body has been read whole, from the network or from what an earlier run kept. */
export interface HttpResponse extends HttpHead {
  readonly bytes: Uint8Array
  readonly fromCache: boolean
}

/** An answer whose body is read as it comes. */
export interface HttpStream extends HttpHead {
  /** refuses to go past the request's limit, or to stay silent past the idle time */
  readonly body: AsyncGenerator<Uint8Array>
}

/** One line of what was asked, for counting; no header, no body, no credential. */
export interface HttpLogLine {
  readonly method: string
  readonly origin: string
  readonly path: string
  readonly status: number
}

/** The one way that requests go out; `log` has every request that was sent, with status 0 where nothing came back. */
export interface Http {
  /**
   * @throws {AibomError} exit 3: `AIBOM_HTTP_NETWORK`, `AIBOM_HTTP_TIMEOUT`, `AIBOM_HTTP_TOO_LARGE`,
   * `AIBOM_HTTP_REDIRECT`, `AIBOM_HTTP_BUDGET`
   */
  send(request: HttpRequest): Promise<HttpResponse>
  stream(request: HttpRequest): Promise<HttpStream>
  /** The same rules for libraries that take a `fetch`; their own Authorization header is dropped for the client's. */
  readonly fetch: typeof fetch
  readonly log: readonly HttpLogLine[]
}

/** What a client needs from outside, clock and `fetch` included. */
export interface HttpOptions {
  /** `fetch` of the platform, or of a proxy agent: see platform.ts */
  readonly fetch: typeof fetch
  readonly userAgent: string
  /** value of Authorization for an origin (`https://huggingface.co`), from the user's own configuration alone */
  readonly authorization: (origin: string) => string | undefined
  readonly signal: AbortSignal
  /** whole run; nothing is waited for beyond it */
  readonly deadlineMs: number
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** requests that may be sent in all */
  readonly budget: number
  readonly width: number
  readonly cacheFolder?: string | undefined
  /** true asks again for everything that is kept */
  readonly refresh?: boolean
}
