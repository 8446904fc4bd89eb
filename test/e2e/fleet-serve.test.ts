import {cpSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {request} from 'node:http'
import {join} from 'node:path'
import {Ajv2020} from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {browserPath, look, startBrowser} from '../support/browser.ts'
import {isResultOf} from '../support/example-app.ts'
import {commitAll, databaseFile, fleetOn, loading, makeRepository, type Serving, serveFleet} from '../support/fleet.ts'
import {startPostgres} from '../support/postgres.ts'
import {hasPostgres} from '../support/postgres-server.ts'
import {projectRoot, temporaryFolder} from '../support/run.ts'

const openapi = JSON.parse(readFileSync(join(projectRoot, 'schemas/fleet.openapi.json'), 'utf8'))
const ajv = new Ajv2020({strict: false})
addFormats.default(ajv)
ajv.addSchema({...openapi, $id: 'fleet'})

/** Whether a body is what the description says of a path and a status. */
function fits(path: string, status: number, body: unknown): true | string {
  const reference = openapi.paths[path].get.responses[status].content['application/json'].schema.$ref
  const validate = ajv.getSchema(`fleet${reference}`)
  return validate?.(body) === true ? true : ajv.errorsText(validate?.errors)
}

const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`

/** Four repositories, one with a hostile name, one that changed, one that cannot be read. */
async function makeFleet(database: string): Promise<string> {
  const folder = temporaryFolder()
  const fleet = fleetOn(database, {cwd: folder})
  cpSync(join(projectRoot, 'docs/example-app'), join(folder, 'code/assistant'), {recursive: true})
  makeRepository(join(folder, 'code/assistant'), {})
  makeRepository(join(folder, 'code/search'), {'app.py': loading('acme/tuned'), 'requirements.txt': 'openai==1.0.0\n'})
  makeRepository(join(folder, 'code/<img src=x>'), {
    'app.py': loading(`acme/${hostile.replaceAll('"', '')}`),
    'requirements.txt': 'openai==1.0.0\n',
  })
  await fleet('add', 'code', 'https://127.0.0.1:9/gone.git')
  await fleet('scan')
  writeFileSync(join(folder, 'code/search/requirements.txt'), 'openai==1.2.0\n')
  commitAll(join(folder, 'code/search'))
  await fleet('scan')
  writeFileSync(join(folder, 'policy.yaml'), 'version: 1\napproved:\n  models: ["huggingface/acme/*"]\n')
  return folder
}

const get = async (serving: Serving, path: string, init?: RequestInit) => fetch(new URL(path, serving.url), init)

/** Every path of our own that a page leads to. */
function pathsIn(page: string): string[] {
  return [...page.matchAll(/href="(\/[^"#]*)"/g)].map(([, path = '']) => path.replaceAll('&amp;', '&'))
}

const stores = [
  ['SQLite', async () => databaseFile()] as const,
  ['PostgreSQL', async () => (await startPostgres()).url] as const,
]

describe.each(stores.filter(([name]) => name === 'SQLite' || hasPostgres))(
  'aibom fleet serve on %s',
  (store, makeDatabase) => {
    let serving: Serving
    let folder = ''
    let database = ''

    beforeAll(async () => {
      database = await makeDatabase()
      folder = await makeFleet(database)
      serving = await serveFleet(database, ['--policy', 'policy.yaml'], {cwd: folder})
      for (let at = 0; at < 100; at++) {
        const {state} = await (await get(serving, '/api/v1/policy')).json()
        if (state !== 'judging') break
        await new Promise(resolve => setTimeout(resolve, 200))
      }
    }, 120_000)
    afterAll(async () => void (await serving?.stop()))

    it('answers every path of its description as that says', async () => {
      const search = join(folder, 'code/search')
      const parameters: Readonly<Record<string, string>> = {
        '/api/v1/assets': '?q=kind:model&page=1',
        '/api/v1/asset': `?identity=${encodeURIComponent('package:pypi/openai')}`,
        '/api/v1/repositories': '?q=code',
        '/api/v1/repository': `?address=${encodeURIComponent(search)}`,
        '/api/v1/findings': '?rule=floating-model',
        '/api/v1/changes': '?since=1d',
        '/api/v1/bom': `?address=${encodeURIComponent(search)}`,
      }
      for (const [path, {get: operation}] of Object.entries<{get: {responses: Record<string, {content: object}>}}>(
        openapi.paths,
      )) {
        const response = await get(serving, `${path}${parameters[path] ?? ''}`)
        expect([path, response.status]).toEqual([path, 200])
        const body = await response.json()
        if ('application/json' in (operation.responses['200']?.content ?? {}))
          expect([path, fits(path, 200, body)]).toEqual([path, true])
        else expect(body).toMatchObject({bomFormat: 'CycloneDX'})
      }
    })

    it('tells who uses an asset, in which version, since when, and what changed', async () => {
      const {uses, versions} = await (await get(serving, '/api/v1/asset?identity=package:pypi/openai')).json()
      expect(uses.map(({source, version}: {source: string; version: string}) => `${source} ${version}`).sort()).toEqual(
        ['<img src=x> 1.0.0', 'search 1.2.0', 'support-assistant 3.54.0'],
      )
      const older = versions.find(
        ({source, value}: {source: string; value: string}) => source === 'search' && value === '1.0.0',
      )
      expect(older.until).toMatch(/^\d{4}-/)
      const {changes, added} = await (await get(serving, '/api/v1/changes')).json()
      expect(changes).toMatchObject([
        {source: 'search', what: 'changed', name: 'openai', before: '1.0.0', after: '1.2.0'},
      ])
      expect(added).toHaveLength(3)
      const {week, sources, policy} = await (await get(serving, '/api/v1/overview')).json()
      expect(week).toMatchObject({added: 3, changed: 1, came: 0, went: 0})
      expect(sources).toEqual({total: 4, current: 3, new: 0, failed: 1})
      expect(policy).toMatchObject({state: 'judged', outcome: 'failed', notCurrent: ['gone']})
    })

    it('counts how many repositories have an asset now', async () => {
      const counts = async (q: string): Promise<[string, number][]> => {
        const {assets} = await (await get(serving, `/api/v1/assets?q=${encodeURIComponent(q)}`)).json()
        return assets.map(({name, sources}: {name: string; sources: number}) => [name, sources])
      }
      expect(await counts('package:openai provider:pypi')).toEqual([['openai', 3]])
      expect(await counts('kind:model repo:search')).toEqual([['acme/tuned', 1]])
      expect(await counts('kind:package provider:pypi -repo:assistant name:openai')).toEqual([['openai', 3]])
      expect((await counts('model:ms-marco-minilm')).map(([name]) => name)).toContain('reranker-lora')
    })

    it.each([
      ['/api/v1/assets?q=colour:red', 400, 'AIBOM_QUERY_INVALID'],
      ['/api/v1/assets?page=0', 400, 'AIBOM_FLEET_PARAMETER'],
      [`/api/v1/assets?q=${'x'.repeat(5000)}`, 400, 'AIBOM_FLEET_PARAMETER'],
      ['/api/v1/asset', 400, 'AIBOM_FLEET_PARAMETER'],
      ['/api/v1/asset?identity=none', 404, 'AIBOM_FLEET_NOT_THERE'],
      ['/api/v1/bom?address=none', 404, 'AIBOM_FLEET_NOT_THERE'],
      ['/api/v1/changes?since=ever', 400, 'AIBOM_USAGE'],
    ])('says what is wrong: %.40s', async (path, status, code) => {
      const response = await get(serving, path)
      const body = await response.json()
      expect([response.status, body.code]).toEqual([status, code])
      expect(fits(path.split('?', 1)[0] ?? '', status, body)).toBe(true)
    })

    it('leads nowhere but to its own pages, all of which are there, and runs nothing', async () => {
      const seen = new Set(['/'])
      for (const path of seen) {
        if (seen.size > 150) break
        const response = await get(serving, path)
        const body = await response.text()
        expect([path, response.status]).toEqual([path, 200])
        expect(response.headers.get('content-security-policy')).toMatch(
          /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'/,
        )
        if (response.headers.get('content-type')?.startsWith('text/html') !== true) continue
        expect(body).not.toMatch(/<script|<img|<link|<iframe| style=| on\w+=/i)
        for (const next of pathsIn(body)) seen.add(next)
      }
      expect(seen.size).toBeGreaterThan(60)
    }, 60_000)

    it('gives every table as CSV', async () => {
      const csv = await get(serving, '/csv/assets.csv?q=kind:model')
      expect(csv.headers.get('content-disposition')).toBe('attachment; filename="assets.csv"')
      const lines = (await csv.text()).trim().split('\r\n')
      expect(lines[0]).toBe('"Name","Kind","Provider","Repositories","Findings","Identity"')
      expect(lines.some(line => line.startsWith('"acme/tuned","model"'))).toBe(true)
      for (const name of ['repositories', 'providers', 'licenses', 'rules', 'changes', 'policy']) {
        expect((await get(serving, `/csv/${name}.csv`)).status).toBe(200)
      }
    })

    it('only reads, and hears only names of this machine', async () => {
      for (const method of ['POST', 'PUT', 'DELETE']) expect((await get(serving, '/', {method})).status).toBe(405)
      const status = await new Promise(resolve => {
        request(serving.url, {headers: {host: 'evil.example'}}, response => resolve(response.statusCode)).end()
      })
      expect(status).toBe(403)
    })

    it.skipIf(browserPath === undefined || store !== 'SQLite')(
      'can be used on a telephone, in the dark and by ear (skipped without Chromium, and on PostgreSQL)',
      async () => {
        const browser: Browser = await startBrowser()
        try {
          const pages = [
            ['', 320, 'dark'],
            ['', 1400, 'light'],
            ['assets?q=kind:model', 320, 'light'],
            ['asset?identity=package:pypi/openai', 320, 'dark'],
            [`asset?identity=${encodeURIComponent('model:models/reranker-lora')}`, 1400, 'light'],
            [`repository?address=${encodeURIComponent(join(folder, 'code/<img src=x>'))}`, 320, 'light'],
            ['rules', 800, 'dark'],
            ['changes', 320, 'light'],
          ] as const
          for (const [path, width, scheme] of pages) {
            const {trouble, overflow, violations} = await look(browser, `${serving.url}${path}`, width, scheme)
            expect({path, trouble, overflow, violations}).toEqual({path, trouble: [], overflow: 0, violations: []})
          }
          const page = await browser.newPage()
          await page.goto(serving.url)
          await page.getByRole('searchbox').fill('model:reranker')
          await page.keyboard.press('Enter')
          await page.getByRole('link', {name: 'reranker-lora'}).first().press('Enter')
          await page.waitForURL(/\/asset\?/)
          expect(await page.getByRole('heading', {level: 1}).textContent()).toBe('reranker-lora')
        } finally {
          await browser.close()
        }
      },
      120_000,
    )

    it.skipIf(store !== 'SQLite')(
      'writes the same pages as files, which lead only to each other',
      async () => {
        const run = await fleetOn(database, {cwd: folder})(
          'serve',
          '--export',
          'public',
          '--policy',
          'policy.yaml',
          '--json',
        )
        expect(run).toMatchObject({exit: 0, stderr: ''})
        expect(isResultOf('fleet-serve', run.stdout)).toBe(true)
        const files = readdirSync(join(folder, 'public'))
        expect(JSON.parse(run.stdout).exported).toEqual({folder: 'public', files: files.length})
        for (const file of files.filter(name => name.endsWith('.html'))) {
          const text = readFileSync(join(folder, 'public', file), 'utf8')
          for (const [, href = ''] of text.matchAll(/href="(?!#|https?:)([^"#]*)"/g))
            expect([file, href, existsSync(join(folder, 'public', href))]).toEqual([file, href, true])
          expect(text).not.toMatch(/<script|<form|<img/)
        }
        const again = await fleetOn(database, {cwd: folder})('serve', '--export', 'public')
        expect(again).toMatchObject({exit: 2, stderr: expect.stringContaining('AIBOM_OUTPUT_EXISTS')})
      },
      60_000,
    )
  },
)

describe('aibom fleet serve with a token', () => {
  it('shows nothing without it, lets a browser sign in, and ends with 0', async () => {
    const database = databaseFile()
    const cwd = temporaryFolder()
    makeRepository(join(cwd, 'app'), {'app.py': loading('acme/model')})
    await fleetOn(database, {cwd})('add', 'app')
    await fleetOn(database, {cwd})('scan')
    const token = 'a-long-enough-token'
    const serving = await serveFleet(database, ['--host', '127.0.0.1', '--json'], {env: {AIBOM_FLEET_TOKEN: token}})
    const page = await get(serving, '/')
    expect([page.status, await page.text()]).toEqual([401, expect.not.stringContaining('repositories')])
    expect((await get(serving, '/api/v1/assets')).status).toBe(401)
    expect(
      (await get(serving, '/csv/assets.csv', {headers: {authorization: 'Bearer a-long-enough-tokem'}})).status,
    ).toBe(401)
    expect((await get(serving, '/api/v1/assets', {headers: {authorization: `Bearer ${token}`}})).status).toBe(200)
    const form = (given: string) =>
      ({method: 'POST', body: new URLSearchParams({token: given}), redirect: 'manual'}) as const
    expect((await get(serving, '/sign-in', form('wrong'))).status).toBe(401)
    const signedIn = await get(serving, '/sign-in', form(token))
    const cookie = signedIn.headers.get('set-cookie') ?? ''
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/'])
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect(cookie).not.toContain(token)
    expect((await get(serving, '/', {headers: {cookie: cookie.split(';', 1)[0] ?? ''}})).status).toBe(200)
    const {exit, stdout} = await serving.stop()
    expect([exit, isResultOf('fleet-serve', stdout)]).toEqual([0, true])
  }, 60_000)

  it.each([
    ['an address beyond this machine without a token', ['--host', '0.0.0.0'], {}, 'needs a token'],
    ['a short token', [], {AIBOM_FLEET_TOKEN: 'short'}, 'less than 16 characters'],
    ['no database', [], {}, 'AIBOM_DATABASE_EMPTY'],
    ['a host twice', ['--host', 'localhost', '--host', 'localhost'], {}, 'can only be specified once'],
  ])('refuses %s', async (_what, words, env, message) => {
    await expect(serveFleet(databaseFile(), words, {env})).rejects.toThrow(message)
  })
})
