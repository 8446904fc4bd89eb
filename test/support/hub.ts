import {createHash} from 'node:crypto'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {pathToFileURL} from 'node:url'
import {afterAll} from 'vitest'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {createHttp} from '../../src/lib/http/client.ts'
import type {Network} from '../../src/lib/http/network.ts'
import {takeInventory} from '../../src/pipeline/generate/take-inventory.ts'
import {noProgress} from '../../src/pipeline/progress.ts'
import {gitBlobOid} from '../../src/sources/hub/remote-bytes.ts'
import {openSource} from '../../src/sources/open-source.ts'
import type {SourceOptions} from '../../src/sources/opener.ts'
import {temporaryFolder} from './run.ts'
import {sharedPath} from './shared.ts'

/** A stand-in for the hub that lies beside a maintainer's checkout. */
export interface Emulator {
  readonly url: string
  readonly log: readonly {readonly on: string; readonly url: string; readonly auth: boolean; readonly status?: number}[]
  faults(list: object): void
  mutate(change: object): void
  reset(): void
  readonly store: {
    get(plural: string, id: string): object
    files(repository: object, commit: string): Record<string, {lfs?: {oid: string}; xetHash?: string}>
  }
}

/** Gives the files of LFS the hash that a hub with Xet lists beside their SHA-256. @returns path → hash */
export function listXetHashes(hub: Emulator, id: string, commit: string): Record<string, string> {
  const files = Object.entries(hub.store.files(hub.store.get('models', id), commit)).filter(
    ([, {lfs}]) => lfs !== undefined,
  )
  return Object.fromEntries(
    files.map(([path, file]) => {
      file.xetHash = createHash('sha256').update(`xet ${path}`).digest('hex')
      return [path, file.xetHash]
    }),
  )
}

export async function startEmulator(options: object = {}): Promise<Emulator> {
  const {startHub} = await import(pathToFileURL(sharedPath('tools/hub-emulator/lib/server.mjs')).href)
  const hub = await startHub({
    fixtures: [sharedPath('fixtures/hub'), sharedPath('tools/hub-emulator/lab')],
    weights: 'generated',
    quiet: true,
    ...options,
  })
  afterAll(() => hub.close())
  return hub
}

/** A way to the network whose waiting costs no time: sleeps move its clock. */
export function quickNetwork(deadlineMs = 600_000): () => Promise<Network> {
  const credentials = new Map<string, string>()
  let clock = 0
  const http = createHttp({
    fetch,
    userAgent: 'aibom-test',
    authorization: origin => credentials.get(origin),
    signal: new AbortController().signal,
    deadlineMs,
    now: () => clock,
    sleep: async ms => {
      clock += ms
    },
    budget: 20_000,
    width: 8,
  })
  return async () => ({http, credentials})
}

export function hubOptions(url: string, more: Partial<SourceOptions> = {}): SourceOptions {
  const home = temporaryFolder()
  return {
    cwd: home,
    exclude: [],
    offline: false,
    signal: new AbortController().signal,
    env: {HF_ENDPOINT: url, HOME: home},
    network: quickNetwork(),
    ...more,
  }
}

/** What a source's BOM is made of; nothing is followed. */
export async function inventoryOf(text: string, options: SourceOptions): Promise<Inventory> {
  await using source = await openSource(text, options)
  return await takeInventory(source, {
    signal: options.signal,
    progress: noProgress,
    digests: ['sha256'],
    packages: true,
    mentions: false,
    cacheFolder: undefined,
    now: () => 0,
    skip: new Set(),
  })
}

/** A file of a stub hub: content as text or bytes; `lfs` gives it a SHA-256 and a redirect-free download. */
export interface StubFile {
  readonly content: string | Uint8Array
  readonly sha256?: string
  /** listed, and not there */
  readonly isMissing?: boolean
}

export interface StubRepository {
  readonly info?: object
  readonly commits?: readonly object[]
  readonly files?: Readonly<Record<string, StubFile>>
}

export const stubCommit: string = 'c0ffee'.padEnd(40, '0')

/**
 * A hub of a few lines: models by id, data sets by `datasets/` and id. Keeps what it was asked, and with which
 * credential.
 */
export async function startStubHub(
  repositories: Readonly<Record<string, StubRepository>>,
): Promise<{url: string; seen: {path: string; authorization: string | undefined}[]}> {
  const seen: {path: string; authorization: string | undefined}[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '')
    seen.push({path, authorization: request.headers.authorization})
    const [id, repository] = Object.entries(repositories).find(
      ([name]) => path.startsWith(`/api/${pathOf(name)}`) || path.startsWith(`/${name}/`),
    ) ?? ['']
    const files = Object.entries(repository?.files ?? {})
    const json = (value: unknown): void => void response.end(JSON.stringify(value))
    if (repository === undefined) return void response.writeHead(404, {'x-error-code': 'RepoNotFound'}).end()
    if (path.includes('/tree/')) return json(files.map(([name, file]) => treeEntry(name, file)))
    if (path.includes('/commits/'))
      return json(
        repository.commits ?? [{id: stubCommit, title: 'first', date: '2026-01-02T03:04:05.000Z', authors: []}],
      )
    if (path.startsWith('/api/'))
      return json({
        id: id.replace(/^datasets\//, ''),
        sha: stubCommit,
        tags: [],
        gated: false,
        private: false,
        ...repository.info,
      })
    const file = files.find(([name]) => path === `/${id}/resolve/${stubCommit}/${name}`)?.[1]
    if (file === undefined || file.isMissing === true)
      return void response.writeHead(404, {'x-error-code': 'EntryNotFound'}).end()
    response.end(file.content)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen}
}

function pathOf(name: string): string {
  return name.startsWith('datasets/') ? name : `models/${name}`
}

function treeEntry(path: string, {content, sha256}: StubFile): object {
  const bytes = Buffer.from(content)
  const lfs = sha256 === undefined ? {} : {lfs: {oid: sha256, size: bytes.byteLength, pointerSize: 130}}
  return {type: 'file', path, size: bytes.byteLength, oid: gitBlobOid(bytes), ...lfs}
}
