import {readdirSync, readFileSync, realpathSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {asList, asRecord} from '../../src/lib/narrow.ts'
import {exitOfFetch, fetchRepository} from '../../src/pipeline/fetch/fetch.ts'
import type {FetchResult} from '../../src/pipeline/fetch/result.generated.ts'
import {noProgress} from '../../src/pipeline/progress.ts'
import {exitOf} from '../../src/pipeline/verify/exit.ts'
import {type Emulator, hubOptions, inventoryOf, listXetHashes, startEmulator} from '../support/hub.ts'
import {askPython, hasPythonClient, type Question} from '../support/hub-python.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {hasShared} from '../support/shared.ts'
import {verifyWith} from '../support/verify.ts'

const id = 'acme-ai/tiny-llm'
const commit = 'ec73483487e3ec6faecfa0631e83b2629fde48b5'
const older = '5976b237fcd7306f548be9c89eb70eb6df81241a'
const tampered = 'acme-ai/tiny-llm-gguf'
const tamperedFile = 'tiny-llm.Q4_K_M.gguf'

describe.skipIf(!hasShared || !hasPythonClient)("what the hub's Python client downloads", () => {
  let hub: Emulator
  let hashes: Record<string, string> = {}
  let said: Record<string, unknown>[] = []
  const folder = temporaryFolder()
  const cache = join(folder, 'hub')
  const [whole, wrong] = [join(folder, 'whole'), join(folder, 'wrong')]

  beforeAll(async () => {
    hub = await startEmulator()
    hashes = listXetHashes(hub, id, commit)
    hub.mutate({op: 'tamper', repo: tampered, path: tamperedFile})
    const questions: Question[] = [
      {ask: 'snapshot', id, cache_dir: cache},
      {ask: 'snapshot', id, cache_dir: cache, revision: 'v1.0'},
      {ask: 'snapshot', id: 'acme-ai/with-pr', cache_dir: cache, revision: 'refs/pr/1'},
      {ask: 'snapshot', id: 'acme-ai/tiny-corpus', kind: 'dataset', cache_dir: cache},
      {ask: 'snapshot', id, local_dir: whole},
      {ask: 'snapshot', id: tampered, local_dir: wrong},
      {ask: 'snapshot', id: tampered, cache_dir: join(folder, 'tampered')},
      {ask: 'snapshot', id, cache_dir: join(folder, 'copies'), links: false},
      {ask: 'snapshot', id, cache_dir: join(folder, 'part'), only: ['*.json']},
    ]
    said = (await askPython(hub.url, questions)).map(answer => asRecord(answer.said) ?? {error: answer.error})
  })

  const offline = (home = cache) =>
    hubOptions('http://127.0.0.1:9', {offline: true, env: {HF_HUB_OFFLINE: '1', HF_HUB_CACHE: home, HOME: folder}})
  const models = ({assets}: Inventory) =>
    assets.filter(({kind, id: key}) => ['model', 'dataset'].includes(kind) && key.includes('acme-ai/'))
  const commits = (inventory: Inventory): string[] =>
    models(inventory)
      .flatMap(({name, version}) => (version === undefined ? [] : `${name} ${version}`))
      .sort()
  const verdicts = (): unknown[] => said.map(({verdict}) => asRecord(verdict)?.['wrong'])

  async function fetchInto(cwd: string, source: string): Promise<FetchResult> {
    const options = {
      source,
      folder: 'model',
      deadline: 60,
      cwd,
      env: {HF_ENDPOINT: hub.url, HOME: cwd},
      cacheFolder: undefined,
      now: Date.now,
      toolVersion: '0',
    }
    return fetchRepository({...options, signal: new AbortController().signal, progress: noProgress})
  }

  it('is taken by its own check, but for the bytes that were tampered with', () => {
    expect(verdicts()).toEqual([[], [], [], [], [], [tamperedFile], [tamperedFile], [], []])
  })

  it('is, from its cache, every snapshot at its commit, each file proved by its blob, none to doubt', async () => {
    const inventory = await inventoryOf(cache, offline())
    expect(inventory.gaps).toEqual([])
    const [corpus] = /[0-9a-f]{40}$/.exec(String(said[3]?.['path'])) ?? []
    const pulled = 'b28230d9082728e7d01bda27363ad88d37cc6e91'
    expect(commits(inventory)).toEqual([
      `tiny-corpus ${corpus}`,
      `tiny-llm ${older}`,
      `tiny-llm ${commit}`,
      `with-pr ${pulled}`,
    ])
    const revisions = models(inventory).flatMap(({version, facts}) =>
      version === pulled ? asRecord(facts)?.['revision'] : [],
    )
    expect(revisions).toEqual(['refs/pr/1'])
  })

  it('is, from its cache, the files that the hub lists, with their Xet hashes', async () => {
    const fileLines = (inventory: Inventory) =>
      models(inventory).find(({version}) => version === commit)?.properties?.['aibom:hub:file']
    const lines = fileLines(await inventoryOf(cache, offline())) ?? []
    expect([...lines].sort()).toEqual([...(fileLines(await inventoryOf(`hf:${id}`, hubOptions(hub.url))) ?? [])].sort())
    expect(lines.filter(line => Object.values(hashes).some(hash => line.includes(` xet:${hash} `)))).toHaveLength(2)
  })

  it.each(['copies', 'part'])(
    'is the same model from a cache of %s, the weights at their digests whether they are here or not',
    async name => {
      const inventory = await inventoryOf(join(folder, name), offline())
      expect(inventory.gaps).toEqual([])
      expect(commits(inventory)).toEqual([`tiny-llm ${commit}`])
      const sha256 = ({assets}: Inventory) =>
        assets.flatMap(({kind, digests}) =>
          kind === 'weights' ? digests.filter(({alg}) => alg === 'sha256').map(({hex}) => hex) : [],
        )
      const online = await inventoryOf(`hf:${id}`, hubOptions(hub.url))
      expect(new Set(sha256(inventory))).toEqual(new Set(sha256(online)))
      const computed = inventory.assets.flatMap(({kind, digests}) =>
        kind === 'weights' ? digests.filter(({from, of}) => from === 'computed' && of === 'content') : [],
      )
      expect(computed.length > 0).toBe(name === 'copies')
    },
  )

  it.each([
    [`hf:${id}`, commit],
    [`hf:${id}@v1.0`, older],
    [`hf:${id}@${older}`, older],
    ['hf:acme-ai/with-pr@refs/pr/1', 'b28230d9082728e7d01bda27363ad88d37cc6e91'],
  ])('is %s where HF_HUB_OFFLINE is set', async (source, expected) => {
    const inventory = await inventoryOf(source, offline())
    expect(inventory.gaps).toEqual([])
    expect(commits(inventory).map(line => line.split(' ')[1])).toEqual([expected])
  })

  it('is refused, in a cache with the bytes that its client accepted, with exit 1', async () => {
    const run = await aibom(['generate', join(folder, 'tampered'), '-o', '-'])
    expect(run.exit).toBe(1)
    expect(run.stderr + run.stdout).toContain('digest-mismatch')
  })

  it.each([
    ['of a blob', 0],
    ['of a copy', 7],
  ])('is refused where one byte %s is another, of weights and of the card', async (_name, at) => {
    const cache = join(folder, at === 0 ? 'hub' : 'copies')
    for (const name of ['model-00001-of-00002.safetensors', 'README.md']) {
      const path = realpathSync(join(String(said[at]?.['path']), name))
      const before = readFileSync(path)
      const bytes = Buffer.from(before)
      bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1
      writeFileSync(path, bytes)
      const run = await aibom(['generate', cache, '-o', join(folder, 'bom.json')])
      writeFileSync(path, before)
      expect({name, exit: run.exit}).toEqual({name, exit: 1})
      expect(readFileSync(join(folder, 'bom.json'), 'utf8')).toContain('digest-mismatch')
    }
    expect((await aibom(['generate', cache, '-o', join(folder, 'bom.json')])).exit).toBe(0)
  })

  it('into a folder is what we fetch: the same files and bytes', async () => {
    const cwd = temporaryFolder()
    const fetched = await fetchInto(cwd, `hf:${id}`)
    expect(exitOfFetch(fetched)).toBe(0)
    const names = filesIn(whole).filter(name => !name.startsWith('.cache/'))
    expect(filesIn(join(cwd, 'model'))).toEqual(names)
    for (const name of names)
      expect(readFileSync(join(cwd, 'model', name)).equals(readFileSync(join(whole, name)))).toBe(true)
    expect(fetched.bytes).toBe(names.reduce((sum, name) => sum + statSync(join(whole, name)).size, 0))
  })

  it('of tampered bytes lies in its folder; we write no such file, and our verdict is that of its check', async () => {
    expect(filesIn(wrong)).toContain(tamperedFile)
    const cwd = temporaryFolder()
    const fetched = await fetchInto(cwd, `hf:${tampered}`)
    expect(exitOfFetch(fetched)).toBe(1)
    expect(fetched.files.flatMap(({path, status}) => (status === 'mismatch' ? [path] : []))).toEqual(verdicts()[5])
    expect(filesIn(join(cwd, 'model'))).not.toContain(tamperedFile)
    const options = {require: 'digest', cwd, offline: false, env: {HF_ENDPOINT: hub.url, HOME: cwd}} as const
    const result = await verifyWith({targets: [`hf:${tampered}`], ...options})
    expect(exitOf(result)).toBe(1)
    const invalid = result.subjects.flatMap(({subject, status}) => (status === 'invalid' ? [subject] : []))
    expect(invalid.filter(subject => subject.endsWith(`/${tamperedFile}`))).toHaveLength(asList(verdicts()[5]).length)
  })
})

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, {recursive: true, withFileTypes: true})
  return entries
    .flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : []))
    .sort()
}
