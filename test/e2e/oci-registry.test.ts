import type {ChildProcess} from 'node:child_process'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {asRecord, recordsOf, type UnknownRecord} from '../../src/lib/narrow.ts'
import {digestOf} from '../support/cosign.ts'
import {hasOciRegistry, indexType, manifestType, pusher, startOciRegistry} from '../support/oci-registry.ts'
import {aibom} from '../support/run.ts'
import {safetensors} from '../support/weights.ts'

const weights = Buffer.from(safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}, 8))

async function bomOf(source: string): Promise<{components: UnknownRecord[]; subject: UnknownRecord}> {
  const run = await aibom(['generate', source, '-o', '-'])
  expect(run).toMatchObject({exit: 0})
  const bom = asRecord(JSON.parse(run.stdout)) ?? {}
  return {components: recordsOf(bom['components']), subject: asRecord(asRecord(bom['metadata'])?.['component']) ?? {}}
}

describe.skipIf(!hasOciRegistry)('aibom generate oci:// against the registry of Debian', () => {
  let host = ''
  let registry: ChildProcess | undefined

  beforeAll(async () => {
    const started = await startOciRegistry()
    host = started.host
    registry = started.process
  })
  afterAll(() => void registry?.kill())

  const modelPack = {
    config: {
      mediaType: 'application/vnd.cncf.model.config.v1+json',
      content: JSON.stringify({
        descriptor: {family: 'bert', licenses: ['Apache-2.0'], vendor: 'Acme'},
        config: {format: 'safetensors'},
      }),
    },
    layers: [
      {
        mediaType: 'application/vnd.cncf.model.weight.v1.raw',
        content: weights,
        annotations: {'org.cncf.model.filepath': 'model.safetensors'},
      },
      {
        mediaType: 'application/vnd.cncf.model.doc.v1.raw',
        content: '# Tiny\n',
        annotations: {'org.cncf.model.filepath': 'README.md'},
      },
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
    expect(model?.['properties']).toContainEqual({
      name: 'aibom:oci:referrer',
      value: `${artifactType} ${referrer.digest}`,
    })
  })

  it('ends at what the registry does not have with a name', async () => {
    const run = await aibom(['generate', `oci://${host}/acme/gone:v1`])
    expect(run.exit).toBe(2)
    expect(run.stderr).toContain('AIBOM_OCI_NOT_FOUND')
  })
})
