import {createHash} from 'node:crypto'
import {chmodSync, mkdirSync, realpathSync, writeFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {dirname, join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import type {Asset} from '../../../src/inventory/asset.ts'
import type {Inventory} from '../../../src/inventory/inventory.ts'
import {askHelper, findOciCredential} from '../../../src/registries/oci/credentials.ts'
import {parseOciReference} from '../../../src/registries/oci/reference.ts'
import {hubOptions, inventoryOf} from '../../support/hub.ts'
import {temporaryFolder} from '../../support/run.ts'
import {safetensors} from '../../support/weights.ts'

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
const weights = Buffer.from(safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}, 8))

interface Layer {
  readonly mediaType: string
  readonly content: string | Uint8Array
  readonly annotations?: Readonly<Record<string, string>>
}

interface Built {
  readonly manifest: string
  readonly digest: string
  readonly blobs: ReadonlyMap<string, Buffer>
}

function build(config: Layer, layers: readonly Layer[], more: object = {}): Built {
  const blobs = new Map<string, Buffer>()
  const descriptor = ({mediaType, content, annotations}: Layer): object => {
    blobs.set(sha256(content), Buffer.from(content))
    return {
      mediaType,
      digest: `sha256:${sha256(content)}`,
      size: Buffer.from(content).byteLength,
      ...(annotations !== undefined && {annotations}),
    }
  }
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: descriptor(config),
    layers: layers.map(descriptor),
    ...more,
  })
  return {manifest, digest: `sha256:${sha256(manifest)}`, blobs}
}

const shapes: Readonly<Record<string, Built>> = {
  modelpack: build(
    {
      mediaType: 'application/vnd.cncf.model.config.v1+json',
      content: JSON.stringify({descriptor: {family: 'bert', licenses: ['Apache-2.0'], vendor: 'Acme'}}),
    },
    [
      {
        mediaType: 'application/vnd.cncf.model.weight.v1.raw',
        content: weights,
        annotations: {'org.cncf.model.filepath': 'model.safetensors'},
      },
    ],
    {artifactType: 'application/vnd.cncf.model.manifest.v1+json'},
  ),
  kitops: build(
    {
      mediaType: 'application/vnd.kitops.modelkit.config.v1+json',
      content: JSON.stringify({package: {license: 'MIT'}, datasets: [{name: 'corpus'}]}),
    },
    [{mediaType: 'application/vnd.kitops.modelkit.model.v1.tar+gzip', content: 'tar'}],
  ),
  'docker-model': build(
    {
      mediaType: 'application/vnd.docker.ai.model.config.v0.1+json',
      content: JSON.stringify({config: {architecture: 'llama', quantization: 'Q4_K_M'}}),
    },
    [
      {mediaType: 'application/vnd.docker.ai.safetensors', content: weights},
      {mediaType: 'application/vnd.docker.ai.license', content: 'Apache License\n Version 2.0, January 2004'},
    ],
  ),
  ollama: build(
    {mediaType: 'application/vnd.docker.container.image.v1+json', content: JSON.stringify({model_family: 'llama'})},
    [
      {mediaType: 'application/vnd.ollama.image.model', content: `GGUF${'\0'.repeat(60)}`},
      {mediaType: 'application/vnd.ollama.image.system', content: 'You answer briefly.'},
    ],
  ),
  plain: build({mediaType: 'application/vnd.oci.empty.v1+json', content: '{}'}, [
    {
      mediaType: 'application/octet-stream',
      content: weights,
      annotations: {'org.opencontainers.image.title': 'sub/model.safetensors'},
    },
  ]),
}
const container = build({mediaType: 'application/vnd.oci.image.config.v1+json', content: '{}'}, [
  {mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', content: 'layer'},
])

type Guard = (request: IncomingMessage, response: ServerResponse) => boolean

interface Registry {
  readonly host: string
  readonly seen: {url: string; authorization: string | undefined}[]
}

/** The pull side of a registry: repositories by name, tag `latest`; `referrers` by API or by the tag that stands in. */
async function serve(
  repositories: Readonly<Record<string, Built>>,
  options: {guard?: Guard; referrers?: 'api' | 'tag'} = {},
): Promise<Registry> {
  const seen: Registry['seen'] = []
  const index = JSON.stringify({
    manifests: [
      {
        mediaType: 'x',
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        digest: `sha256:${'a'.repeat(64)}`,
        size: 1,
      },
    ],
  })
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    seen.push({url, authorization: request.headers.authorization})
    if (options.guard?.(request, response) === true) return
    const [, name = '', kind, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs|referrers)\/([^/]+)$/.exec(url) ?? []
    const built = repositories[name]
    const end = (status: number, body: string | Buffer = ''): void => void response.writeHead(status).end(body)
    if (built === undefined) return end(404)
    if (kind === 'referrers') return options.referrers === 'api' ? end(200, index) : end(404)
    if (kind === 'manifests' && reference.startsWith('sha256-'))
      return options.referrers === 'tag' ? end(200, index) : end(404)
    if (kind === 'manifests')
      return reference === 'latest' || reference === built.digest ? end(200, built.manifest) : end(404)
    const blob = built.blobs.get(reference.slice('sha256:'.length))
    return blob === undefined ? end(404) : end(200, blob)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen}
}

