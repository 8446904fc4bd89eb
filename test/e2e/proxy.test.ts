import {createServer} from 'node:http'
import {type AddressInfo, connect} from 'node:net'
import {afterAll, describe, expect, it} from 'vitest'
import {startStubHub} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'

/** A proxy that tunnels, and keeps where to. */
async function startProxy(): Promise<{port: number; asked: string[]}> {
  const asked: string[] = []
  const server = createServer((_request, response) => void response.writeHead(405).end())
  server.on('connect', (request, socket) => {
    const [host = '', port] = (request.url ?? '').split(':')
    asked.push(request.url ?? '')
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('error', () => target.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {port: (server.address() as AddressInfo).port, asked}
}

const hub = await startStubHub({'acme/tiny': {files: {'config.json': {content: '{"model_type": "bert"}'}}}})
const generate = (env: Record<string, string>) =>
  aibom(['generate', 'hf:acme/tiny'], {cwd: temporaryFolder(), env: {HF_ENDPOINT: hub.url, ...env}})

describe('the built product behind a proxy', () => {
  it.each([
    ['HTTP_PROXY', (port: number) => ({HTTP_PROXY: `http://127.0.0.1:${port}`}), true],
    ['an address without a scheme', (port: number) => ({http_proxy: `127.0.0.1:${port}`}), true],
    ['NO_PROXY', (port: number) => ({HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '127.0.0.1'}), false],
    ['an empty variable', () => ({HTTP_PROXY: '', HTTPS_PROXY: ''}), false],
  ])('asks as the environment says: %s', async (_name, env, isAsked) => {
    const proxy = await startProxy()
    expect(await generate(env(proxy.port))).toMatchObject({exit: 0, stderr: ''})
    expect(proxy.asked.length > 0).toBe(isAsked)
  })

  it('refuses what is no address', async () => {
    const run = await generate({HTTPS_PROXY: 'ftp://proxy'})
    expect(run).toMatchObject({exit: 2})
    expect(run.stderr).toContain('AIBOM_PROXY_INVALID')
  })
})
