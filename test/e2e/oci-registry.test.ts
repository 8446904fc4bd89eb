import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {asRecord, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'
import {aibom, temporaryFolder} from '../support/run.ts'
import {safetensors} from '../support/weights.ts'

const binary = 'docker-registry'
const isInstalled = spawnSync(binary, ['--version']).status === 0
if (!isInstalled)
  process.stderr.write(`skipped: the tests against a real OCI registry, because ${binary} is not installed (apt-get install ${binary})\n`)

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const indexType = 'application/vnd.oci.image.index.v1+json'
const startTimeoutMs = 20_000
const weights = Buffer.from(safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}, 8))

interface Layer {
  readonly mediaType: string
  readonly content: string | Uint8Array
  readonly annotations?: Readonly<Record<string, string>>
}

const digestOf = (content: string | Uint8Array): string => `sha256:${createHash('sha256').update(content).digest('hex')}`

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port)))
    })
  })
}

/** Debian's registry on the loopback address, with a storage of its own. */
async function startRegistry(): Promise<{host: string; process: ChildProcess}> {
  const folder = temporaryFolder()
  const host = `127.0.0.1:${await freePort()}`
  const config = join(folder, 'config.yml')
  const storage = JSON.stringify(join(folder, 'storage'))
  writeFileSync(config, `version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: ${storage}\nhttp:\n  addr: ${host}\n`)
  const registry = spawn(binary, ['serve', config], {stdio: 'ignore', env: {PATH: process.env['PATH'], OTEL_TRACES_EXPORTER: 'none'}})
  const ended = new Promise<never>((_resolve, reject) => registry.on('exit', code => reject(new Error(`${binary} ended with ${code}`))))
  ended.catch(() => undefined)
  await Promise.race([ended, untilReady(host)])
  return {host, process: registry}
}

async function untilReady(host: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < startTimeoutMs; waitedMs += 100) {
    const isReady = await fetch(`http://${host}/v2/`).then(
      ({ok}) => ok,
      () => false,
    )
    if (isReady) return
    await sleep(100)
  }
  throw new Error(`${binary} did not answer in ${startTimeoutMs} ms`)
}

/** The push side, as the distribution specification has it. */
function pusher(host: string, repository: string) {
  const base = `http://${host}/v2/${repository}`

  async function blob({mediaType, content, annotations}: Layer): Promise<object> {
    const digest = digestOf(content)
    const begun = await fetch(`${base}/blobs/uploads/`, {method: 'POST'})
    const upload = new URL(begun.headers.get('location') ?? '', base)
    upload.searchParams.set('digest', digest)
    const done = await fetch(upload, {method: 'PUT', headers: {'content-type': 'application/octet-stream'}, body: Buffer.from(content)})
    expect(done.status).toBe(201)
    return {mediaType, digest, size: Buffer.from(content).byteLength, ...(annotations !== undefined && {annotations})}
  }

  async function document(reference: string, mediaType: string, value: object): Promise<{digest: string; size: number}> {
    const body = JSON.stringify(value)
    const done = await fetch(`${base}/manifests/${reference}`, {method: 'PUT', headers: {'content-type': mediaType}, body})
    expect(done.status).toBe(201)
    return {digest: digestOf(body), size: Buffer.byteLength(body)}
  }

  async function artifact(reference: string, config: Layer, layers: readonly Layer[], more: object = {}): Promise<{digest: string; size: number}> {
    const descriptors: object[] = []
    for (const layer of layers) descriptors.push(await blob(layer))
    return document(reference, manifestType, {schemaVersion: 2, mediaType: manifestType, config: await blob(config), layers: descriptors, ...more})
  }

  return {artifact, document}
}

async function bomOf(source: string): Promise<{components: UnknownRecord[]; subject: UnknownRecord}> {
  const run = await aibom(['generate', source, '-o', '-'])
  expect(run).toMatchObject({exit: 0})
  const bom = asRecord(JSON.parse(run.stdout)) ?? {}
  return {components: recordsOf(bom['components']), subject: asRecord(asRecord(bom['metadata'])?.['component']) ?? {}}
}