function scan(source: string, env: Readonly<Record<string, string>> = {}): Promise<Inventory> {
  const options = hubOptions('http://127.0.0.1:9')
  return inventoryOf(source, {...options, env: {...options.env, ...env}})
}

const modelOf = ({assets}: Inventory): Asset | undefined =>
  assets.find(asset => asset.kind === 'model' && asset.version?.startsWith('sha256:') === true)

function dockerConfig(config: object): Record<string, string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  return {DOCKER_CONFIG: folder}
}

describe('what an artifact brings beside its weights', () => {
  const rawDoc = 'application/vnd.cncf.model.doc.v1.raw'
  const at = (path: string): Record<string, string> => ({'org.cncf.model.filepath': path})

  it('is read: the card and the configuration of a model', async () => {
    const built = build({mediaType: 'application/vnd.cncf.model.config.v1+json', content: '{}'}, [
      {mediaType: 'application/vnd.cncf.model.weight.v1.raw', content: weights, annotations: at('model.safetensors')},
      {
        mediaType: 'application/vnd.cncf.model.weight.config.v1.raw',
        content: '{"model_type": "bert", "hidden_size": 64}',
        annotations: at('config.json'),
      },
      {
        mediaType: rawDoc,
        content: '---\nlicense: mit\nbase_model: acme/base\n---\n# Tiny\n',
        annotations: at('README.md'),
      },
    ])
    const {host} = await serve({'acme/tiny': built})
    const inventory = await scan(`oci://${host}/acme/tiny`)
    expect(inventory.gaps).toEqual([])
    const model = modelOf(inventory)
    expect(model).toMatchObject({
      licences: [{kind: 'id', id: 'MIT'}],
      facts: {architectureFamily: 'bert', hyperparameters: {hidden_size: '64'}},
    })
    expect(inventory.relationships.filter(({kind}) => kind === 'derived-from').map(({to}) => to)).toEqual([
      'model:huggingface/acme/base',
    ])
  })

  it('is told: the data sets of a Kitfile with the digest of their layer, and a base that Ollama takes from the hub', async () => {
    const kit = build(
      {
        mediaType: 'application/vnd.kitops.modelkit.config.v1+json',
        content: JSON.stringify({
          datasets: [{name: 'corpus', path: 'data', description: 'Letters', license: 'CC0-1.0'}],
        }),
      },
      [
        {mediaType: 'application/vnd.kitops.modelkit.model.v1.tar+gzip', content: 'tar'},
        {mediaType: 'application/vnd.kitops.modelkit.dataset.v1.tar', content: 'data'},
      ],
    )
    const pulled = build({mediaType: 'application/vnd.docker.container.image.v1+json', content: '{}'}, [
      {mediaType: 'application/vnd.ollama.image.model', content: 'GGUF'},
    ])
    const from = {...pulled, manifest: pulled.manifest.replace('"size":4', '"size":4,"from":"hf.co/acme/base:Q4_K_M"')}
    const {host} = await serve({'acme/kit': kit, 'acme/tuned': {...from, digest: `sha256:${sha256(from.manifest)}`}})
    const {assets} = await scan(`oci://${host}/acme/kit`)
    expect(assets.find(({kind}) => kind === 'dataset')).toMatchObject({
      name: 'corpus',
      description: 'Letters',
      licences: [{kind: 'id', id: 'CC0-1.0'}],
      facts: {
        distributions: [{file: 'dataset.tar', digests: [{alg: 'sha256', hex: sha256('data'), from: 'declared'}]}],
      },
    })
    const bases = (await scan(`oci://${host}/acme/tuned`)).assets.filter(({id}) => id.startsWith('model:huggingface/'))
    expect(bases.map(({id, purl}) => [id, purl])).toEqual([
      ['model:huggingface/acme/base', 'pkg:huggingface/acme/base'],
    ])
  })
})

