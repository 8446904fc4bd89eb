import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {text} from 'node:stream/consumers'
import {afterAll} from 'vitest'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly range: string | undefined
  readonly body: string
}

export interface LocalServer {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly url: string
  /** every request, in order */
  readonly seen: readonly Seen[]
}

/** A server on the loopback address that answers as it likes, until the test file has ended. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<LocalServer> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    seen.push({
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization,
      range: request.headers.range,
      body,
    })
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {host, url: `http://${host}`, seen}
}

/** Sends every request to the same path of another server. */
export function redirectTo(url: string, status = 302): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => void response.writeHead(status, {location: `${url}${request.url ?? '/'}`}).end()
}
