import {existsSync, readdirSync} from 'node:fs'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {stubCommit} from '../support/hub.ts'
import {aibom, type Run, temporaryFolder} from '../support/run.ts'
import {startServer} from '../support/server.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

const file = {type: 'file', path: 'w.bin', size: 7, oid: 'a'.repeat(40)}

/** Fetches from a hub that answers rightly but where it is told otherwise. */
async function fetchFrom(hostile: {
  readonly info?: Answer
  readonly tree?: Answer
  readonly content?: Answer
}): Promise<Run & {files: string[]}> {
  const {url} = await startServer((request, response) => {
    const path = request.url ?? ''
    if (path.includes('/tree/'))
      return hostile.tree === undefined ? response.end(JSON.stringify([file])) : hostile.tree(request, response)
    if (path.includes('/commits/')) return response.end('[]')
    if (path.includes('/api/')) {
      return hostile.info === undefined
        ? response.end(JSON.stringify({id: 'acme/tiny', sha: stubCommit}))
        : hostile.info(request, response)
    }
    return hostile.content === undefined ? response.end('weights') : hostile.content(request, response)
  })
  const cwd = temporaryFolder()
  const run = await aibom(['fetch', 'hf:acme/tiny', 'model', '--deadline', '4'], {cwd, env: {HF_ENDPOINT: url}})
  return {...run, files: existsSync(join(cwd, 'model')) ? readdirSync(join(cwd, 'model')) : []}
}

const redirect =
  (location: string): Answer =>
  (_request, response) =>
    response.writeHead(302, {location}).end()
const list =
  (entries: readonly unknown[]): Answer =>
  (_request, response) =>
    response.end(JSON.stringify(entries))

describe('a hostile hub', () => {
  it.each<[string, Answer, string]>([
    ['redirects to itself without end', redirect('/api/models/acme/tiny'), 'AIBOM_HTTP_REDIRECT'],
    ['redirects to a file', redirect('file:///etc/passwd'), 'AIBOM_HTTP_REDIRECT'],
    ['redirects to data', redirect('data:application/json,{}'), 'AIBOM_HTTP_REDIRECT'],
    ['redirects with a password of its own', redirect('http://user:password@127.0.0.1/x'), 'AIBOM_HTTP_REDIRECT'],
    ['redirects to nowhere', (_request, response) => response.writeHead(302).end(), 'AIBOM_HTTP_REDIRECT'],
    [
      'answers with deep JSON',
      (_request, response) => response.end(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      'AIBOM_HUB_ANSWER',
    ],
    ['answers with a list', (_request, response) => response.end('[]'), 'AIBOM_HUB_ANSWER'],
    ['answers with HTML', (_request, response) => response.end('<html>'), 'AIBOM_HUB_ANSWER'],
    [
      'answers with nothing but a very long header',
      (_request, response) => response.writeHead(200, {x: 'x'.repeat(20_000)}).end('{}'),
      'AIBOM_HTTP_NETWORK',
    ],
    ['never answers', () => undefined, 'AIBOM_HTTP_TIMEOUT'],
    [
      'answers with a body that never ends',
      (_request, response) => {
        response.writeHead(200)
        const more = (): void => {
          if (response.write(' '.repeat(10)) && !response.destroyed) setTimeout(more, 100)
        }
        more()
      },
      'AIBOM_HTTP_TIMEOUT',
    ],
    [
      'answers with a bomb',
      (_request, response) =>
        response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20))),
      'AIBOM_HTTP_TOO_LARGE',
    ],
    [
      'says that its answer is larger than it is',
      (_request, response) => response.writeHead(200, {'content-length': 1e12}).end('{}'),
      'AIBOM_HTTP_TOO_LARGE',
    ],
  ])('that %s is told apart', {timeout: 60_000}, async (_what, info, code) => {
    const run = await fetchFrom({info})
    expect(run).toMatchObject({exit: 3, stdout: '', files: []})
    expect(run.stderr).toContain(code)
  })

  it.each<[string, readonly unknown[], string]>([
    ['twice', [file, {...file, oid: 'b'.repeat(40)}], 'AIBOM_FETCH_LIST'],
    ['with half a character', [{...file, path: 'a\ud800.bin'}], 'AIBOM_FETCH_UNSAFE'],
    ['with a line break', [{...file, path: 'a\nb.bin'}], 'AIBOM_FETCH_UNSAFE'],
    ['with a size that is no number', [{...file, size: '7'}], 'AIBOM_FETCH_LIST'],
    ['with a size below nothing', [{...file, size: -1}], 'AIBOM_FETCH_LIST'],
    ['as a folder of another', [file, {...file, path: 'w.bin/x'}], 'AIBOM_FETCH_UNSAFE'],
  ])('that lists a file %s gets nothing written', async (_what, entries, code) => {
    const run = await fetchFrom({tree: list(entries)})
    expect(run).toMatchObject({stdout: '', files: []})
    expect([1, 3]).toContain(run.exit)
    expect(run.stderr).toContain(code)
  })

  it.each<[string, Answer]>([
    ['more than it declared', (_request, response) => response.end('weights and more')],
    ['less than it declared', (_request, response) => response.end('weigh')],
    [
      'another range',
      (_request, response) => response.writeHead(206, {'content-range': 'bytes 3-9/10'}).end('weights'),
    ],
    ['other bytes', (_request, response) => response.end('WEIGHTS')],
    [
      'a compressed bomb',
      (_request, response) =>
        response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(Buffer.alloc(50_000_000))),
    ],
    ['a redirect to a file', redirect('file:///etc/passwd')],
  ])('that gives %s leaves no such file', {timeout: 60_000}, async (_what, content) => {
    const run = await fetchFrom({content})
    expect([1, 3]).toContain(run.exit)
    expect(run.stdout).toContain('w.bin')
    expect(run.files).not.toContain('w.bin')
  })
})

it.each(['line\nbreak', '', 'x'.repeat(100_000)])(
  'a token of a registry that no header can hold is not used',
  async token => {
    const registry = await startServer((request, response) =>
      request.url?.startsWith('/token') === true
        ? response.end(JSON.stringify({token}))
        : response.writeHead(401, {'www-authenticate': `Bearer realm="http://${request.headers.host}/token"`}).end(),
    )
    const run = await aibom(['generate', `oci://${registry.host}/x/y:1`])
    expect(run).toMatchObject({exit: 3, stdout: '', stderr: expect.stringContaining('AIBOM_OCI_UNAUTHORIZED')})
    expect(registry.seen.filter(({authorization}) => authorization !== undefined)).toEqual([])
  },
)