describe('an artifact of a registry', () => {
  it.each([
    ['modelpack', {licences: [{kind: 'id', id: 'Apache-2.0'}], author: 'Acme', facts: {architectureFamily: 'bert'}}],
    ['kitops', {licences: [{kind: 'id', id: 'MIT'}]}],
    [
      'docker-model',
      {licences: [{kind: 'id', id: 'Apache-2.0'}], facts: {architecture: 'llama', quantization: 'Q4_K_M'}},
    ],
    ['ollama', {facts: {registry: 'ollama', architectureFamily: 'llama'}}],
    ['plain', {}],
  ])('is a model at its digest: %s', async (shape, expected) => {
    const registry = await serve(shapes)
    const inventory = await scan(`oci://${registry.host}/${shape}:latest`)
    const model = modelOf(inventory)
    expect(model).toMatchObject({version: shapes[shape]?.digest, ...expected})
    expect(model?.properties?.['aibom:oci:shape']).toEqual([shape])
    expect(model?.purl).toContain(`pkg:oci/${shape}@sha256`)
    expect(inventory.gaps.filter(({stage}) => stage === 'enrich')).toEqual([])
  })

  it('lists its weights with the declared digest, read as far as their header', async () => {
    const registry = await serve(shapes)
    const {assets} = await scan(`oci://${registry.host}/plain@${shapes['plain']?.digest}`)
    const file = assets.find(({kind}) => kind === 'weights')
    expect(file).toMatchObject({id: 'weights:sub/model.safetensors', facts: {format: 'safetensors', parameters: 2n}})
    expect(file?.digests).toContainEqual({alg: 'sha256', hex: sha256(weights), of: 'content', from: 'declared'})
  })

  it.each(['api', 'tag'] as const)('names what refers to it: by %s', async referrers => {
    const registry = await serve(shapes, {referrers})
    const inventory = await scan(`oci://${registry.host}/plain`)
    expect(modelOf(inventory)?.properties?.['aibom:oci:referrer']).toEqual([
      `application/vnd.dev.sigstore.bundle.v0.3+json sha256:${'a'.repeat(64)}`,
    ])
  })

  it('refuses a container image, a missing artifact, and a manifest that is not that of its digest', async () => {
    const registry = await serve({image: container, other: {...container, digest: `sha256:${'b'.repeat(64)}`}})
    await expect(scan(`oci://${registry.host}/image`)).rejects.toMatchObject({code: 'AIBOM_OCI_NOT_A_MODEL', exit: 2})
    await expect(scan(`oci://${registry.host}/gone`)).rejects.toMatchObject({code: 'AIBOM_OCI_NOT_FOUND', exit: 2})
    await expect(scan(`oci://${registry.host}/other@sha256:${'b'.repeat(64)}`)).rejects.toMatchObject({
      code: 'AIBOM_DIGEST_MISMATCH',
      exit: 1,
    })
  })
})

describe('an index of a registry', () => {
  const indexOf = (...listed: string[]): string =>
    JSON.stringify({manifests: listed.map(digest => ({mediaType: 'x', digest, size: 1}))})

  async function serveDocuments(documents: Readonly<Record<string, string>>): Promise<{host: string; asked: string[]}> {
    const asked: string[] = []
    const guard: Guard = (request, response) => {
      const reference = /manifests\/(.+)$/.exec(request.url ?? '')?.[1] ?? ''
      const document = documents[reference]
      if (document !== undefined) asked.push(reference)
      if (document !== undefined) response.end(document)
      return document !== undefined
    }
    return {...(await serve({plain: shapes['plain'] as Built}, {guard})), asked}
  }

  it('may list indexes', async () => {
    const plain = shapes['plain'] as Built
    const inner = indexOf(plain.digest)
    const innerDigest = `sha256:${sha256(inner)}`
    const {host} = await serveDocuments({[innerDigest]: inner, latest: indexOf(innerDigest)})
    expect(modelOf(await scan(`oci://${host}/plain`))).toMatchObject({version: plain.digest})
  })

  it('without end is asked for a bounded number of times', async () => {
    const image = container.manifest
    const many = Array.from({length: 2000}, (_, index) => `${image}${' '.repeat(index)}`)
    const documents = Object.fromEntries(many.map(text => [`sha256:${sha256(text)}`, text]))
    const {host, asked} = await serveDocuments({
      ...documents,
      latest: indexOf(...Object.keys(documents), ...Object.keys(documents)),
    })
    await expect(scan(`oci://${host}/plain`)).rejects.toMatchObject({code: 'AIBOM_OCI_NOT_A_MODEL', exit: 2})
    expect(asked).toHaveLength(50)
  })
})

