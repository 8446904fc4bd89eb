import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {downloadFile} from '@huggingface/hub'
import {beforeAll, beforeEach, describe, expect, it} from 'vitest'
import {exitOfFetch, fetchRepository} from '../../src/pipeline/fetch/fetch.ts'
import type {FetchResult} from '../../src/pipeline/fetch/result.generated.ts'
import {noProgress} from '../../src/pipeline/progress.ts'
import {type Emulator, hubOptions, inventoryOf, listXetHashes, startEmulator} from '../support/hub.ts'
import {temporaryFolder} from '../support/run.ts'
import {hasShared} from '../support/shared.ts'

const id = 'acme-ai/tiny-llm'
const commit = 'ec73483487e3ec6faecfa0631e83b2629fde48b5'
const weights = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors']
const token = 'hf_emulator_full'

describe.skipIf(!hasShared)('a hub that offers Xet', () => {
  let hub: Emulator
  let hashes: Record<string, string> = {}
  beforeAll(async () => {
    hub = await startEmulator({xet: true})
  })
  beforeEach(() => {
    hub.reset()
    hashes = listXetHashes(hub, id, commit)
  })

  async function fetchInto(cwd: string, source = `hf:${id}`): Promise<FetchResult> {
    const options = {
      source,
      folder: 'model',
      deadline: 60,
      cwd,
      env: {HF_ENDPOINT: hub.url, HF_TOKEN: token, HOME: cwd},
      cacheFolder: undefined,
      now: Date.now,
      toolVersion: '0',
    }
    return fetchRepository({...options, signal: new AbortController().signal, progress: noProgress})
  }

  /** Neither the store of chunks nor its tokens are asked for, and the user's token stays with the hub. */
  function expectPlainRequests(): void {
    expect(hub.log.filter(({url}) => /\/cas\/|xet-read-token/.test(url))).toEqual([])
    expect(hub.log.filter(({on}) => on === 'cdn').length).toBeGreaterThanOrEqual(weights.length)
    expect(hub.log.filter(({on, auth}) => auth !== (on === 'hub'))).toEqual([])
  }

  it('is fetched from in the plain way, every file held against its SHA-256', async () => {
    const cwd = temporaryFolder()
    const fetched = await fetchInto(cwd)
    expectPlainRequests()
    expect(exitOfFetch(fetched)).toBe(0)
    for (const path of weights) {
      const bytes = readFileSync(join(cwd, 'model', path))
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      expect(fetched.files).toContainEqual({path, status: 'fetched', digest})
      // its own client takes the way through the chunks; the same bytes come out
      const theirs = await downloadFile({repo: id, path, revision: commit, hubUrl: hub.url})
      expect(Buffer.from((await theirs?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(bytes)).toBe(true)
    }
    expect(hub.log.some(({url}) => url.startsWith('/cas/'))).toBe(true)
  })

  it('is refused where the bytes are others', async () => {
    hub.mutate({op: 'tamper', repo: id, path: weights[0]})
    const fetched = await fetchInto(temporaryFolder())
    expect(fetched.files.flatMap(({path, status}) => (status === 'mismatch' ? [path] : []))).toEqual([weights[0]])
    expectPlainRequests()
  })

  it('is read in the plain way, headers and all, its hashes told beside the SHA-256', async () => {
    const options = hubOptions(hub.url)
    const {assets, gaps} = await inventoryOf(`hf:${id}`, {...options, env: {...options.env, HF_TOKEN: token}})
    expect(gaps).toEqual([])
    expectPlainRequests()
    const model = assets.find(asset => asset.id === `model:huggingface/${id}`)
    const lines = model?.properties?.['aibom:hub:file'] ?? []
    for (const path of weights)
      expect(
        lines.filter(line => line.endsWith(` xet:${hashes[path]} ${path}`) && line.includes(' sha256:')),
      ).toHaveLength(1)
    expect(assets.filter(({kind}) => kind === 'weights').map(({facts}) => facts)).toEqual(
      weights.map(() => expect.objectContaining({format: 'safetensors'})),
    )
  })

  it('with a gated model keeps to the same', async () => {
    const fetched = await fetchInto(temporaryFolder(), 'hf:acme-ai/gated-manual')
    expect(exitOfFetch(fetched)).toBe(0)
    expect(hub.log.filter(({url}) => /\/cas\/|xet-read-token/.test(url))).toEqual([])
    expect(hub.log.filter(({on, auth}) => auth !== (on === 'hub'))).toEqual([])
  })
})
