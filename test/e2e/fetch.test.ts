import {createHash, randomBytes} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, describe, expect, it} from 'vitest'
import {gitBlobOid} from '../../src/sources/hub/remote-bytes.ts'
import {startStubHub, stubCommit} from '../support/hub.ts'
import {aibom, type Run, type RunOptions, temporaryFolder} from '../support/run.ts'
import {type LocalServer, startServer} from '../support/server.ts'

const weights = 'not really weights'
const sha256 = createHash('sha256').update(weights).digest('hex')

/** A hub that lists a file and gives it to nobody. */
async function startRefusingHub(): Promise<{url: string}> {
  const server = createServer((request, response) => {
    if (request.url?.includes('/tree/') === true)
      return void response.end(JSON.stringify([{type: 'file', path: 'model.bin', size: 9, oid: 'a'.repeat(40)}]))
    if (request.url?.startsWith('/api/') === true)
      return void response.end(JSON.stringify({id: 'acme/tiny', sha: stubCommit}))
    response.writeHead(403, {'x-error-code': 'GatedRepo'}).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => void server.close())
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}
}

const large = randomBytes(3_000_000)
const largeDigest = createHash('sha256').update(large).digest('hex')

/** A hub with one large file that it gives slowly, from where it is asked to. */
async function startSlowHub(): Promise<LocalServer> {
  return startServer(async (request, response) => {
    const path = request.url ?? ''
    const lfs = {oid: largeDigest, size: large.length, pointerSize: 1}
    if (path.includes('/tree/'))
      return response.end(JSON.stringify([{type: 'file', path: 'w.bin', size: large.length, oid: 'x', lfs}]))
    if (path.includes('/commits/')) return response.end('[]')
    if (path.startsWith('/api/')) return response.end(JSON.stringify({id: 'acme/tiny', sha: stubCommit}))
    const from = Number(/bytes=(\d+)/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const range = {
      'content-range': `bytes ${from}-${large.length - 1}/${large.length}`,
      'content-length': large.length - from,
    }
    response.writeHead(206, range)
    for (let at = from; at < large.length && !response.destroyed; at += 100_000) {
      response.write(large.subarray(at, Math.min(at + 100_000, large.length)))
      await sleep(20)
    }
    return response.end()
  })
}

async function untilThere(folder: string, isWanted: (name: string, size: number) => boolean): Promise<void> {
  for (;;) {
    const names = existsSync(folder) ? readdirSync(folder) : []
    if (names.some(name => isWanted(name, statSync(join(folder, name), {throwIfNoEntry: false})?.size ?? 0))) return
    await sleep(10)
  }
}

describe('aibom fetch into one folder', () => {
  it('twice at once gets the right bytes', async () => {
    const {url} = await startSlowHub()
    const cwd = temporaryFolder()
    const fetchOnce = (): Promise<Run> => aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    const first = fetchOnce()
    await untilThere(join(cwd, 'model'), name => name.endsWith('.part'))
    const runs = await Promise.all([first, fetchOnce()])
    expect(runs.map(({exit}) => exit)).toEqual([0, 0])
    expect(readdirSync(join(cwd, 'model'))).toEqual(['w.bin'])
    expect(readFileSync(join(cwd, 'model/w.bin')).equals(large)).toBe(true)
  })

  it.each(['SIGKILL', 'SIGINT'] as const)('goes on where %s ended the run before', async signal => {
    const {url, seen} = await startSlowHub()
    const cwd = temporaryFolder()
    const run = (started?: RunOptions['started']): Promise<Run> =>
      aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}, ...(started !== undefined && {started})})
    const ended = await run(async process => {
      await untilThere(join(cwd, 'model'), (_name, size) => size >= 500_000)
      process.kill(signal)
    })
    expect(ended.exit).not.toBe(0)
    expect(readdirSync(join(cwd, 'model'))).toEqual([expect.stringMatching(/\.part$/)])
    expect(await run()).toMatchObject({exit: 0})
    expect(readdirSync(join(cwd, 'model'))).toEqual(['w.bin'])
    expect(readFileSync(join(cwd, 'model/w.bin')).equals(large)).toBe(true)
    expect(seen.filter(({path}) => path.includes('/resolve/'))).toHaveLength(2)
    expect(Number(/bytes=(\d+)/.exec(seen.at(-1)?.range ?? '')?.[1])).toBeGreaterThanOrEqual(500_000)
  })
})