describe('the credentials of a registry', () => {
  it.each(['docker.io', 'index.docker.io', 'registry-1.docker.io'])(
    "of docker's own registry stand under one name: %s",
    async host => {
      const env = dockerConfig({
        auths: {'https://index.docker.io/v1/': {auth: Buffer.from('ann:secret').toString('base64')}},
      })
      expect(await findOciCredential(host, env, new AbortController().signal)).toEqual({
        kind: 'basic',
        username: 'ann',
        password: 'secret',
      })
    },
  )

  const password = `Basic ${Buffer.from('ann:secret').toString('base64')}`

  it("are docker's own, sent as the registry asks: Basic", async () => {
    const guard: Guard = (request, response) => {
      if (request.headers.authorization === password) return false
      response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end()
      return true
    }
    const registry = await serve(shapes, {guard})
    const env = dockerConfig({auths: {[registry.host]: {auth: Buffer.from('ann:secret').toString('base64')}}})
    expect(modelOf(await scan(`oci://${registry.host}/plain`, env))).toBeDefined()
    await expect(scan(`oci://${registry.host}/plain`)).rejects.toMatchObject({code: 'AIBOM_OCI_UNAUTHORIZED', exit: 3})
  })

  it('are exchanged for a token that is for this repository only; the password goes nowhere else', async () => {
    const guard: Guard = (request, response) => {
      if (request.url?.startsWith('/token') === true) {
        response.end(
          JSON.stringify(
            request.headers.authorization === password && request.url.includes('scope=repository%3Aplain%3Apull')
              ? {token: 'T'}
              : {},
          ),
        )
        return true
      }
      if (request.headers.authorization === 'Bearer T') return false
      response
        .writeHead(401, {'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service="s"`})
        .end()
      return true
    }
    const registry = await serve(shapes, {guard})
    const env = dockerConfig({auths: {[registry.host]: {auth: Buffer.from('ann:secret').toString('base64')}}})
    expect(modelOf(await scan(`oci://${registry.host}/plain`, env))).toBeDefined()
    expect(
      registry.seen.filter(({authorization}) => authorization === password).map(({url}) => url.split('?')[0]),
    ).toEqual(['/token'])
  })

  it.skipIf(process.platform === 'win32')(
    'come from the helper that the configuration names, by its protocol',
    async () => {
      const folder = temporaryFolder()
      const helper = join(folder, 'docker-credential-mine')
      writeFileSync(
        helper,
        `#!/bin/sh\nread server\necho '{"ServerURL":"'$server'","Username":"ann","Secret":"secret"}'\n`,
      )
      chmodSync(helper, 0o755)
      const guard: Guard = (request, response) => {
        if (request.headers.authorization === password) return false
        response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end()
        return true
      }
      const registry = await serve(shapes, {guard})
      const env = {...dockerConfig({credHelpers: {[registry.host]: 'mine'}}), PATH: `${folder}:${process.env['PATH']}`}
      expect(modelOf(await scan(`oci://${registry.host}/plain`, env))).toBeDefined()
    },
  )

  it.skipIf(process.platform === 'win32')(
    'are not waited for when the helper is gone and what it started is not',
    {timeout: 10_000},
    async () => {
      const folder = temporaryFolder()
      writeFileSync(join(folder, 'docker-credential-hangs'), '#!/bin/sh\nsleep 20 &\nsleep 20\n')
      chmodSync(join(folder, 'docker-credential-hangs'), 0o755)
      const env = {PATH: `${folder}:${process.env['PATH']}`}
      expect(await askHelper('hangs', 'registry.example', env, new AbortController().signal, 200)).toBeUndefined()
    },
  )

  it('are not sent to a place for tokens that is neither https nor this machine', async () => {
    const guard: Guard = (_request, response) => {
      response.writeHead(401, {'www-authenticate': 'Bearer realm="http://tokens.example/t"'}).end()
      return true
    }
    const registry = await serve(shapes, {guard})
    await expect(scan(`oci://${registry.host}/plain`)).rejects.toMatchObject({code: 'AIBOM_OCI_UNAUTHORIZED'})
  })
})

describe('an image layout', () => {
  function layout({manifest, digest, blobs}: Built): string {
    const root = realpathSync(temporaryFolder())
    const write = (path: string, content: string | Uint8Array): void => {
      mkdirSync(dirname(join(root, path)), {recursive: true})
      writeFileSync(join(root, path), content)
    }
    write('oci-layout', '{"imageLayoutVersion": "1.0.0"}')
    write(`blobs/sha256/${digest.slice(7)}`, manifest)
    for (const [hex, content] of blobs) write(`blobs/sha256/${hex}`, content)
    const annotations = {'org.opencontainers.image.ref.name': 'registry.example/acme/tiny:v1'}
    write(
      'index.json',
      JSON.stringify({
        manifests: [
          {mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: manifest.length, annotations},
        ],
      }),
    )
    return root
  }

  it('is every model in it, its blobs hashed', async () => {
    const built = shapes['plain'] as Built
    const root = layout(built)
    for (const source of [root, `oci-layout:${root}`]) {
      const inventory = await scan(source)
      expect(modelOf(inventory)).toMatchObject({id: 'model:oci/registry.example/acme/tiny', version: built.digest})
      expect(inventory.assets.find(({kind}) => kind === 'weights')?.digests).toContainEqual({
        alg: 'sha256',
        hex: sha256(weights),
        of: 'content',
        from: 'computed',
      })
    }
  })

  function relist(root: string, manifests: readonly object[]): {digest: string; mediaType: string; size: number} {
    const text = JSON.stringify({manifests})
    writeFileSync(join(root, 'blobs/sha256', sha256(text)), text)
    writeFileSync(join(root, 'index.json'), text)
    return {mediaType: 'application/vnd.oci.image.index.v1+json', digest: `sha256:${sha256(text)}`, size: text.length}
  }

  it('is read once, however often its indexes list each other', {timeout: 20_000}, async () => {
    const built = shapes['plain'] as Built
    const root = layout(built)
    let listed = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: built.digest,
      size: built.manifest.length,
    }
    for (let level = 0; level < 4; level++)
      listed = relist(
        root,
        Array.from({length: 3000}, () => listed),
      )
    expect(modelOf(await scan(root))?.version).toBe(built.digest)
    relist(root, [listed])
    expect((await scan(root)).gaps.map(({code}) => code)).toEqual(['reference-limit'])
  })

  it('says what of its index is none of a manifest', async () => {
    const root = layout(shapes['plain'] as Built)
    relist(root, [{mediaType: 'x', digest: 'sha256:../../x', size: 1}])
    expect((await scan(root)).gaps.map(({code}) => code)).toEqual(['syntax'])
  })

  it('is a model even where its configuration is no JSON', async () => {
    const built = build({mediaType: 'application/vnd.cncf.model.config.v1+json', content: 'none'}, [])
    const inventory = await scan(layout(built))
    expect(modelOf(inventory)?.version).toBe(built.digest)
    expect(inventory.gaps.map(({code}) => code)).toEqual(['syntax'])
  })

  it('proves by the names of its blobs that one was changed', async () => {
    const root = layout(shapes['plain'] as Built)
    const changed = Buffer.from(weights)
    changed[changed.length - 1] = 1
    writeFileSync(join(root, 'blobs/sha256', sha256(weights)), changed)
    expect((await scan(root)).gaps.map(({code}) => code)).toEqual(['digest-mismatch'])
  })
})

describe('parseOciReference', () => {
  it.each([
    ['oci://ghcr.io/acme/tiny', {host: 'ghcr.io', repository: 'acme/tiny', tag: 'latest'}],
    ['oci://localhost:5000/a/b/c:v1', {host: 'localhost:5000', repository: 'a/b/c', tag: 'v1'}],
    [
      `oci://ghcr.io/a/b:v1@sha256:${'0'.repeat(64)}`,
      {host: 'ghcr.io', repository: 'a/b', tag: 'v1', digest: {alg: 'sha256', hex: '0'.repeat(64)}},
    ],
  ])('reads %s', (text, expected) => expect(parseOciReference(text)).toEqual(expected))

  it.each([
    'oci://',
    'oci://host',
    'oci://host/../x',
    'oci://host/A',
    'oci://host/a?b',
    'oci://user@host/a',
    'oci://host/a@sha256:12',
    'oci://host/a#b',
  ])('refuses %s', text =>
    expect(() => parseOciReference(text)).toThrow(expect.objectContaining({code: 'AIBOM_SOURCE_INVALID'})),
  )
})
