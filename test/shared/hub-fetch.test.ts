import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {exitOfFetch, fetchRepository} from '../../src/pipeline/fetch/fetch.ts'
import type {FetchResult} from '../../src/pipeline/fetch/result.generated.ts'
import {noProgress} from '../../src/pipeline/progress.ts'
import {type Emulator, startEmulator} from '../support/hub.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {hasShared} from '../support/shared.ts'

const id = 'acme-ai/tiny-llm'

describe.skipIf(!hasShared)('aibom fetch', () => {
  let hub: Emulator
  beforeAll(async () => {
    hub = await startEmulator()
  })
  beforeEach(() => hub.reset())

  async function fetchInto(cwd: string, source = `hf:${id}`): Promise<FetchResult> {
    return fetchRepository({
      source,
      folder: 'model',
      deadline: 60,
      cwd,
      env: {HF_ENDPOINT: hub.url, HOME: cwd},
      signal: new AbortController().signal,
      progress: noProgress,
      cacheFolder: undefined,
      now: Date.now,
      toolVersion: '0',
    })
  }

  const statuses = ({files}: FetchResult): Record<string, string> =>
    Object.fromEntries(files.map(({path, status}) => [path, status]))
  const written = (cwd: string): string[] => readdirSync(join(cwd, 'model'), {recursive: true}).map(String).sort()

  it('fetches every file, all agreeing with their digests, and keeps them the second time', async () => {
    const cwd = temporaryFolder()
    const first = await fetchInto(cwd)
    expect(new Set(Object.values(statuses(first)))).toEqual(new Set(['fetched']))
    expect(first.files.every(({path, digest}) => digest !== undefined && existsSync(join(cwd, 'model', path)))).toBe(
      true,
    )
    expect(exitOfFetch(first)).toBe(0)
    const second = await fetchInto(cwd)
    expect(new Set(Object.values(statuses(second)))).toEqual(new Set(['kept']))
    expect(second.bytes).toBe(0)
  })

  it('takes up a part of an earlier run', async () => {
    const cwd = temporaryFolder()
    const first = await fetchInto(cwd)
    const [large] = first.files.filter(({digest}) => digest?.startsWith('sha256:') === true)
    const path = join(cwd, 'model', large?.path ?? '')
    const size = statSync(path).size
    const part = `${path}.${large?.digest?.slice(7, 23)}.part`
    writeFileSync(part, readFileSync(path))
    truncateSync(part, size - 10)
    const other = temporaryFolder()
    mkdirSync(join(other, 'model'))
    writeFileSync(join(other, 'model', `${large?.path}.${large?.digest?.slice(7, 23)}.part`), readFileSync(part))
    const resumed = await fetchInto(other)
    expect(resumed.bytes).toBe(first.bytes - (size - 10))
    expect(readFileSync(join(other, 'model', large?.path ?? '')).equals(readFileSync(path))).toBe(true)
  })

  it.each([
    ['tampered bytes', {kind: 'corrupt', match: '/resolve/[^/]+/model-'}],
    ['a body of the right length and other bytes', {kind: 'corrupt', match: 'README'}],
  ])('says mismatch of %s, exits 1 and writes no such file', async (_name, faults) => {
    const cwd = temporaryFolder()
    hub.faults(faults)
    const result = await fetchInto(cwd)
    const wrong = result.files.filter(({status}) => status === 'mismatch')
    expect(wrong).not.toEqual([])
    expect(exitOfFetch(result)).toBe(1)
    for (const {path, message} of wrong) {
      expect(message).toContain(path)
      expect(written(cwd).filter(name => name.startsWith(path))).toEqual([])
    }
  })

  it('gets a file whole through bodies that end early or break off', async () => {
    const cwd = temporaryFolder()
    hub.faults([
      {kind: 'short-close', value: 20_000, match: 'model-00001', times: 1},
      {kind: 'truncate', value: 20_000, match: 'model-00002', times: 1},
    ])
    expect(exitOfFetch(await fetchInto(cwd))).toBe(0)
  })

  it('fails, and writes no such file, when a body always ends early', async () => {
    const cwd = temporaryFolder()
    hub.faults({kind: 'short-close', value: 0, match: 'README'})
    const result = await fetchInto(cwd)
    expect(statuses(result)['README.md']).toBe('failed')
    expect(exitOfFetch(result)).toBe(3)
    expect(existsSync(join(cwd, 'model/README.md'))).toBe(false)
  })

  it('fetches nothing of a repository with names that lead out of the folder', async () => {
    const cwd = temporaryFolder()
    await expect(fetchInto(cwd, 'hf:acme-ai/weird-names')).rejects.toMatchObject({code: 'AIBOM_FETCH_UNSAFE', exit: 1})
    expect(existsSync(join(cwd, 'model'))).toBe(false)
  })

  it('leaves what is there and follows no link', async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'model'))
    writeFileSync(join(cwd, 'outside'), 'mine')
    symlinkSync(join(cwd, 'outside'), join(cwd, 'model/README.md'))
    writeFileSync(join(cwd, 'model/config.json'), 'mine')
    const found = statuses(await fetchInto(cwd))
    expect([found['README.md'], found['config.json']]).toEqual(['failed', 'failed'])
    expect(readFileSync(join(cwd, 'outside'), 'utf8')).toBe('mine')
    expect(readFileSync(join(cwd, 'model/config.json'), 'utf8')).toBe('mine')
  })

  it('is a command: exits 1 and names the tampered file', async () => {
    hub.mutate({op: 'tamper', repo: id, path: 'README.md'})
    const cwd = temporaryFolder()
    const run = await aibom(['fetch', `hf:${id}`, 'model'], {cwd, env: {HF_ENDPOINT: hub.url}})
    expect(run.exit).toBe(1)
    expect(run.stdout).toContain('mismatch, not written: README.md')
  })
})
