import {describe, expect, it} from 'vitest'
import {blobLimitBytes} from '../../../../src/pipeline/verify/oci/blobs.ts'
import {
  attestation,
  bundleType,
  digestOf,
  type SignedLayer,
  type Signer,
  sigstoreBundle,
  simpleSignature,
} from '../../../support/cosign.ts'
import {type Route, startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {writeKeys} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const config = {mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2}
const image = JSON.stringify({schemaVersion: 2, config, layers: []})
const tag = digestOf(image).replace(':', '-')

/** @param served in place of the signed text; a registry that lies keeps to its length */
async function verifyTag(signedImage: string | undefined, served?: string) {
  const cwd = temporaryFolder()
  writeKeys(cwd, 'maker', 'P-256')
  const {content: payload, ...layer} = simpleSignature({folder: cwd, name: 'maker'}, signedImage ?? '')
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config,
    layers: [{...layer, digest: digestOf(payload), size: payload.length}],
  })
  await using registry = await startRegistry({
    '/v2/acme/tiny/manifests/v1': {status: 200, body: image},
    ...(signedImage !== undefined && {[`/v2/acme/tiny/manifests/${tag}.sig`]: {status: 200, body: manifest}}),
    [`/v2/acme/tiny/blobs/${digestOf(payload)}`]: {status: 200, body: served?.padEnd(payload.length) ?? payload},
  })
  const host = registry.url.replace('http://', '')
  const result = await verifyWith({
    targets: [`oci://${host}/acme/tiny:v1`],
    cwd,
    offline: false,
    keys: ['maker.pub.pem'],
    env: {HOME: cwd},
  })
  expect(result.subjects).toHaveLength(1)
  return result.subjects[0]
}

