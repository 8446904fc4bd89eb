import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {stubCommit} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {type LocalServer, redirectTo, startServer} from '../support/server.ts'

const password = 'S3CRETPW'
const basic = Buffer.from(`user:${password}`).toString('base64')

function dockerConfig(entry: object, host: string): Record<string, string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'config.json'), JSON.stringify({auths: {[host]: entry}}))
  return {DOCKER_CONFIG: folder}
}

/** A host that takes whatever it can get: it asks for a login, and names itself as the place for tokens. */
function startThief(challenge: 'Basic' | 'Bearer' = 'Bearer'): Promise<LocalServer> {
  return startServer((request, response) => {
    if (request.url?.startsWith('/token') === true) return response.end('{"token": "x"}')
    const realm = `http://${request.headers.host}/token`
    return response.writeHead(401, {'www-authenticate': `${challenge} realm="${realm}",service="x"`}).end()
  })
}

const hasSecret = ({seen}: LocalServer): boolean => /S3CRETPW|dXNlcjpTM0NSRVRQVw/.test(JSON.stringify(seen))

const logins: readonly (readonly [string, object])[] = [
  ['password', {auth: basic}],
  ['identity token', {identitytoken: password}],
]

describe.each(logins)('the %s of a registry', (_name, entry) => {
  it.each([
    ['generate', 'Bearer'],
    ['verify', 'Bearer'],
    ['verify', 'Basic'],
  ] as const)('is not sent to the host that it redirects to: %s, which asks for %s', async (command, challenge) => {
    const thief = await startThief(challenge)
    const registry = await startServer(redirectTo(thief.url, 307))
    const run = await aibom([command, `oci://${registry.host}/x/y:1`], {env: dockerConfig(entry, registry.host)})
    expect(run.exit).toBe(3)
    expect(run.stdout + run.stderr).toContain(thief.url)
    expect(thief.seen.length).toBeGreaterThan(0)
    expect(hasSecret(thief)).toBe(false)
  })

  it('is not sent to the host that a layer is redirected to', async () => {
    const thief = await startThief()
    const layer = {mediaType: 'application/vnd.cncf.model.weight.v1.raw', digest: `sha256:${'a'.repeat(64)}`, size: 9}
    const config = {mediaType: 'application/vnd.cncf.model.config.v1+json', digest: `sha256:${'b'.repeat(64)}`, size: 2}
    const registry = await startServer((request, response) => {
      if (request.headers.authorization === undefined) {
        return response
          .writeHead(401, {'www-authenticate': `Bearer realm="http://${request.headers.host}/token"`})
          .end()
      }
      if (request.url?.startsWith('/token') === true) return response.end('{"token": "x"}')
      if (request.url?.includes('/blobs/') === true) return redirectTo(thief.url)(request, response)
      if (request.url?.includes('/manifests/1') !== true) return response.writeHead(404).end()
      return response.end(JSON.stringify({schemaVersion: 2, config, layers: [layer]}))
    })
    await aibom(['generate', `oci://${registry.host}/x/y:1`, '-o', '-'], {
      env: dockerConfig({auth: basic}, registry.host),
    })
    expect(thief.seen.map(({path}) => path.slice(0, 15))).toContain('/v2/x/y/blobs/s')
    expect(thief.seen.map(({authorization}) => authorization)).not.toContain('Bearer x')
    expect(hasSecret(thief)).toBe(false)
  })

  it('is not sent to a token server of another origin that the registry names itself', async () => {
    const thief = await startThief()
    const registry = await startServer((_request, response) =>
      response.writeHead(401, {'www-authenticate': `Bearer realm="${thief.url}/token",service="x"`}).end(),
    )
    const run = await aibom(['generate', `oci://${registry.host}/x/y:1`], {env: dockerConfig(entry, registry.host)})
    expect(run).toMatchObject({exit: 3, stderr: expect.stringContaining('AIBOM_OCI_UNAUTHORIZED')})
    expect(hasSecret(thief)).toBe(false)
  })
})

