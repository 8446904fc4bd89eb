import {createHash, createSign} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {startRegistry} from '../../support/registry.ts'
import {temporaryFolder} from '../../support/run.ts'
import {writeKeys} from '../../support/signing.ts'
import {verifyWith} from '../../support/verify.ts'

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
const config = {mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256('{}'), size: 2}
const image = JSON.stringify({schemaVersion: 2, config, layers: []})
const tag = sha256(image).replace(':', '-')

function payloadOf(signedImage: string): string {
  return JSON.stringify({
    critical: {identity: {}, image: {'docker-manifest-digest': signedImage}, type: 'cosign container image signature'},
    optional: null,
  })
}

function signatureOf(cwd: string, signedImage: string) {
  const payload = payloadOf(signedImage)
  const signature = createSign('sha256')
    .update(payload)
    .sign(readFileSync(join(cwd, 'maker.pem')), 'base64')
  const layer = {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    digest: sha256(payload),
    size: payload.length,
    annotations: {'dev.cosignproject.cosign/signature': signature},
  }
  return {payload, manifest: JSON.stringify({schemaVersion: 2, config, layers: [layer]})}
}

/** of the signed text: a registry that lies keeps to the length */
const signedLength = payloadOf(sha256(image)).length

async function verifyTag(signedImage: string | undefined, served?: string) {
  const cwd = temporaryFolder()
  writeKeys(cwd, 'maker', 'P-256')
  const {payload, manifest} = signatureOf(cwd, signedImage ?? '')
  await using registry = await startRegistry({
    '/v2/acme/tiny/manifests/v1': {status: 200, body: image},
    ...(signedImage !== undefined && {[`/v2/acme/tiny/manifests/${tag}.sig`]: {status: 200, body: manifest}}),
    [`/v2/acme/tiny/blobs/${sha256(payload)}`]: {status: 200, body: served ?? payload},
  })
  const host = registry.url.replace('http://', '')
  const result = await verifyWith({targets: [`oci://${host}/acme/tiny:v1`], cwd, offline: false, keys: ['maker.pub.pem'], env: {HOME: cwd}})
  expect(result.subjects).toHaveLength(1)
  return result.subjects[0]
}

describe('verify of an artifact of a registry', () => {
  it('takes a signature under the tag that cosign gives it', async () => {
    expect(await verifyTag(sha256(image))).toMatchObject({subject: expect.stringContaining(`/acme/tiny@${sha256(image)}`), status: 'verified'})
  })

  it('refuses one of another artifact', async () => {
    expect(await verifyTag(sha256('another'))).toMatchObject({status: 'invalid', code: 'subject-digest'})
  })

  it('refuses a registry that serves other bytes than it named', async () => {
    const other = JSON.stringify({critical: {}}).padEnd(signedLength)
    expect(await verifyTag(sha256(image), other)).toMatchObject({status: 'invalid', code: 'blob-digest'})
  })

  it('is unsigned where the registry has none', async () => {
    expect(await verifyTag(undefined)).toMatchObject({status: 'unsigned'})
  })

  it('asks nobody when offline', async () => {
    await expect(verifyWith({targets: ['oci://127.0.0.1:1/acme/tiny'], cwd: temporaryFolder()})).rejects.toMatchObject({
      code: 'AIBOM_OFFLINE',
      exit: 2,
    })
  })
})
