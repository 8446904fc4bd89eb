import {spawn} from 'node:child_process'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll} from 'vitest'

/** A server of git repositories by HTTP, as hosts run it; the first requests are refused as too many. */
export async function serveRepositories(root: string, refused: number): Promise<{readonly url: string}> {
  let left = refused
  const server = createServer((request, response) => {
    if (left-- > 0) {
      response.writeHead(429, {'Retry-After': '60'}).end('slow down')
      return
    }
    const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost')
    const child = spawn('git', ['http-backend'], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathname,
        QUERY_STRING: searchParams.toString(),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      },
    })
    request.pipe(child.stdin)
    const chunks: Buffer[] = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.on('close', () => answer(Buffer.concat(chunks), response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => void server.close())
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}
}

/** What a CGI program wrote: headers, an empty line, the body. */
function answer(written: Buffer, response: import('node:http').ServerResponse): void {
  const end = written.indexOf('\r\n\r\n')
  for (const line of written.toString('latin1', 0, end).split('\r\n')) {
    const [name = '', value = ''] = line.split(': ')
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
    else response.setHeader(name, value)
  }
  response.end(written.subarray(end + 4))
}
