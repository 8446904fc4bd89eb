import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {seededRoot} from '../../../src/trust/logs/trusted-root.ts'
import {type SignatureLayer, verifyLayer} from '../../../src/trust/sigstore/cosign.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'

const image = 'sha256:038d72307b94cd27dffbfb458b695758929980cebec68ca892061a280636952b'
const attestation = '195f75fe5d0554704527695e9205c457d3544bd0b078340bebd109a761c57920'
const logEntry = 'dev.sigstore.cosign/bundle'
const identity = {
  identity:
    'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/v1.8.0',
  issuer: 'https://token.actions.githubusercontent.com',
}

function readBlob(hex: string): Buffer {
  return readFileSync(sharedPath(`fixtures/signatures/oci/v1.8.0/blobs/sha256/${hex}`))
}

function readLayer(): {layer: SignatureLayer; entry: {SignedEntryTimestamp: string; Payload: Record<string, unknown>}} {
  const [layer] = JSON.parse(readBlob(attestation).toString()).layers
  const bytes = readBlob(layer.digest.slice('sha256:'.length))
  return {
    layer: {mediaType: layer.mediaType, annotations: layer.annotations, bytes},
    entry: JSON.parse(layer.annotations[logEntry]),
  }
}

function verify(layer: SignatureLayer) {
  const trust = {
    keys: [],
    chain: {roots: [], intermediates: [], at: new Date()},
    root: seededRoot(),
    identity,
    believesHints: false,
  }
  return verifyLayer(layer, {image, predicateTypes: ['https://slsa.dev/provenance/v0.2']}, trust, {
    checked: [],
    notCovered: [],
    trust: [],
  })
}

describe.skipIf(!hasShared)('a log entry of kind intoto 0.0.1', () => {
  it('proves when cosign’s attestation was signed', async () => {
    const {signed} = await verify(readLayer().layer)
    expect(signed).toMatchObject({signer: identity.identity, signedAt: new Date('2023-08-04T05:28:11Z')})
  })

  it('is not believed with another time', async () => {
    const {layer, entry} = readLayer()
    const edited = {...entry, Payload: {...entry.Payload, integratedTime: Number(entry.Payload['integratedTime']) + 1}}
    await expect(
      verify({...layer, annotations: {...layer.annotations, [logEntry]: JSON.stringify(edited)}}),
    ).rejects.toMatchObject({
      code: 'tlog-set',
    })
  })

  it('is not believed with another body', async () => {
    const {layer, entry} = readLayer()
    const body = Buffer.from(String(entry.Payload['body']), 'base64')
      .toString()
      .replace(/"value":"2/, '"value":"3')
    const edited = {...entry, Payload: {...entry.Payload, body: Buffer.from(body).toString('base64')}}
    await expect(
      verify({...layer, annotations: {...layer.annotations, [logEntry]: JSON.stringify(edited)}}),
    ).rejects.toMatchObject({
      code: 'tlog-set',
    })
  })

  it('is about this envelope byte for byte', async () => {
    const {layer} = readLayer()
    await expect(verify({...layer, bytes: Buffer.concat([layer.bytes, Buffer.from('\n')])})).rejects.toMatchObject({
      code: 'tlog-body',
    })
  })
})
