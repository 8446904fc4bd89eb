import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createHttp} from '../../../../src/lib/http/client.ts'
import type {Http, HttpOptions} from '../../../../src/lib/http/types.ts'
import {temporaryFolder} from '../../../support/run.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server on loopback that keeps what it was asked. */
async function serve(answer: Answer): Promise<{url: URL; seen: IncomingMessage[]}> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return {url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), seen}
}

/** A client whose waiting costs no time: sleeps move its clock. */
function client(options: Partial<HttpOptions> = {}): Http & {readonly slept: number[]} {
  const slept: number[] = []
  let clock = 0
  const http = createHttp({
    fetch,
    userAgent: 'aibom-test',
    authorization: () => undefined,
    signal: new AbortController().signal,
    deadlineMs: 600_000,
    now: () => clock,
    sleep: async ms => {
      slept.push(ms)
      clock += ms
    },
    budget: 100,
    width: 4,
    ...options,
  })
  return {...http, slept}
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('createHttp', () => {
  it.each([
    ['RateLimit', {ratelimit: '"api";r=0;t=55'}, 55_000],
    ['Retry-After', {'retry-after': '7'}, 7_000],
    ['neither', {}, 500],
  ])('waits as the server says before it asks again: %s', async (_name, headers, waitMs) => {
    let first = true
    const {url} = await serve((_request, response) => {
      response.writeHead(first ? 429 : 200, first ? headers : {}).end('ok')
      first = false
    })
    const http = client()
    expect((await http.send({url, limitBytes: 100})).status).toBe(200)
    expect(http.slept).toEqual([waitMs])
  })

  it('gives the refusal itself when the wait would pass the deadline', async () => {
    const {url, seen} = await serve((_request, response) => response.writeHead(429, {'retry-after': '60'}).end())
    const http = client({deadlineMs: 10_000})
    expect((await http.send({url, limitBytes: 100})).status).toBe(429)
    expect(seen.length).toBe(1)
  })

  it('asks again when the body breaks off', async () => {
    let first = true
    const {url} = await serve((_request, response) => {
      response.writeHead(200, {'content-length': '4'})
      if (first) response.write('ha', () => response.destroy())
      else response.end('half')
      first = false
    })
    expect(text((await client().send({url, limitBytes: 100})).bytes)).toBe('half')
  })

  it('never sends a credential to another origin, not even after a redirect', async () => {
    const other = await serve((_request, response) => response.end('body'))
    const own = await serve((_request, response) => response.writeHead(302, {location: other.url.href}).end())
    const http = client({authorization: origin => (origin === own.url.origin ? 'Bearer secret' : undefined)})
    await http.send({url: own.url, limitBytes: 100})
    expect(own.seen[0]?.headers.authorization).toBe('Bearer secret')
    expect(other.seen[0]?.headers.authorization).toBeUndefined()
  })

  it('takes a library its own credential away', async () => {
    const {url, seen} = await serve((_request, response) => response.end('{}'))
    await client().fetch(url, {headers: {authorization: 'Bearer of-the-library'}})
    expect(seen[0]?.headers.authorization).toBeUndefined()
  })

  it.each([
    ['file:///etc/passwd', 'file:'],
    ['http://user:word@127.0.0.1/', 'credentials'],
  ])('refuses a redirect to %s', async (location, why) => {
    const {url} = await serve((_request, response) => response.writeHead(302, {location}).end())
    await expect(client().send({url, limitBytes: 100})).rejects.toMatchObject({
      code: 'AIBOM_HTTP_REDIRECT',
      message: expect.stringContaining(why),
      exit: 3,
    })
  })

  it('ends a loop of redirects', async () => {
    const {url, seen} = await serve((_request, response) => response.writeHead(302, {location: '/'}).end())
    await expect(client().send({url, limitBytes: 100})).rejects.toMatchObject({code: 'AIBOM_HTTP_REDIRECT'})
    expect(seen.length).toBe(6)
  })

  it.each([
    ['declared', (response: ServerResponse) => response.writeHead(200, {'content-length': '200'}).end('x'.repeat(200))],
    [
      'not declared',
      (response: ServerResponse) => response.writeHead(200, {'transfer-encoding': 'chunked'}).end('x'.repeat(200)),
    ],
  ])('refuses an answer past the limit, its length %s', async (_name, answer) => {
    const {url} = await serve((_request, response) => answer(response))
    await expect(client().send({url, limitBytes: 100})).rejects.toMatchObject({code: 'AIBOM_HTTP_TOO_LARGE', exit: 3})
  })

  it('keeps to its budget of requests', async () => {
    const {url} = await serve((_request, response) => response.end('ok'))
    const http = client({budget: 1})
    await http.send({url, limitBytes: 100})
    await expect(http.send({url, limitBytes: 100})).rejects.toMatchObject({code: 'AIBOM_HTTP_BUDGET'})
  })

  it('stops at once when it is interrupted', async () => {
    const abort = new AbortController()
    const {url} = await serve(() => abort.abort(new DOMException('interrupted', 'AbortError')))
    await expect(client({signal: abort.signal}).send({url, limitBytes: 100})).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  it('asks a kept answer again with its validator, and never what is named by a digest', async () => {
    const {url, seen} = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, {etag: '"1"'}).end('body')
    })
    const cacheFolder = temporaryFolder()
    const ask = (cache: 'validate' | 'immutable') => client({cacheFolder}).send({url, limitBytes: 100, cache})
    expect(await ask('validate')).toMatchObject({fromCache: false})
    expect(await ask('validate')).toMatchObject({fromCache: true, status: 200})
    expect(text((await ask('immutable')).bytes)).toBe('body')
    expect(seen.length).toBe(2)
  })

  it('does not keep what is not what was asked for', async () => {
    const {url, seen} = await serve((_request, response) =>
      response.writeHead(200).end(seen.length === 1 ? '<html>' : '{}'),
    )
    const cacheFolder = temporaryFolder()
    const isKept = (bytes: Uint8Array): boolean => text(bytes) === '{}'
    const ask = () => client({cacheFolder}).send({url, limitBytes: 100, cache: 'immutable', isKept})
    expect(text((await ask()).bytes)).toBe('<html>')
    expect(await ask()).toMatchObject({fromCache: false})
    expect(await ask()).toMatchObject({fromCache: true})
    expect(seen.length).toBe(2)
  })

  it('gives one user nothing that was kept for another', async () => {
    const {url, seen} = await serve((_request, response) => response.writeHead(200, {etag: '"1"'}).end('private'))
    const cacheFolder = temporaryFolder()
    await client({cacheFolder, authorization: () => 'Bearer a'}).send({url, limitBytes: 100, cache: 'immutable'})
    await client({cacheFolder, authorization: () => 'Bearer b'}).send({url, limitBytes: 100, cache: 'immutable'})
    expect(seen.length).toBe(2)
  })

  it('names a host that does not answer', async () => {
    const http = client()
    await expect(http.send({url: new URL('http://127.0.0.1:1/x?sig=secret'), limitBytes: 100})).rejects.toMatchObject({
      code: 'AIBOM_HTTP_NETWORK',
      message: expect.not.stringContaining('secret'),
    })
    expect(http.slept.length).toBe(4)
  })
})
