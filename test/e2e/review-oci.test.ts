import type {ChildProcess} from 'node:child_process'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {digestOf} from '../support/cosign.ts'
import {hasOciRegistry, pusher, startOciRegistry} from '../support/oci-registry.ts'
import {aibom} from '../support/run.ts'
import {safetensors} from '../support/weights.ts'

const weights = Buffer.from(safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}, 8))
const config = {
  mediaType: 'application/vnd.cncf.model.config.v1+json',
  content: JSON.stringify({
    descriptor: {family: 'bert', licenses: ['CC-BY-NC-4.0'], vendor: 'Acme'},
    config: {format: 'safetensors'},
  }),
}
const layer = {
  mediaType: 'application/vnd.cncf.model.weight.v1.raw',
  content: weights,
  annotations: {'org.cncf.model.filepath': 'model.safetensors'},
}

describe.skipIf(!hasOciRegistry)('aibom review of a model in an OCI registry', () => {
  let host = ''
  let registry: ChildProcess | undefined
  beforeAll(async () => {
    const started = await startOciRegistry()
    host = started.host
    registry = started.process
    await pusher(host, 'acme/tiny').artifact('v1', config, [layer], {
      artifactType: 'application/vnd.cncf.model.manifest.v1+json',
    })
  })
  afterAll(() => void registry?.kill())

  it('tells its files, its license and what that forbids', async () => {
    const run = await aibom(['review', `oci://${host}/acme/tiny:v1`, '--purpose', 'a product for customers', '--json'])
    const result = JSON.parse(run.stdout)
    expect(run.exit).toBe(0)
    expect(result.verdict.answer).toBe('no')
    expect(result.findings.map(({name}: {name: string}) => name)).toContain('licence-no-commerce')
    expect(JSON.stringify(result.files)).toContain(digestOf(weights).slice('sha256:'.length))
  })

  it('exits 3 for a tag that is not there', async () => {
    const run = await aibom(['review', `oci://${host}/acme/tiny:gone`, '--json'])
    expect(run.exit).toBe(3)
    expect(JSON.parse(run.stdout).verdict.headline).toContain('could not be read')
  })
})