describe('aibom fetch', () => {
  it('writes each file that agrees with its declared digest', async () => {
    const {url} = await startStubHub({
      'acme/tiny': {files: {'README.md': {content: '# Tiny'}, 'sub/model.bin': {content: weights, sha256}}},
    })
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model', '--json'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(0)
    expect(JSON.parse(run.stdout)).toEqual({
      schemaVersion: 1,
      source: {scheme: 'hf', name: 'acme/tiny', revision: stubCommit},
      folder: 'model',
      bytes: 24,
      files: [
        expect.objectContaining({path: 'README.md', status: 'fetched'}),
        {path: 'sub/model.bin', status: 'fetched', digest: `sha256:${sha256}`},
      ],
    })
    expect(readFileSync(join(cwd, 'model/sub/model.bin'), 'utf8')).toBe(weights)
  })

  it('exits 1, names the file and does not write it when its bytes are others', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: {'model.bin': {content: weights, sha256: 'f'.repeat(64)}}}})
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain('mismatch, not written: model.bin')
    expect(existsSync(join(cwd, 'model/model.bin'))).toBe(false)
  })

  it('takes up what an earlier run left; where that is of another content, the file comes from its start', async () => {
    const {url} = await startStubHub({'acme/tiny': {files: {'model.bin': {content: weights, sha256}}}})
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'model'))
    writeFileSync(join(cwd, 'model', `model.bin.${sha256.slice(0, 16)}.part`), '<html>')
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run).toMatchObject({exit: 0, stderr: ''})
    expect(readdirSync(join(cwd, 'model'))).toEqual(['model.bin'])
    expect(readFileSync(join(cwd, 'model/model.bin'), 'utf8')).toBe(weights)
  })

  it('leaves nothing of a file that was refused, and does not say that all agree', async () => {
    const {url} = await startRefusingHub()
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(3)
    expect(run.stdout).toContain('they agree with the declared digests; 1 file not written')
    expect(readdirSync(join(cwd, 'model'))).toEqual([])
  })

  it.each([
    ['leads out of the folder', ['../escape.bin']],
    ['differs from another in case only', ['Model.bin', 'model.bin']],
    ['differs from another in composition only', ['caf\u00e9.bin', 'cafe\u0301.bin']],
    ['is that of the folder of another', ['Model', 'model/config.json']],
    ['is that of a part of another', ['a.bin', `a.bin.${gitBlobOid(Buffer.from('x')).slice(0, 16)}.part`]],
    ['is that of a file that is being written', ['.a.bin.0f0f0f0f-0000-4000-8000-000000000000.tmp']],
    ['is that of a device', ['NUL']],
    ['is of a git repository', ['config.json', '.git/config']],
    ['is of a git repository, in the spelling of NTFS', ['sub/GIT~1/hooks/post-checkout']],
    ['is of a git repository, in the spelling of HFS+', ['.g\u200cit/config']],
    ['makes a git repository of its folder', ['m/HEAD', 'm/config', 'm/objects/info/packs', 'm/refs/heads/main']],
  ])('fetches nothing where a name %s', async (_name, paths) => {
    const {url} = await startStubHub({
      'acme/tiny': {files: Object.fromEntries(paths.map(path => [path, {content: 'x'}]))},
    })
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', 'hf:acme/tiny', 'model'], {cwd, env: {HF_ENDPOINT: url}})
    expect(run.exit).toBe(1)
    expect(run.stderr).toContain('AIBOM_FETCH_UNSAFE')
    expect(existsSync(join(cwd, 'model'))).toBe(false)
  })

  it.each([
    ['a file', 'taken'],
    ['in no folder', 'no/such/folder'],
    ['where none can be made', '/proc/aibom-test'],
  ])('says that FOLDER is %s', async (_name, folder) => {
    const {url} = await startStubHub({'acme/tiny': {files: {'README.md': {content: 'x'}}}})
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'taken'), '')
    const run = await aibom(['fetch', 'hf:acme/tiny', folder], {cwd, env: {HF_ENDPOINT: url}})
    expect(run).toMatchObject({exit: 2, stdout: ''})
    expect(run.stderr).toContain('AIBOM_OUTPUT_UNWRITABLE')
  })
})