describe.skipIf(!isInstalled)('aibom generate oci:// against the registry of Debian', () => {
  let host = ''
  let registry: ChildProcess | undefined

  beforeAll(async () => {
    const started = await startRegistry()
    host = started.host
    registry = started.process
  })
  afterAll(() => void registry?.kill())

  const modelPack = {
    config: {
      mediaType: 'application/vnd.cncf.model.config.v1+json',
      content: JSON.stringify({descriptor: {family: 'bert', licenses: ['Apache-2.0'], vendor: 'Acme'}, config: {format: 'safetensors'}}),
    },
    layers: [
      {mediaType: 'application/vnd.cncf.model.weight.v1.raw', content: weights, annotations: {'org.cncf.model.filepath': 'model.safetensors'}},
      {mediaType: 'application/vnd.cncf.model.doc.v1.raw', content: '# Tiny\n', annotations: {'org.cncf.model.filepath': 'README.md'}},
    ],
    more: {artifactType: 'application/vnd.cncf.model.manifest.v1+json'},
  }

  it('is a ModelPack at the digest that its tag stands for, weights with their declared digest', async () => {
    const {digest} = await pusher(host, 'acme/tiny').artifact('v1', modelPack.config, modelPack.layers, modelPack.more)
    const {components, subject} = await bomOf(`oci://${host}/acme/tiny:v1`)
    expect(subject).toMatchObject({name: `${host}/acme/tiny`, version: digest})
    const model = components.find(({type, version}) => type === 'machine-learning-model' && version === digest)
    expect(model).toMatchObject({licenses: [{license: {id: 'Apache-2.0'}}]})
    expect(model?.['purl']).toContain('pkg:oci/tiny@sha256')
    expect(model?.['properties']).toContainEqual({name: 'aibom:oci:shape', value: 'modelpack'})
    expect(JSON.stringify(components)).toContain(digestOf(weights).slice('sha256:'.length))
  })

  it('is a model of the Docker model runner, asked for by its digest', async () => {
    const config = {
      mediaType: 'application/vnd.docker.ai.model.config.v0.1+json',
      content: JSON.stringify({config: {format: 'safetensors', architecture: 'llama', quantization: 'Q4_K_M'}}),
    }
    const {digest} = await pusher(host, 'ai/small').artifact('latest', config, [
      {mediaType: 'application/vnd.docker.ai.safetensors', content: weights},
      {mediaType: 'application/vnd.docker.ai.license', content: 'Apache License\n Version 2.0, January 2004'},
    ])
    const {components} = await bomOf(`oci://${host}/ai/small@${digest}`)
    const model = components.find(({version}) => version === digest)
    expect(model).toMatchObject({type: 'machine-learning-model', licenses: [{license: {id: 'Apache-2.0'}}]})
    expect(model?.['properties']).toContainEqual({name: 'aibom:oci:shape', value: 'docker-model'})
  })

  it('names what refers to it by the tag that stands in for the API, which this registry does not have', async () => {
    const push = pusher(host, 'acme/signed')
    const subject = await push.artifact('v1', modelPack.config, modelPack.layers, modelPack.more)
    const artifactType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
    const empty = {mediaType: 'application/vnd.oci.empty.v1+json', content: '{}'}
    const referrer = await push.artifact('bundle', empty, [{mediaType: artifactType, content: '{"bundle": 1}'}], {
      artifactType,
      subject: {mediaType: manifestType, ...subject},
    })
    await push.document(subject.digest.replace(':', '-'), indexType, {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{mediaType: manifestType, artifactType, ...referrer}],
    })
    expect((await fetch(`http://${host}/v2/acme/signed/referrers/${subject.digest}`)).status).toBe(404)
    const {components} = await bomOf(`oci://${host}/acme/signed:v1`)
    const model = components.find(({version}) => version === subject.digest)
    expect(model?.['properties']).toContainEqual({name: 'aibom:oci:referrer', value: `${artifactType} ${referrer.digest}`})
  })

  it('ends at what the registry does not have with a name', async () => {
    const run = await aibom(['generate', `oci://${host}/acme/gone:v1`])
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_OCI_NOT_FOUND')
  })
})
