import {writeFileSync} from 'node:fs'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {isResultOf} from '../support/example-app.ts'
import {fleetOn} from '../support/fleet.ts'
import {temporaryFolder} from '../support/run.ts'
import {startServer} from '../support/server.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Lists of two pages at a path, and 404 for the rest; what was asked with which token is kept. */
function lister(path: string, pages: readonly unknown[]): {readonly answer: Answer; readonly asked: string[]} {
  const asked: string[] = []
  return {
    asked,
    answer(request, response) {
      const url = new URL(request.url ?? '', `http://${request.headers.host}`)
      asked.push(`${url.pathname} ${request.headers.authorization ?? 'no token'}`)
      if (url.pathname !== path) return void response.writeHead(404, {'content-type': 'application/json'}).end('{}')
      const page = Number(url.searchParams.get('page') ?? '1')
      url.searchParams.set('page', String(page + 1))
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(page < pages.length && {link: `<${url.href}>; rel="next", <${url.href}>; rel="last"`}),
      })
      response.end(JSON.stringify(pages[page - 1]))
    },
  }
}

async function added(words: readonly string[], env: Readonly<Record<string, string>>, cwd = temporaryFolder()) {
  const run = await fleetOn('fleet.db', {cwd, env})('add', ...words, '--json')
  expect(run.stderr).toBe('')
  expect(isResultOf('fleet-add', run.stdout)).toBe(true)
  return JSON.parse(run.stdout).sources.map(({form, address}: {form: string; address: string}) => `${form} ${address}`)
}

describe('aibom fleet add OWNER', () => {
  it('lists all pages of an organisation on GitHub, its token with them', async () => {
    const pages = [
      [{full_name: 'acme/web', clone_url: 'file:///etc'}, {full_name: 'acme/api'}],
      [{full_name: 'acme/.github'}],
    ]
    const {answer, asked} = lister('/api/v3/orgs/acme/repos', pages)
    const {url} = await startServer(answer)
    const names = await added(['github:acme'], {GITHUB_API_URL: `${url}/api/v3`, GITHUB_TOKEN: 'ghp_x'})
    expect(names).toEqual([`git ${url}/acme/.github.git`, `git ${url}/acme/api.git`, `git ${url}/acme/web.git`])
    expect(asked).toEqual(['/api/v3/orgs/acme/repos Bearer ghp_x', '/api/v3/orgs/acme/repos Bearer ghp_x'])
  })

  it('takes a user where there is no organisation, and an owner in a list', async () => {
    const {answer} = lister('/users/me/repos', [[{full_name: 'me/notes'}]])
    const {url} = await startServer(answer)
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'list'), '# mine\ngithub:me\n')
    expect(await added(['list'], {GITHUB_API_URL: url}, cwd)).toEqual([`git ${url}/me/notes.git`])
  })

  it('lists a group of GitLab with its subgroups', async () => {
    const {answer, asked} = lister('/api/v4/groups/acme%2Fml/projects', [[{path_with_namespace: 'acme/ml/deep/rank'}]])
    const {url} = await startServer(answer)
    expect(await added(['gitlab:acme/ml'], {GITLAB_HOST: url, GITLAB_TOKEN: 'glpat-x'})).toEqual([
      `git ${url}/acme/ml/deep/rank.git`,
    ])
    expect(asked).toEqual(['/api/v4/groups/acme%2Fml/projects Bearer glpat-x'])
  })

  it('lists models and data sets of an organisation on the hub', async () => {
    const {answer} = lister('/api/models', [[{id: 'acme/tiny'}], [{id: 'acme/large'}]])
    const {url} = await startServer((request, response) => {
      if (!request.url?.startsWith('/api/datasets')) return answer(request, response)
      response.writeHead(200, {'content-type': 'application/json'}).end('[{"id":"acme/talks"}]')
    })
    expect(await added(['hf-org:acme'], {HF_ENDPOINT: url})).toEqual([
      'registry hf-dataset:acme/talks',
      'registry hf:acme/large',
      'registry hf:acme/tiny',
    ])
  })

  const json = {'content-type': 'application/json'}
  it.each<[string, Answer, number, string]>([
    [
      'an owner that is not there',
      (_request, response) => void response.writeHead(404, json).end('{}'),
      2,
      'AIBOM_LISTING_NOT_FOUND',
    ],
    [
      'a limit',
      (_request, response) =>
        void response
          .writeHead(403, {...json, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800000000'})
          .end('{}'),
      3,
      'AIBOM_LISTING_RATE_LIMITED the repositories of acme on 127.0.0.1',
    ],
    ['a refusal', (_request, response) => void response.writeHead(403, json).end('{}'), 3, 'AIBOM_LISTING_REFUSED'],
    [
      'a page of a login',
      (_request, response) => void response.writeHead(200, {'content-type': 'text/html'}).end('<html>'),
      3,
      'AIBOM_LISTING_ANSWER',
    ],
    [
      'names that lead elsewhere',
      (_request, response) => void response.writeHead(200, json).end('[{"full_name":"../../etc"}]'),
      3,
      'AIBOM_LISTING_ANSWER',
    ],
    [
      'a next page on another host',
      (_request, response) =>
        void response.writeHead(200, {...json, link: '<https://evil.example/x>; rel="next"'}).end('[]'),
      3,
      'AIBOM_LISTING_ANSWER',
    ],
    [
      'pages without an end',
      (request, response) => void response.writeHead(200, {...json, link: `<${request.url}>; rel="next"`}).end('[]'),
      3,
      'AIBOM_LISTING_ANSWER',
    ],
  ])('names %s, and adds nothing', async (_what, answer, exit, message) => {
    const {url} = await startServer(answer)
    const run = await fleetOn('fleet.db', {
      cwd: temporaryFolder(),
      env: {GITHUB_API_URL: url, GITHUB_TOKEN: 'ghp_secret'},
    })('add', 'github:acme')
    expect(run).toMatchObject({exit, stdout: '', stderr: expect.stringContaining(message)})
    expect(run.stderr).not.toContain('ghp_secret')
  })

  it('does not send the token along with a redirect to another host', async () => {
    const seen: (string | undefined)[] = []
    const other = await startServer((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(200, json).end('[{"full_name":"acme/web"}]')
    })
    const {url} = await startServer(
      (request, response) => void response.writeHead(302, {location: `${other.url}${request.url}`}).end(),
    )
    const run = await fleetOn('fleet.db', {
      cwd: temporaryFolder(),
      env: {GITHUB_API_URL: url, GITHUB_TOKEN: 'ghp_secret'},
    })('add', 'github:acme')
    expect(run).toMatchObject({exit: 3, stderr: expect.stringContaining('which is another host')})
    expect(seen.every(token => token === undefined)).toBe(true)
  })

  it.each([['github:'], ['github:a/b'], ['hf-org:a b'], ['gitlab:../x?y']])('refuses %s', async word => {
    expect((await fleetOn('fleet.db', {cwd: temporaryFolder()})('add', word)).exit).toBe(2)
  })

  it('asks nobody under --offline', async () => {
    const run = await fleetOn('fleet.db', {cwd: temporaryFolder(), env: {GITHUB_API_URL: 'http://127.0.0.1:9'}})(
      'add',
      'github:acme',
      '--offline',
    )
    expect(run).toMatchObject({exit: 2, stderr: expect.stringContaining('--offline refuses the network')})
  })
})