describe('verify of an artifact of a registry', () => {
  it('takes a signature under the tag that cosign gives it', async () => {
    expect(await verifyTag(digestOf(image))).toMatchObject({
      subject: expect.stringContaining(`/acme/tiny@${digestOf(image)}`),
      status: 'verified',
    })
  })

  it('refuses one of another artifact', async () => {
    expect(await verifyTag(digestOf('another'))).toMatchObject({status: 'invalid', code: 'subject-digest'})
  })

  it('refuses a registry that serves other bytes than it named', async () => {
    expect(await verifyTag(digestOf(image), JSON.stringify({critical: {}}))).toMatchObject({
      status: 'invalid',
      code: 'blob-digest',
    })
  })

  it('is the user’s mistake where the registry has no such artifact', async () => {
    await using registry = await startRegistry({})
    const cwd = temporaryFolder()
    const targets = [`oci://${registry.url.replace('http://', '')}/acme/tiny:v9`]
    await expect(verifyWith({targets, cwd, offline: false, env: {HOME: cwd}})).rejects.toMatchObject({
      code: 'AIBOM_OCI_NOT_FOUND',
      exit: 2,
    })
  })

  it('is a verdict about the artifact where the registry does not answer', async () => {
    await using registry = await startRegistry({'/v2/acme/tiny/manifests/v1': {status: 403, body: '{}'}})
    const cwd = temporaryFolder()
    const targets = [`oci://${registry.url.replace('http://', '')}/acme/tiny:v1`]
    const {subjects} = await verifyWith({targets, cwd, offline: false, env: {HOME: cwd}})
    expect(subjects).toMatchObject([{kind: 'oci', status: 'unverifiable'}])
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

const provenance = 'https://slsa.dev/provenance/v1'
const index = 'application/vnd.oci.image.index.v1+json'
const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const digest = digestOf(image)

interface Attached {
  readonly layers: readonly SignedLayer[]
  /** what the manifest says it refers to */
  readonly subject?: string
}

/**
 * Where an attached manifest is found: under a tag of cosign's, in the answer of the API or in the index that stands in
 * for it.
 */
type Way = 'att' | 'api' | 'pages' | 'fallback'

function routesOf(way: Way, {layers, subject}: Attached): Record<string, Route> {
  const base = '/v2/acme/tiny'
  const descriptors = layers.map(({content, ...layer}) => ({...layer, digest: digestOf(content), size: content.length}))
  const manifest = JSON.stringify({
    ...{schemaVersion: 2, config, layers: descriptors},
    ...(subject !== undefined && {subject: {mediaType: manifestType, digest: subject, size: 1}}),
  })
  const listed = {mediaType: manifestType, artifactType: bundleType, digest: digestOf(manifest), size: manifest.length}
  const list = {status: 200, body: JSON.stringify({schemaVersion: 2, mediaType: index, manifests: [listed]})}
  const none = JSON.stringify({schemaVersion: 2, mediaType: index, manifests: []})
  const ways: Record<Way, Record<string, Route>> = {
    att: {[`${base}/manifests/${tag}.att`]: {status: 200, body: manifest}},
    api: {[`${base}/referrers/${digest}`]: list},
    pages: {
      [`${base}/referrers/${digest}`]: {
        status: 200,
        body: none,
        headers: {link: `<${base}/referrers/${digest}?n=1>; rel="next"`},
      },
      [`${base}/referrers/${digest}?n=1`]: list,
    },
    fallback: {[`${base}/manifests/${tag}`]: list},
  }
  return {
    ...ways[way],
    [`${base}/manifests/${digestOf(manifest)}`]: {status: 200, body: manifest},
    ...Object.fromEntries(
      layers.map(({content}) => [`${base}/blobs/${digestOf(content)}`, {status: 200, body: content}]),
    ),
  }
}

/** @param attach gets the one who may sign, and another one */
async function verifyAttached(
  way: Way,
  attach: (maker: Signer, other: Signer) => Attached,
  routes: Record<string, Route> = {},
  asked: object = {},
) {
  const cwd = temporaryFolder()
  writeKeys(cwd, 'maker', 'P-256')
  writeKeys(cwd, 'other', 'P-256')
  const attached = attach({folder: cwd, name: 'maker'}, {folder: cwd, name: 'other'})
  await using registry = await startRegistry({
    '/v2/acme/tiny/manifests/v1': {status: 200, body: image},
    ...routesOf(way, attached),
    ...routes,
  })
  const host = registry.url.replace('http://', '')
  const targets = [`oci://${host}/acme/tiny:v1`]
  const {subjects} = await verifyWith({
    targets,
    cwd,
    offline: false,
    keys: ['maker.pub.pem'],
    env: {HOME: cwd},
    ...asked,
  })
  expect(subjects).toHaveLength(1)
  return subjects[0]
}

const ofType = {predicateTypes: [provenance]}

describe('verify of what is attached to an artifact of a registry', () => {
  it.each<[Way]>([['api'], ['pages'], ['fallback']])('takes a bundle that refers to it: %s', async way => {
    const attach = (maker: Signer): Attached => ({layers: [sigstoreBundle(maker, digest, provenance)], subject: digest})
    expect(await verifyAttached(way, attach, {}, ofType)).toMatchObject({
      status: 'verified',
      predicateTypes: [provenance],
    })
  })

  it('does not take a list of which a page is missing for its end', async () => {
    const attach = (maker: Signer): Attached => ({layers: [sigstoreBundle(maker, digest, provenance)], subject: digest})
    const gone = {[`/v2/acme/tiny/referrers/${digest}?n=1`]: {status: 404}}
    expect(await verifyAttached('pages', attach, gone)).toMatchObject({
      status: 'unverifiable',
      code: 'registry-unreachable',
    })
  })

  it('takes an attestation under the tag that cosign gives it, whichever of its layers it is', async () => {
    const attach = (maker: Signer): Attached => ({
      layers: [attestation(maker, digest, 'https://example.org/other'), attestation(maker, digest, provenance)],
    })
    expect(await verifyAttached('att', attach, {}, ofType)).toMatchObject({
      status: 'verified',
      predicateTypes: [provenance],
    })
  })

  it('does not fetch what else is attached', async () => {
    const content = 'a list of packages'
    const attach = (): Attached => ({layers: [{mediaType: 'text/spdx+json', content}], subject: digest})
    const gone = {[`/v2/acme/tiny/blobs/${digestOf(content)}`]: {status: 500}}
    expect(await verifyAttached('api', attach, gone)).toMatchObject({
      status: 'unsigned',
      notCovered: expect.arrayContaining([expect.stringContaining('not a signature that is read')]),
    })
  })

  it.each<[string, Way, (maker: Signer, other: Signer) => Attached, object]>([
    [
      'a bundle whose statement is of another artifact',
      'api',
      maker => ({layers: [sigstoreBundle(maker, digestOf('another'), provenance)], subject: digest}),
      {code: 'subject-digest'},
    ],
    [
      'an attestation of another artifact',
      'att',
      maker => ({layers: [attestation(maker, digestOf('another'), provenance)]}),
      {code: 'subject-digest'},
    ],
    [
      'a bundle of another type',
      'fallback',
      maker => ({layers: [sigstoreBundle(maker, digest, 'https://example.org/other')]}),
      {code: 'predicate-type'},
    ],
    [
      'a bundle of somebody else',
      'api',
      (_maker, other) => ({layers: [sigstoreBundle(other, digest, provenance)]}),
      {code: 'signature-invalid'},
    ],
    [
      'an attestation of somebody else',
      'att',
      (_maker, other) => ({layers: [attestation(other, digest, provenance)]}),
      {code: 'signature-invalid'},
    ],
  ])('refuses %s', async (_name, way, attach, verdict) => {
    expect(await verifyAttached(way, attach, {}, ofType)).toMatchObject({status: 'invalid', ...verdict})
  })

  it('takes none that refers to another artifact, though it is listed here', async () => {
    const attach = (maker: Signer): Attached => ({
      layers: [sigstoreBundle(maker, digest, provenance)],
      subject: digestOf('another'),
    })
    expect(await verifyAttached('api', attach, {}, ofType)).toMatchObject({status: 'unsigned'})
  })

  it.each<[string, Record<string, Route>]>([
    [
      'the tag of signatures fails',
      {[`/v2/acme/tiny/manifests/${tag}.sig`]: {status: 503, headers: {'retry-after': '0'}}},
    ],
    ['the API fails', {[`/v2/acme/tiny/referrers/${digest}`]: {status: 503, headers: {'retry-after': '0'}}}],
    [
      'the index in its place fails',
      {[`/v2/acme/tiny/manifests/${tag}`]: {status: 503, headers: {'retry-after': '0'}}},
    ],
    ['the list is no JSON', {[`/v2/acme/tiny/referrers/${digest}`]: {status: 200, body: '<html>'}}],
    [
      'the list goes on elsewhere',
      {
        [`/v2/acme/tiny/referrers/${digest}`]: {
          status: 200,
          body: '{"manifests": []}',
          headers: {link: '<http://127.0.0.1:1/more>; rel="next"'},
        },
      },
    ],
    [
      'the list goes round in a circle',
      {
        [`/v2/acme/tiny/referrers/${digest}`]: {
          status: 200,
          body: '{"manifests": []}',
          headers: {link: `</v2/acme/tiny/referrers/${digest}>; rel="next"`},
        },
      },
    ],
  ])('cannot decide where %s: not asked is not unsigned', async (_name, routes) => {
    expect(await verifyAttached('att', () => ({layers: []}), routes)).toMatchObject({status: 'unverifiable'})
  })

  const api = `/v2/acme/tiny/referrers/${digest}`
  const gone = {mediaType: manifestType, artifactType: bundleType, digest: digestOf('gone'), size: 1}
  const withGone = JSON.stringify({schemaVersion: 2, mediaType: index, manifests: [gone]})

  it.each<[string, Record<string, Route>, string]>([
    ['the API is forbidden', {[api]: {status: 403}}, '(403)'],
    ['the API wants a login', {[api]: {status: 401}}, '(401)'],
    ['the API is busy', {[api]: {status: 429, headers: {'retry-after': '0'}}}, '(429)'],
    ['the other tag is forbidden', {[`/v2/acme/tiny/manifests/${tag}.sig`]: {status: 403}}, '(403)'],
    ['a manifest that refers to it is gone', {[api]: {status: 200, body: withGone}}, '(404)'],
  ])('takes a right signature where %s, and tells it', async (_name, routes, told) => {
    const right = (maker: Signer): Attached => ({layers: [attestation(maker, digest, provenance)]})
    expect(await verifyAttached('att', right, routes)).toMatchObject({
      status: 'verified',
      notCovered: expect.arrayContaining([expect.stringContaining(told)]),
    })
    expect(await verifyAttached('att', () => ({layers: []}), routes)).toMatchObject({
      status: 'unverifiable',
      code: 'registry-unreachable',
    })
  })

  it('reads no layer that is too large for a signature, and passes over none that is not', async () => {
    const answerFor = async (size: number) => {
      const content = 'short'
      const layers = [{mediaType: bundleType, digest: digestOf(content), size}]
      const body = JSON.stringify({schemaVersion: 2, config, layers})
      return verifyAttached('att', () => ({layers: []}), {
        [`/v2/acme/tiny/manifests/${tag}.att`]: {status: 200, body},
        [`/v2/acme/tiny/blobs/${digestOf(content)}`]: {status: 200, body: content},
      })
    }
    expect(await answerFor(blobLimitBytes)).toMatchObject({status: expect.stringMatching(/^(?:invalid|unverifiable)$/)})
    expect(await answerFor(blobLimitBytes + 1)).toMatchObject({status: 'unsigned'})
  })

  it.each([
    [62, 'verified'],
    [63, 'unverifiable'],
  ])('cannot decide where more refers to it than is read: %d', async (count, status) => {
    const attach = (maker: Signer): Attached => ({layers: [attestation(maker, digest, provenance)]})
    const entry = {mediaType: manifestType, artifactType: bundleType, size: 1}
    const manifests = Array.from({length: count}, (_item, number) => ({...entry, digest: digestOf(String(number))}))
    const list = {status: 200, body: JSON.stringify({schemaVersion: 2, mediaType: index, manifests})}
    expect(await verifyAttached('att', attach, {[`/v2/acme/tiny/referrers/${digest}`]: list}, ofType)).toMatchObject({
      status,
    })
  })

  it('asks for the index where the registry has no API, however it says so', async () => {
    const attach = (maker: Signer): Attached => ({layers: [sigstoreBundle(maker, digest, provenance)], subject: digest})
    for (const status of [400, 404, 405, 501]) {
      expect(await verifyAttached('fallback', attach, {[`/v2/acme/tiny/referrers/${digest}`]: {status}})).toMatchObject(
        {status: 'verified'},
      )
    }
  })
})