/** A hub with one file, whose content the given answer gives. */
function startHub(content: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<LocalServer> {
  const oid = createHash('sha256').update('weights').digest('hex')
  return startServer((request, response) => {
    const path = request.url ?? ''
    if (path.includes('/tree/')) {
      return response.end(
        JSON.stringify([{type: 'file', path: 'w.bin', size: 7, oid: 'x', lfs: {oid, size: 7, pointerSize: 1}}]),
      )
    }
    if (path.includes('/commits/')) return response.end('[]')
    if (path.startsWith('/api/')) return response.end(JSON.stringify({id: 'acme/tiny', sha: stubCommit}))
    return content(request, response)
  })
}

describe('the token of the hub', () => {
  it.each(['Bearer', 'Basic'] as const)(
    'is not sent to where a file is redirected, which asks for %s',
    async challenge => {
      const thief = await startThief(challenge)
      const hub = await startHub(redirectTo(thief.url))
      const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {env: {HF_ENDPOINT: hub.url, HF_TOKEN: password}})
      expect(run.exit).toBe(3)
      expect(hub.seen.every(({authorization}) => authorization === `Bearer ${password}`)).toBe(true)
      expect(thief.seen.length).toBeGreaterThan(0)
      expect(hasSecret(thief)).toBe(false)
    },
  )

  it('does not come back when a stranger redirects to the hub again', async () => {
    let home = ''
    const stranger = await startServer((_request, response) =>
      response.writeHead(302, {location: `${home}/settings/tokens`}).end(),
    )
    const hub = await startHub((request, response) =>
      request.url === '/settings/tokens' ? response.end('weights') : redirectTo(stranger.url)(request, response),
    )
    home = hub.url
    expect(
      await aibom(['fetch', 'hf:acme/tiny', 'model'], {env: {HF_ENDPOINT: hub.url, HF_TOKEN: password}}),
    ).toMatchObject({exit: 0})
    expect(hub.seen.filter(({path}) => path === '/settings/tokens')).toEqual([
      expect.objectContaining({authorization: undefined}),
    ])
  })

  it('is not sent to the hub for the redirect of another registry', async () => {
    const hub = await startServer((_request, response) => response.writeHead(404).end())
    const registry = await startServer(redirectTo(hub.url))
    const env = {
      HF_ENDPOINT: hub.url,
      HF_TOKEN: password,
      MLFLOW_TRACKING_URI: hub.url,
      MLFLOW_TRACKING_TOKEN: password,
    }
    await aibom(['generate', `oci://${registry.host}/x/y:1`], {env})
    expect(hub.seen.length).toBeGreaterThan(0)
    expect(hasSecret(hub)).toBe(false)
  })
})

it('the password of an MLflow server is not sent to where it redirects', async () => {
  const thief = await startThief()
  const server = await startServer(redirectTo(thief.url))
  const run = await aibom(['generate', 'mlflow:tiny/1'], {
    env: {MLFLOW_TRACKING_URI: `http://user:${password}@${server.host}`},
  })
  expect(run.exit).toBe(3)
  expect(run.stdout + run.stderr).not.toContain(password)
  expect(server.seen[0]?.authorization).toBe(`Basic ${basic}`)
  expect(thief.seen).toEqual([])
})

it('the password in a git address is not sent to where the server redirects', async () => {
  const thief = await startThief('Basic')
  const server = await startServer((request, response) =>
    request.headers.authorization === undefined
      ? response.writeHead(401, {'www-authenticate': 'Basic realm="git"'}).end()
      : redirectTo(thief.url)(request, response),
  )
  const run = await aibom(['generate', `http://user:${password}@${server.host}/x.git`, '-o', '-'])
  expect(run.exit).toBe(3)
  expect(run.stdout + run.stderr).not.toContain(password)
  expect(server.seen.map(({authorization}) => authorization)).toContain(`Basic ${basic}`)
  expect(hasSecret(thief)).toBe(false)
})
