import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {createHttp} from '../../../../src/lib/http/client.ts'
import {createHubClient, type HubClient} from '../../../../src/registries/huggingface/client.ts'
import {readHubSettings} from '../../../../src/registries/huggingface/settings.ts'
import {temporaryFolder} from '../../../support/run.ts'

const commit = 'c0ffee'.padEnd(40, '0')
const model = {kind: 'model', id: 'acme/tiny'} as const
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A client of a hub that answers so, with answers kept on disk as the product keeps them. */
async function clientOf(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  cacheFolder?: string,
): Promise<HubClient> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const settings = readHubSettings({
    HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    HOME: temporaryFolder(),
  })
  const http = createHttp({
    fetch,
    userAgent: 'aibom-test',
    authorization: () => undefined,
    signal: new AbortController().signal,
    deadlineMs: 60_000,
    now: () => 0,
    sleep: async () => undefined,
    budget: 30_000,
    width: 8,
    cacheFolder: cacheFolder ?? temporaryFolder(),
  })
  return createHubClient(settings, {http, credentials: new Map()})
}

async function pathsOf(client: HubClient): Promise<string[]> {
  const paths: string[] = []
  for await (const {path} of client.files(model, commit)) paths.push(path)
  return paths
}

const here = ({headers, url}: IncomingMessage): string => `http://${headers.host}${url}`

describe('the list of files of a hub that lies', () => {
  it('ends where a page continues at itself, even when nothing but the disk is asked', async () => {
    const client = await clientOf((request, response) =>
      response.writeHead(200, {link: `<${here(request)}>; rel="next"`}).end('[]'),
    )
    await expect(pathsOf(client)).rejects.toMatchObject({code: 'AIBOM_HUB_ANSWER', exit: 3})
  })

  it.each(['null', '{"error": "sign in"}', '"text"', '1'])(
    'is refused where it is no list, and not kept: %s',
    async answer => {
      const folder = temporaryFolder()
      let first = true
      const client = await clientOf((_request, response) => {
        response.end(first ? answer : JSON.stringify([{type: 'file', path: 'a.txt', size: 1}]))
        first = false
      }, folder)
      await expect(pathsOf(client)).rejects.toMatchObject({code: 'AIBOM_HUB_ANSWER'})
      expect(await pathsOf(client)).toEqual(['a.txt'])
    },
  )
})

describe('the information of a hub that lies', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  it.each([
    ['a name that leads elsewhere', {id: '../../etc'}],
    ['a name with a line break', {id: 'acme/a\nb'}],
    ['a name without end', {id: 'z'.repeat(1_000_000)}],
    ['a card of 200,000 levels', {cardData: 'DEEP'}],
  ])('is refused: %s', async (_name, fields) => {
    const answer = JSON.stringify({id: 'acme/tiny', sha: commit, ...fields}).replace('"DEEP"', deep)
    const client = await clientOf((_request, response) => response.end(answer))
    await expect(client.info(model)).rejects.toMatchObject({code: 'AIBOM_HUB_ANSWER', exit: 3})
  })
})
