import {join} from 'node:path'
import {
  type CommitData,
  type ListFileEntry,
  listCommits,
  listFiles,
  modelInfo,
  snapshotDownload,
} from '@huggingface/hub'
import {beforeAll, describe, expect, it} from 'vitest'
import type {Inventory} from '../../src/inventory/inventory.ts'
import {type Emulator, hubOptions, inventoryOf, startEmulator} from '../support/hub.ts'
import {temporaryFolder} from '../support/run.ts'
import {hasShared} from '../support/shared.ts'

const id = 'acme-ai/tiny-llm'

describe.skipIf(!hasShared)("what the hub's own client says", () => {
  let hub: Emulator
  beforeAll(async () => {
    hub = await startEmulator()
  })

  const weightDigests = ({assets}: Inventory, from: 'declared' | 'computed'): string[] =>
    assets
      .filter(({kind}) => kind === 'weights')
      .flatMap(({name, digests}) =>
        digests.filter(digest => digest.of === 'content' && digest.from === from).map(({hex}) => `${name} ${hex}`),
      )
      .sort()

  it('is what we say: commit, task, files, sizes, digests', async () => {
    const info = await modelInfo({name: id, hubUrl: hub.url, additionalFields: ['sha', 'library_name']})
    const files: ListFileEntry[] = []
    for await (const file of listFiles({repo: id, revision: info.sha, recursive: true, hubUrl: hub.url}))
      files.push(file)
    const inventory = await inventoryOf(`hf:${id}`, hubOptions(hub.url))
    const [model] = inventory.assets.filter(asset => asset.id === `model:huggingface/${id}`)
    expect(model?.version).toBe(info.sha)
    expect(model?.kind === 'model' ? [model.facts.task, model.facts.library] : []).toEqual([
      info.task,
      info.library_name,
    ])
    const lines = files
      .filter(({type}) => type === 'file')
      .map(({path, size, oid, lfs}) => `${size} ${lfs === undefined ? '' : `sha256:${lfs.oid} `}git:${oid} ${path}`)
    expect([...(model?.properties?.['aibom:hub:file'] ?? [])].sort()).toEqual(lines.sort())
  })

  it('is what we say: every commit by its title, date and author', async () => {
    const commits: CommitData[] = []
    for await (const commit of listCommits({repo: 'openai/whisper-medium', hubUrl: hub.url})) commits.push(commit)
    const {assets} = await inventoryOf('hf:openai/whisper-medium', hubOptions(hub.url))
    const model = assets.find(({kind}) => kind === 'model')
    expect(commits.length).toBeGreaterThan(1)
    expect(model?.commits?.map(({id, title, at, author}) => [id, title, Date.parse(at ?? ''), author])).toEqual(
      commits.map(({oid, title, date, authors}) => [oid, title, date.getTime(), authors[0]?.username]),
    )
  })

  it('and the cache that it writes are the same model, its blobs proved by their names', async () => {
    const cacheDir = join(temporaryFolder(), 'hub')
    await snapshotDownload({repo: id, hubUrl: hub.url, cacheDir})
    const online = await inventoryOf(`hf:${id}`, hubOptions(hub.url))
    const cached = await inventoryOf(cacheDir, {...hubOptions('http://127.0.0.1:9'), offline: true})
    expect(cached.gaps).toEqual([])
    expect(weightDigests(cached, 'computed')).toEqual(weightDigests(online, 'declared'))
    const versions = [online, cached].map(
      ({assets}) => assets.find(asset => asset.id === `model:huggingface/${id}`)?.version,
    )
    expect(versions[0]).toBe(versions[1])
  })
})
