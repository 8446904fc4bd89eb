import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

/** What is answered at a path: JSON with status 200, or something else. */
export type Route =
  | {readonly json: unknown}
  | {readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>>}

export interface LocalRegistry extends AsyncDisposable {
  readonly url: string
  /** paths asked for, in order */
  readonly asked: readonly string[]
}

/** A registry on the loopback address that knows these paths and no other. */
export async function startRegistry(routes: Readonly<Record<string, Route>>): Promise<LocalRegistry> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(path)
    const route = routes[path] ?? {status: 404}
    if ('json' in route) response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(route.json))
    else response.writeHead(route.status, route.headers).end(route.body ?? '')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
