import {createHash} from 'node:crypto'
import {cpSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Asset} from '../../../src/inventory/asset.ts'
import type {Inventory} from '../../../src/inventory/inventory.ts'
import {gitBlobOid} from '../../../src/sources/hub/remote-bytes.ts'
import {hubOptions, inventoryOf} from '../../support/hub.ts'
import {temporaryFolder} from '../../support/run.ts'

const commit = 'ab'.repeat(20)
const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, content)
}

function safetensors(): Buffer {
  const header = Buffer.from(JSON.stringify({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header, Buffer.alloc(8)])
}

function scan(folder: string, env: Record<string, string> = {}): Promise<Inventory> {
  const options = hubOptions('http://127.0.0.1:9')
  return inventoryOf(folder, {...options, offline: true, env: {...options.env, ...env}})
}

const found = (inventory: Inventory, id: string): Asset | undefined => inventory.assets.find(asset => asset.id === id)
const gapsOf = ({gaps}: Inventory): string[] => gaps.map(({stage, code}) => `${stage}:${code}`)

describe('the cache of the hub', () => {
  interface Cached {
    readonly cache: string
    readonly repository: string
    link(path: string, blob: string): void
  }

  function cacheWith(
    files: Readonly<Record<string, {content: string | Uint8Array; lfs?: boolean}>>,
    name = 'models--acme--tiny',
  ): Cached {
    const cache = realpathSync(temporaryFolder())
    const repository = join(cache, name)
    const link = (path: string, blob: string): void => {
      const place = join(repository, 'snapshots', commit, path)
      mkdirSync(dirname(place), {recursive: true})
      symlinkSync(join('../../', '../'.repeat(path.split('/').length - 1), 'blobs', blob), place)
    }
    for (const [path, {content, lfs}] of Object.entries(files)) {
      const blob = lfs === true ? sha256(content) : gitBlobOid(Buffer.from(content))
      write(join(repository, 'blobs', blob), content)
      link(path, blob)
    }
    write(join(repository, 'refs/main'), commit)
    return {cache, repository, link}
  }

  const tiny = {
    'README.md': {content: '---\nlicense: mit\nbase_model: acme/base\n---\n# Tiny\n'},
    'config.json': {content: '{"model_type": "bert", "architectures": ["BertModel"]}'},
    'model.safetensors': {content: safetensors(), lfs: true},
  }

  it('is every snapshot as the model that it is, at its commit, without network', async () => {
    const inventory = await scan(cacheWith(tiny).cache)
    expect(found(inventory, 'model:huggingface/acme/tiny')).toMatchObject({
      version: commit,
      purl: `pkg:huggingface/acme/tiny@${commit}`,
      licences: [{kind: 'id', id: 'MIT'}],
      facts: {registry: 'huggingface', revision: 'main', floating: true, architecture: 'BertModel'},
    })
    expect(
      found(inventory, `weights:models--acme--tiny/snapshots/${commit}/model.safetensors`)?.digests,
    ).toContainEqual({
      alg: 'sha256',
      hex: sha256(tiny['model.safetensors'].content),
      of: 'content',
      from: 'computed',
    })
    expect(inventory.relationships).toContainEqual(
      expect.objectContaining({kind: 'derived-from', to: 'model:huggingface/acme/base'}),
    )
    expect(inventory.gaps).toEqual([])
  })

  it('may be named by one snapshot of it', async () => {
    const inventory = await scan(join(cacheWith(tiny).repository, 'snapshots', commit))
    expect(found(inventory, 'model:huggingface/acme/tiny')?.version).toBe(commit)
    expect(found(inventory, 'weights:model.safetensors')).toBeDefined()
    expect(inventory.gaps).toEqual([])
  })

  it('may be named by one repository of it', async () => {
    expect(found(await scan(cacheWith(tiny).repository), 'model:huggingface/acme/tiny')?.version).toBe(commit)
  })

  it.each([
    ['model.safetensors', sha256(tiny['model.safetensors'].content)],
    ['config.json', gitBlobOid(Buffer.from(tiny['config.json'].content))],
  ])('proves by the names of its blobs that %s was changed', async (_path, blob) => {
    const {cache, repository} = cacheWith(tiny)
    writeFileSync(join(repository, 'blobs', blob), '{"changed": 1, "and": "long enough"}')
    expect(gapsOf(await scan(cache))).toContain('verify:digest-mismatch')
  })

  it.each([
    ['out of the cache', '/etc/passwd'],
    ["to another repository's blobs", '../../../models--acme--other/blobs/x'],
    ['to the snapshot itself', '.'],
  ])('follows no link that leads %s', async (_name, target) => {
    const {cache, repository} = cacheWith(tiny)
    write(join(cache, 'models--acme--other/blobs/x'), 'secret')
    symlinkSync(target, join(repository, 'snapshots', commit, 'linked.safetensors'))
    const inventory = await scan(cache)
    expect(gapsOf(inventory)).toEqual(['walk:link-outside'])
    expect(
      JSON.stringify(inventory.assets, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('linked')
  })

  it.each([
    [
      'a snapshot',
      (repository: string, outside: string) => symlinkSync(outside, join(repository, 'snapshots', 'cd'.repeat(20))),
    ],
    [
      'the folder of the snapshots',
      (repository: string, outside: string) => {
        const moved = join(outside, 'snapshots')
        cpSync(join(repository, 'snapshots'), moved, {recursive: true, verbatimSymlinks: true})
        rmSync(join(repository, 'snapshots'), {recursive: true})
        symlinkSync(moved, join(repository, 'snapshots'))
      },
    ],
  ])('does not follow %s that is a link', async (_name, relink) => {
    const outside = temporaryFolder()
    write(join(outside, 'secret.safetensors'), safetensors())
    const {cache, repository} = cacheWith(tiny)
    relink(repository, outside)
    const inventory = await scan(cache)
    expect(gapsOf(inventory)).toEqual(['walk:link-outside'])
    expect(inventory.assets.map(({name}) => name)).not.toContain('secret.safetensors')
  })

  it('reads on where a ref or a blob is longer than any', async () => {
    const {cache, repository} = cacheWith({...tiny, 'long.txt': {content: Buffer.alloc(65 * 1024 * 1024)}})
    write(join(repository, 'refs/long'), 'x'.repeat(5000))
    const inventory = await scan(cache)
    expect(gapsOf(inventory)).toEqual(['walk:too-large', 'verify:too-large'])
    expect(found(inventory, 'model:huggingface/acme/tiny')?.version).toBe(commit)
  })

  it('says which file was not downloaded', async () => {
    const {cache, link} = cacheWith(tiny)
    link('onnx/model.onnx', 'f'.repeat(64))
    expect(gapsOf(await scan(cache))).toEqual(['walk:link-broken'])
  })

  describe('with a list of the commit’s files', () => {
    const onnx = {
      size: 4096,
      blob_id: 'e'.repeat(40),
      lfs_sha256: 'f'.repeat(64),
      lfs_size: 4096,
      xet_hash: 'd'.repeat(64),
    }
    const listed = {
      'README.md': {size: 51, blob_id: gitBlobOid(Buffer.from(tiny['README.md'].content))},
      'config.json': {size: 55, blob_id: gitBlobOid(Buffer.from(tiny['config.json'].content))},
      'model.safetensors': {
        size: 80,
        blob_id: 'c'.repeat(40),
        lfs_sha256: sha256(tiny['model.safetensors'].content),
        lfs_size: 80,
      },
      'onnx/model.onnx': onnx,
      'vocab.txt': {size: 7, blob_id: 'b'.repeat(40)},
    }

    function listedCache(tree: unknown): Cached {
      const cached = cacheWith(tiny)
      write(join(cached.repository, 'trees', `${commit}.json`), typeof tree === 'string' ? tree : JSON.stringify(tree))
      return cached
    }

    it('declares those that were not downloaded: size and digest, not present', async () => {
      const inventory = await scan(listedCache({format_version: 1, files: listed}).cache)
      expect(found(inventory, `weights:models--acme--tiny/snapshots/${commit}/onnx/model.onnx`)).toMatchObject({
        facts: {present: false, byteLength: 4096n},
        digests: [{alg: 'sha256', hex: 'f'.repeat(64), of: 'content', from: 'declared'}],
      })
      const {properties} = found(inventory, 'model:huggingface/acme/tiny') ?? {}
      expect(properties?.['aibom:hub:files']).toEqual(['5'])
      expect(properties?.['aibom:hub:file']).toContain(`7 git:${'b'.repeat(40)} vocab.txt`)
      expect(properties?.['aibom:hub:file']).toContain(
        `4096 sha256:${'f'.repeat(64)} git:${'e'.repeat(40)} xet:${'d'.repeat(64)} onnx/model.onnx`,
      )
      expect(inventory.gaps).toEqual([])
    })

    it('proves that a link leads to another blob than the commit has', async () => {
      const files = {...listed, 'config.json': {size: 55, blob_id: '1'.repeat(40)}}
      expect(gapsOf(await scan(listedCache({format_version: 1, files}).cache))).toEqual(['verify:digest-mismatch'])
    })

    it.each([
      ['of another format', {format_version: 2, files: listed}, 'walk:syntax'],
      ['that is broken', '{"format_version": 1, "files": ', 'walk:syntax'],
      ['without sizes', {format_version: 1, files: {'a.bin': {blob_id: 'b'.repeat(40)}}}, 'walk:syntax'],
      ['with a negative size', {format_version: 1, files: {'a.bin': {size: -1}}}, 'walk:syntax'],
      ['of nothing but brackets', '['.repeat(100_000), 'walk:syntax'],
      ['that leads out', {format_version: 1, files: {'../../x.onnx': onnx}}, 'walk:unsafe-path'],
    ])('takes no list %s, and says so', async (_name, tree, gap) => {
      const inventory = await scan(listedCache(tree).cache)
      expect(gapsOf(inventory)).toEqual([gap])
      expect(found(inventory, 'model:huggingface/acme/tiny')?.properties?.['aibom:hub:files']).toBeUndefined()
    })
  })

  describe('stands in for the hub where HF_HUB_OFFLINE is set', () => {
    const offline = {HF_HUB_OFFLINE: '1'}

    it.each([
      ['hf:acme/tiny', {revision: 'main', floating: true}],
      ['hf:acme/tiny@main', {revision: 'main', floating: true}],
      [`hf:acme/tiny@${commit}`, {revision: commit}],
    ])('%s', async (source, facts) => {
      const {cache} = cacheWith(tiny)
      const inventory = await scan(source, {...offline, HF_HUB_CACHE: cache})
      expect(inventory.subject).toMatchObject({
        scheme: 'hf',
        name: 'acme/tiny',
        version: commit,
        purl: `pkg:huggingface/acme/tiny@${commit}`,
      })
      expect(found(inventory, 'model:huggingface/acme/tiny')).toMatchObject({
        version: commit,
        licences: [{kind: 'id', id: 'MIT'}],
        facts,
      })
      expect(found(inventory, 'weights:model.safetensors')).toMatchObject({facts: {present: true, parameters: 2n}})
      expect(inventory.gaps).toEqual([])
    })

    it('as a data set, too', async () => {
      const {cache} = cacheWith({'README.md': {content: '---\nlicense: mit\n---\n'}}, 'datasets--acme--words')
      const inventory = await scan('hf-dataset:acme/words', {...offline, HF_HUB_CACHE: cache})
      expect(found(inventory, 'dataset:huggingface/acme/words')).toMatchObject({
        version: commit,
        facts: {revision: 'main', floating: true},
      })
    })

    it.each(['HF_HOME', 'XDG_CACHE_HOME'])('from the folder that %s gives', async variable => {
      const home = realpathSync(temporaryFolder())
      const hub = join(home, variable === 'HF_HOME' ? 'hub' : 'huggingface/hub')
      mkdirSync(dirname(hub), {recursive: true})
      symlinkSync(cacheWith(tiny).cache, hub)
      expect(
        found(await scan('hf:acme/tiny', {...offline, [variable]: home}), 'model:huggingface/acme/tiny')?.version,
      ).toBe(commit)
    })

    it.each(['hf:acme/gone', 'hf:acme/tiny@v2', `hf:acme/tiny@${'1'.repeat(40)}`, 'hf-dataset:acme/tiny'])(
      'and has no %s',
      async source => {
        const {cache} = cacheWith(tiny)
        await expect(scan(source, {...offline, HF_HUB_CACHE: cache})).rejects.toMatchObject({
          code: 'AIBOM_OFFLINE',
          exit: 2,
          message: expect.stringContaining(cache),
        })
      },
    )

    it('and believes no ref that is no commit', async () => {
      const {cache, repository} = cacheWith(tiny)
      write(join(repository, 'refs/main'), '../../../models--acme--other')
      await expect(scan('hf:acme/tiny', {...offline, HF_HUB_CACHE: cache})).rejects.toMatchObject({
        code: 'AIBOM_OFFLINE',
      })
    })
  })
})

describe('the store of Ollama', () => {
  interface Layer {
    readonly type: string
    readonly content: string
    readonly from?: string
  }

  function storeWith(
    layers: readonly Layer[],
    name = 'registry.ollama.ai/library/tiny/latest',
    config: object = {},
  ): string {
    const root = realpathSync(temporaryFolder())
    const descriptor = (mediaType: string, content: string, more: object = {}): object => {
      write(join(root, 'blobs', `sha256-${sha256(content)}`), content)
      return {mediaType, digest: `sha256:${sha256(content)}`, size: Buffer.byteLength(content), ...more}
    }
    const manifest = {
      schemaVersion: 2,
      config: descriptor(
        'application/vnd.docker.container.image.v1+json',
        JSON.stringify({model_format: 'gguf', ...config}),
      ),
      layers: layers.map(({type, content, from}) =>
        descriptor(`application/vnd.ollama.image.${type}`, content, from === undefined ? {} : {from}),
      ),
    }
    write(join(root, 'manifests', name), JSON.stringify(manifest))
    return root
  }

  const weights = {type: 'model', content: `GGUF${'\0'.repeat(60)}`}

  it('is every model with its digest, licence, template, prompt and origin', async () => {
    const root = storeWith(
      [
        {...weights, from: 'library/base:7b'},
        {type: 'license', content: 'MIT License\n\nPermission is hereby granted'},
        {type: 'template', content: '{{ .Prompt }}'},
        {type: 'system', content: 'You answer briefly.'},
      ],
      undefined,
      {model_family: 'llama', file_type: 'Q4_0'},
    )
    const inventory = await scan(root)
    const model = found(inventory, 'model:ollama/tiny:latest')
    expect(model).toMatchObject({
      licences: [{kind: 'id', id: 'MIT'}],
      facts: {
        registry: 'ollama',
        architectureFamily: 'llama',
        quantization: 'Q4_0',
        chatTemplateSha256: sha256('{{ .Prompt }}'),
      },
    })
    expect(model?.version).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(model?.purl).toMatch(/^pkg:oci\/tiny@sha256/)
    expect(inventory.assets.some(asset => asset.kind === 'prompt' && asset.facts.role === 'system')).toBe(true)
    expect(inventory.relationships).toContainEqual(
      expect.objectContaining({kind: 'derived-from', to: 'model:ollama/library/base:7b'}),
    )
    expect(inventory.relationships.filter(({kind}) => kind === 'contains').map(({to}) => to)).toContain(
      'weights:manifests/registry.ollama.ai/library/tiny/latest/model.gguf',
    )
  })

  it('is asked for one model by name', async () => {
    const root = storeWith([weights], 'registry.ollama.ai/someone/tiny/v2')
    expect(
      found(await scan('ollama:someone/tiny:v2', {OLLAMA_MODELS: root}), 'model:ollama/someone/tiny:v2'),
    ).toBeDefined()
    await expect(scan('ollama:gone', {OLLAMA_MODELS: root})).rejects.toMatchObject({code: 'AIBOM_SOURCE_NOT_FOUND'})
  })

  it.each([
    ['weights', weights.content],
    ['a licence', 'MIT License'],
  ])('proves by the names of its blobs that %s were changed', async (_name, content) => {
    const root = storeWith([weights, {type: 'license', content: 'MIT License'}])
    writeFileSync(join(root, 'blobs', `sha256-${sha256(content)}`), content.replace(/.$/s, '!'))
    expect(gapsOf(await scan(root))).toContain('verify:digest-mismatch')
  })

  it('says which blob is missing, and which manifest is none', async () => {
    const root = storeWith([weights])
    rmSync(join(root, 'blobs', `sha256-${sha256(weights.content)}`))
    write(
      join(root, 'manifests/registry.ollama.ai/library/broken/latest'),
      '{"layers": [{"digest": "sha256:../../x"}]}',
    )
    expect(gapsOf(await scan(root))).toEqual(expect.arrayContaining(['walk:missing-blob', 'walk:unreadable']))
  })

  it('lists what a manifest declares where no blob is here', async () => {
    const root = storeWith([weights])
    rmSync(join(root, 'blobs'), {recursive: true})
    const file = (await scan(root)).assets.find(({kind}) => kind === 'weights')
    expect(file).toMatchObject({
      facts: {present: false},
      digests: [{alg: 'sha256', hex: sha256(weights.content), from: 'declared'}],
    })
  })
})
