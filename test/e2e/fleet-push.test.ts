import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {isResultOf} from '../support/example-app.ts'
import {fleetOn, loading, makeRepository} from '../support/fleet.ts'
import {temporaryFolder} from '../support/run.ts'
import {startServer} from '../support/server.ts'

interface Upload {
  readonly key: string | undefined
  readonly projectName: string
  readonly specVersion: string
}

/** A server that answers as Dependency-Track does; what was uploaded is kept. */
async function dependencyTrack(
  version: string,
  status = 200,
): Promise<{readonly url: string; readonly uploads: Upload[]}> {
  const uploads: Upload[] = []
  const server = await startServer((request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('content-type', 'application/json')
    if (request.url === '/api/version')
      return void response.end(JSON.stringify({application: 'Dependency-Track', version}))
    const {projectName, bom} = JSON.parse(server.seen.at(-1)?.body ?? '')
    const {specVersion} = JSON.parse(Buffer.from(bom, 'base64').toString())
    uploads.push({key: String(request.headers['x-api-key']), projectName, specVersion})
    response.writeHead(request.method === 'PUT' && request.url === '/api/v1/bom' ? status : 404).end('{"token":"x"}')
  })
  return {url: server.url, uploads}
}

describe('aibom fleet push', () => {
  const cwd = temporaryFolder()
  const key = {DEPENDENCY_TRACK_API_KEY: 'odt_secret'}
  const fleet = fleetOn('fleet.db', {cwd, env: key})

  beforeAll(async () => {
    makeRepository(join(cwd, 'a/web'), {'app.py': loading('acme/one')})
    makeRepository(join(cwd, 'b/web'), {'app.py': loading('acme/two')})
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.7',
      citations: [],
      components: [{type: 'machine-learning-model', name: 'tiny', isExternal: true}],
    }
    writeFileSync(join(cwd, 'vendor.cdx.json'), JSON.stringify(bom))
    await fleet('add', 'a', 'b', 'vendor.cdx.json')
    await fleet('scan')
  }, 60_000)

  it('writes one file for each source, the same names each time', async () => {
    const run = await fleet('push', 'folder', 'boms', '--json')
    expect([run.exit, isResultOf('fleet-push', run.stdout)]).toEqual([0, true])
    const files = readdirSync(join(cwd, 'boms'))
    expect(files).toHaveLength(3)
    expect((await fleet('push', 'folder', 'boms')).stdout).toContain('3 BOMs pushed to boms, 0 refused')
    expect(readdirSync(join(cwd, 'boms'))).toEqual(files)
    for (const file of files)
      expect(JSON.parse(readFileSync(join(cwd, 'boms', file), 'utf8'))).toMatchObject({bomFormat: 'CycloneDX'})
  })

  it('counts what GUAC cannot be told', async () => {
    const {pushed} = JSON.parse((await fleet('push', 'guac', 'collect', '--only', 'vendor', '--json')).stdout)
    expect(pushed).toMatchObject([{address: join(cwd, 'vendor.cdx.json'), specVersion: '1.6'}])
    expect(pushed[0].lost).toBeGreaterThan(0)
  })

  it.each([
    ['4.11.7', '1.5', '1.5'],
    ['4.13.2', '1.6', '1.6'],
    ['4.14.4', '1.6', '1.7'],
    ['5.0.4', '1.6', '1.6'],
    ['5.1.0-SNAPSHOT', '1.6', '1.7'],
  ])('gives Dependency-Track %s what it takes, a project for each source', async (version, own, vendor) => {
    const {url, uploads} = await dependencyTrack(version)
    const run = await fleet('push', 'dependency-track', url)
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(
      uploads.map(({projectName, specVersion}) => `${projectName.replace(`${cwd}/`, '')} ${specVersion}`).sort(),
    ).toEqual([`b/web ${own}`, `vendor.cdx.json ${vendor}`, `web ${own}`].sort())
    expect(uploads.every(upload => upload.key === 'odt_secret')).toBe(true)
  })

  it.each([
    ['a key that may not', 403, 'may not upload'],
    ['a document that it does not take', 400, 'it takes no such document'],
    ['a redirect, which is not followed', 302, 'it answered 302'],
  ])('names %s, without the key', async (_what, status, message) => {
    const {url} = await dependencyTrack('4.13.2', status)
    const run = await fleet('push', 'dependency-track', url, '--only', 'vendor')
    expect(run).toMatchObject({exit: 3, stdout: expect.stringContaining(message)})
    expect(run.stdout + run.stderr).not.toContain('odt_secret')
  })

  it.each([
    ['another sink', ['push', 'bucket', 'x'], {}, 'AIBOM_USAGE'],
    [
      'no key',
      ['push', 'dependency-track', 'http://127.0.0.1:9'],
      {DEPENDENCY_TRACK_API_KEY: ''},
      'DEPENDENCY_TRACK_API_KEY is not set',
    ],
    ['http to another machine', ['push', 'dependency-track', 'http://dtrack.example.com'], key, 'would show the key'],
    ['a folder that cannot be made', ['push', 'folder', 'no/such/place'], {}, 'AIBOM_OUTPUT_UNWRITABLE'],
  ])('refuses %s', async (_what, words, env, message) => {
    const run = await fleetOn('fleet.db', {cwd, env})(...words)
    expect([run.exit, run.stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
