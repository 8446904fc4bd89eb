import {createHash} from 'node:crypto'
import {mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {noProgress} from '../../../../src/pipeline/progress.ts'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {blobLimitBytes} from '../../../../src/pipeline/verify/oci/blobs.ts'
import type {VerifyResult} from '../../../../src/pipeline/verify/result.generated.ts'
import {
  attestation,
  bundleType,
  emptyConfig,
  type SignedLayer,
  type Signer,
  sigstoreBundle,
  simpleSignature,
} from '../../../support/cosign.ts'
import {
  cosignTag,
  type Descriptor,
  imageType,
  type LayoutWriter,
  listType,
  named,
  writeLayout,
} from '../../../support/oci-layout.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {writeKeys} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const provenance = 'https://slsa.dev/provenance/v1'
const weights: SignedLayer = {
  mediaType: 'application/vnd.acme.weights',
  content: 'the weights',
  annotations: {'org.opencontainers.image.title': 'w.gguf'},
}
let keys = ''
let maker: Signer
let stranger: Signer

beforeAll(() => {
  keys = temporaryFolder()
  writeKeys(keys, 'maker', 'P-256')
  writeKeys(keys, 'stranger', 'P-256')
  maker = {folder: keys, name: 'maker'}
  stranger = {folder: keys, name: 'stranger'}
})

function zerosDigest(length: number): string {
  const hash = createHash('sha256')
  const chunk = Buffer.alloc(1024 * 1024)
  for (let left = length; left > 0; left -= chunk.length) hash.update(chunk.subarray(0, left))
  return hash.digest('hex')
}

interface Answer {
  readonly exit: number
  readonly result: VerifyResult
  readonly subject: VerifyResult['subjects'][number] | undefined
}

async function verifyLayout({folder}: LayoutWriter, asked: object = {}): Promise<Answer> {
  const result = await verifyWith({targets: [folder], cwd: keys, keys: ['maker.pub.pem'], ...asked})
  return {exit: exitOf(result), result, subject: result.subjects[0]}
}

interface Signed {
  readonly layout: LayoutWriter
  readonly image: Descriptor
  readonly signature: Descriptor
}

/** One artifact, signed by its maker, with nothing wrong. */
function signedLayout(layers: readonly SignedLayer[] = [weights], more: object = {}): Signed {
  const layout = writeLayout()
  const image = layout.manifest(layers, more)
  const signature = layout.manifest([simpleSignature(maker, image.digest)])
  layout.index([image, named(signature, cosignTag(image, 'sig'))])
  return {layout, image, signature}
}

const digestOf = (layout: LayoutWriter, content: string): string => layout.blob(content, '').digest

describe('a signed artifact in an OCI layout', () => {
  it('is verified with every blob that is at hand', async () => {
    const {layout, image} = signedLayout()
    const {exit, subject} = await verifyLayout(layout)
    expect(subject).toMatchObject({subject: `${layout.folder}@${image.digest}`, status: 'verified', notCovered: []})
    expect(subject?.checked).toContain('the digest of every blob at hand')
    expect(subject?.trust).toBe('key maker.pub.pem')
    expect(exit).toBe(0)
  })

  it('tells how many bytes of its blobs were hashed', async () => {
    const {layout} = signedLayout([weights, {...weights, content: 'more'}])
    let hashedBytes = 0
    await verifyLayout(layout, {progress: {...noProgress, hashed: (bytes: number) => (hashedBytes = bytes)}})
    expect(hashedBytes).toBe(weights.content.length + 'more'.length + emptyConfig.content.length)
  })

  it('names the blobs that are not there', async () => {
    const {layout} = signedLayout()
    const digest = digestOf(layout, weights.content)
    rmSync(layout.pathOf(digest))
    const {exit, subject} = await verifyLayout(layout)
    expect(subject).toMatchObject({
      status: 'verified',
      notCovered: [`layer ${digest} (w.gguf), which is not in the layout`],
    })
    expect(exit).toBe(0)
  })

  it('is told as not covered itself, where the layout has its signature alone', async () => {
    const {layout, image, signature} = signedLayout()
    layout.index([named(signature, cosignTag(image, 'sig'))])
    rmSync(layout.pathOf(image.digest))
    const {exit, subject} = await verifyLayout(layout, {image: image.digest})
    expect(subject).toMatchObject({
      status: 'verified',
      notCovered: [`the artifact itself ${image.digest}, which is not in the layout`],
    })
    expect(exit).toBe(0)
  })

  it.each<[string, (signed: Signed) => void]>([
    ['a layer', ({layout}) => layout.overwrite(digestOf(layout, weights.content), 'other weights')],
    ['a layer, to the same length', ({layout}) => layout.overwrite(digestOf(layout, weights.content), 'THE weights')],
    ['a layer, to nothing', ({layout}) => layout.overwrite(digestOf(layout, weights.content), '')],
    ['the configuration', ({layout}) => layout.overwrite(digestOf(layout, '{}'), '{"a":1}')],
    ['the manifest', ({layout, image}) => layout.overwrite(image.digest, '{"schemaVersion":2}')],
    ['the manifest, to what is no JSON', ({layout, image}) => layout.overwrite(image.digest, '<html>')],
    ['the signature manifest', ({layout, signature}) => layout.overwrite(signature.digest, '{"schemaVersion":2}')],
    [
      'the signed text',
      ({layout, image}) => layout.overwrite(digestOf(layout, simpleSignature(maker, image.digest).content), '{}'),
    ],
    [
      'the size of the manifest in the index',
      ({layout, image, signature}) =>
        layout.index([{...image, size: image.size + 1}, named(signature, cosignTag(image, 'sig'))]),
    ],
  ])('is invalid when somebody changed %s', async (_name, change) => {
    const signed = signedLayout()
    change(signed)
    const {exit, result} = await verifyLayout(signed.layout)
    expect(result.subjects).toContainEqual(expect.objectContaining({status: 'invalid', code: 'blob-digest'}))
    expect(exit).toBe(1)
  })

  it('is what its manifest says where digests are all that is wanted', async () => {
    const layout = writeLayout()
    layout.index([layout.manifest([weights])])
    expect(await verifyLayout(layout, {require: 'digest'})).toMatchObject({
      exit: 0,
      subject: {status: 'verified', level: 'self-computed'},
    })
    expect(await verifyLayout(layout)).toMatchObject({exit: 1, subject: {status: 'unsigned'}})
    rmSync(layout.pathOf(digestOf(layout, weights.content)))
    expect(await verifyLayout(layout, {require: 'digest'})).toMatchObject({
      exit: 3,
      subject: {status: 'unverifiable', code: 'blob-missing'},
    })
  })

  it('is invalid where a blob is changed, although nobody signed it, and no key is given', async () => {
    const layout = writeLayout()
    layout.index([layout.manifest([weights])])
    layout.overwrite(digestOf(layout, weights.content), 'other weights')
    const {exit, result} = await verifyLayout(layout, {keys: []})
    expect(result.subjects).toMatchObject([{status: 'invalid', code: 'blob-digest'}])
    expect(exit).toBe(1)
  })

  it.each<[string, (layout: LayoutWriter) => object, string]>([
    [
      'a layer whose stated size is another',
      layout => ({layers: [{...layout.blob('w', 'x/y'), size: 2}]}),
      'blob-digest',
    ],
    [
      'the same layer twice, of which one states another size',
      layout => ({layers: [layout.blob('w', 'x/y'), {...layout.blob('w', 'x/y'), size: 9}]}),
      'blob-digest',
    ],
    ['layers and manifests at once', layout => ({manifests: [layout.blob('{}', imageType)]}), 'bundle-malformed'],
    ['a layer without a digest', () => ({layers: [{mediaType: 'x/y', size: 1}]}), 'bundle-malformed'],
    [
      'a layer whose digest leads out of the layout',
      () => ({layers: [{mediaType: 'x/y', size: 1, digest: 'sha256:../../oci-layout'}]}),
      'bundle-malformed',
    ],
    [
      'a layer by an algorithm that is not read',
      () => ({layers: [{mediaType: 'x/y', size: 1, digest: `md5:${'0'.repeat(32)}`}]}),
      'bundle-malformed',
    ],
    [
      'a digest in capital letters',
      layout => ({layers: [{...layout.blob('w', 'x/y'), digest: layout.blob('w', 'x/y').digest.toUpperCase()}]}),
      'bundle-malformed',
    ],
    ['a negative size', layout => ({layers: [{...layout.blob('w', 'x/y'), size: -1}]}), 'bundle-malformed'],
    ['layers that are no list', layout => ({layers: {0: layout.blob('w', 'x/y')}}), 'bundle-malformed'],
    ['another type than the index says', () => ({mediaType: listType}), 'media-type'],
    ['a subject that is no descriptor', () => ({subject: 'sha256:0'}), 'bundle-malformed'],
  ])('is invalid with %s', async (_name, more, code) => {
    const layout = writeLayout()
    const image = layout.manifest([weights], more(layout))
    const signature = layout.manifest([simpleSignature(maker, image.digest)])
    layout.index([image, named(signature, cosignTag(image, 'sig'))])
    const {exit, subject} = await verifyLayout(layout)
    expect(subject).toMatchObject({status: 'invalid', code})
    expect(exit).toBe(1)
  })

  it('is invalid with a name twice in its manifest', async () => {
    const layout = writeLayout()
    const text = JSON.stringify({schemaVersion: 2, config: layout.blob('{}', 'x/y'), layers: [layout.blob('w', 'x/y')]})
    const image = layout.blob(text.replace('{"schemaVersion"', '{"layers":[],"schemaVersion"'), imageType)
    layout.index([image, named(layout.manifest([simpleSignature(maker, image.digest)]), cosignTag(image, 'sig'))])
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'invalid', code: 'bundle-malformed'})
  })

  it('hashes layers by SHA-512 too', async () => {
    const layout = writeLayout()
    const layer = layout.blob('weights', 'x/y', {}, 'sha512')
    const image = layout.manifest([], {layers: [layer]})
    layout.index([image, named(layout.manifest([simpleSignature(maker, image.digest)]), cosignTag(image, 'sig'))])
    expect(await verifyLayout(layout)).toMatchObject({exit: 0, subject: {status: 'verified'}})
    layout.overwrite(layer.digest, 'changed')
    expect(await verifyLayout(layout)).toMatchObject({exit: 1, subject: {status: 'invalid', code: 'blob-digest'}})
  })

  it('could not be verified by signatures that do not know its digest’s algorithm', async () => {
    const layout = writeLayout()
    const manifest = {schemaVersion: 2, mediaType: imageType, config: layout.blob('{}', 'x/y'), layers: []}
    layout.index([layout.blob(JSON.stringify(manifest), imageType, {}, 'sha512')])
    expect(await verifyLayout(layout)).toMatchObject({
      exit: 3,
      subject: {status: 'unverifiable', code: 'hash-algorithm'},
    })
  })

  it('is invalid where a folder is in the place of a blob', async () => {
    const {layout} = signedLayout()
    const path = layout.pathOf(digestOf(layout, weights.content))
    rmSync(path)
    mkdirSync(path)
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'invalid', code: 'special-file'})
  })

  it('is what a blob’s link leads to, wherever that is', async () => {
    const {layout} = signedLayout()
    const path = layout.pathOf(digestOf(layout, weights.content))
    const elsewhere = join(temporaryFolder(), 'w')
    writeFileSync(elsewhere, 'other weights')
    rmSync(path)
    symlinkSync(elsewhere, path)
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'invalid', code: 'blob-digest'})
    writeFileSync(elsewhere, weights.content)
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'verified'})
  })
})

describe('an artifact for several platforms', () => {
  function signedList(): {layout: LayoutWriter; list: Descriptor; parts: Descriptor[]} {
    const layout = writeLayout()
    const parts = [layout.manifest([weights]), layout.manifest([{...weights, content: 'for another platform'}])]
    const list = layout.document({schemaVersion: 2, mediaType: listType, manifests: parts}, listType)
    layout.index([list, named(layout.manifest([simpleSignature(maker, list.digest)]), cosignTag(list, 'sig'))])
    return {layout, list, parts}
  }

  it('is verified with every manifest and layer in it', async () => {
    const {layout, list} = signedList()
    const {result, exit} = await verifyLayout(layout)
    expect(result.subjects).toMatchObject([
      {subject: `${layout.folder}@${list.digest}`, status: 'verified', notCovered: []},
    ])
    expect(exit).toBe(0)
  })

  it('is invalid where a layer of one platform is changed', async () => {
    const {layout} = signedList()
    layout.overwrite(digestOf(layout, 'for another platform'), 'evil')
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'invalid', code: 'blob-digest'})
  })

  it('is invalid where the manifest of one platform is changed', async () => {
    const {layout, parts} = signedList()
    layout.overwrite(parts[1]?.digest ?? '', '{}')
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'invalid', code: 'blob-digest'})
  })

  it('names a platform that is not there', async () => {
    const {layout, parts} = signedList()
    rmSync(layout.pathOf(parts[1]?.digest ?? ''))
    expect((await verifyLayout(layout)).subject).toMatchObject({
      status: 'verified',
      notCovered: [`manifest ${parts[1]?.digest}, which is not in the layout`],
    })
  })

  function nestedList(depth: number): LayoutWriter {
    const layout = writeLayout()
    let inner = layout.manifest([weights])
    for (let index = 0; index < depth; index++)
      inner = layout.document({schemaVersion: 2, mediaType: listType, manifests: [inner]}, listType)
    layout.index([inner, named(layout.manifest([simpleSignature(maker, inner.digest)]), cosignTag(inner, 'sig'))])
    return layout
  }

  it('could not be verified where a signature is too large to be held', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const size = blobLimitBytes + 1
    const large = {...layout.blob('', bundleType), size, digest: `sha256:${zerosDigest(size)}`}
    writeFileSync(layout.pathOf(large.digest), '')
    truncateSync(layout.pathOf(large.digest), size)
    const config = layout.blob(emptyConfig.content, emptyConfig.mediaType)
    const signature = layout.document({schemaVersion: 2, mediaType: imageType, config, layers: [large]})
    layout.index([image, named(signature, cosignTag(image, 'sig'))])
    expect(await verifyLayout(layout)).toMatchObject({exit: 3, subject: {status: 'unverifiable', code: 'coverage'}})
  })

  it('could not be verified where its indexes are nested without end', async () => {
    expect(await verifyLayout(nestedList(8))).toMatchObject({exit: 0, subject: {status: 'verified', notCovered: []}})
    for (const depth of [9, 12])
      expect(await verifyLayout(nestedList(depth))).toMatchObject({
        exit: 3,
        subject: {status: 'unverifiable', code: 'coverage'},
      })
  })
})

describe('the index of a layout', () => {
  const wellFormed = (): LayoutWriter => signedLayout().layout

  it.each<[string, string]>([
    ['is no JSON', '<html>'],
    ['has a name twice', '{"schemaVersion":2,"manifests":[],"manifests":[]}'],
    ['has a name twice, once escaped', '{"schemaVersion":2,"manifests":[],"\\u006danifests":[]}'],
    ['is nested without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['is a list', '[]'],
    ['has text behind it', '{"schemaVersion":2,"manifests":[]} {}'],
    ['lists what is no descriptor', '{"schemaVersion":2,"manifests":[{"digest":"sha256:0"}]}'],
    ['lists nothing at all', '{"schemaVersion":2}'],
    ['is not UTF-8', 'ÿþ'],
  ])('is a verdict where it %s', async (_name, text) => {
    const layout = wellFormed()
    writeFileSync(join(layout.folder, 'index.json'), text, text === 'ÿþ' ? 'latin1' : 'utf8')
    const {exit, subject} = await verifyLayout(layout)
    expect(subject).toMatchObject({subject: layout.folder, status: 'invalid', code: 'bundle-malformed'})
    expect(exit).toBe(1)
  })

  it('keeps no other target of the call from its verdict', async () => {
    const [broken, right] = [wellFormed(), wellFormed()]
    writeFileSync(join(broken.folder, 'index.json'), '{')
    const {exit, result} = await verifyLayout(broken, {targets: [broken.folder, right.folder]})
    expect(result.subjects.map(({status}) => status)).toEqual(['invalid', 'verified'])
    expect(exit).toBe(1)
  })

  it('is the user’s mistake where it holds signatures alone', async () => {
    const {layout, image, signature} = signedLayout()
    layout.index([named(signature, cosignTag(image, 'sig'))])
    await expect(verifyLayout(layout)).rejects.toMatchObject({code: 'AIBOM_OCI_NO_IMAGE', exit: 2})
  })

  it('lists an artifact once, however often and under whatever names it stands there', async () => {
    const {layout, image, signature} = signedLayout()
    layout.index([named(image, 'v1'), named(image, 'latest'), named(signature, cosignTag(image, 'sig')), image])
    expect((await verifyLayout(layout)).result.subjects).toHaveLength(1)
  })

  it('gives each artifact its own answer', async () => {
    const layout = writeLayout()
    const [signed, unsigned, gone] = [
      layout.manifest([weights]),
      layout.manifest([]),
      layout.document({schemaVersion: 2}),
    ]
    rmSync(layout.pathOf(gone.digest))
    layout.index([
      signed,
      unsigned,
      gone,
      named(layout.manifest([simpleSignature(maker, signed.digest)]), cosignTag(signed, 'sig')),
    ])
    const {exit, result} = await verifyLayout(layout)
    expect(result.subjects.map(({status}) => status)).toEqual(['verified', 'unsigned', 'unsigned'])
    expect(exit).toBe(1)
  })
})

describe('the signatures of a layout', () => {
  const permutations = <T>(items: readonly T[]): T[][] =>
    items.length < 2
      ? [[...items]]
      : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]))

  it('are all looked at, in whatever order they are listed', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const entries = [
      image,
      named(layout.manifest([simpleSignature(maker, image.digest)]), cosignTag(image, 'sig')),
      named(layout.manifest([attestation(maker, image.digest, provenance)]), cosignTag(image, 'att')),
      named(
        layout.manifest([simpleSignature(stranger, image.digest)], {annotations: {by: 'stranger'}}),
        cosignTag(image, 'sig'),
      ),
    ]
    const texts = new Set<string>()
    for (const order of permutations(entries).filter((_order, index) => index % 5 === 0)) {
      layout.index(order)
      const {exit, result} = await verifyLayout(layout, {require: 'provenance'})
      expect(exit).toBe(0)
      texts.add(JSON.stringify(result))
    }
    expect([...texts]).toHaveLength(1)
    expect([...texts][0]).toContain('other signatures of it: signature-invalid')
  })

  it('are found by the index that stands for the referrers', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const bundle = layout.manifest([sigstoreBundle(maker, image.digest, provenance)], {subject: image})
    const referrers = layout.document({schemaVersion: 2, mediaType: listType, manifests: [bundle]}, listType)
    layout.index([image, named(referrers, image.digest.replace(':', '-'))])
    const {exit, result} = await verifyLayout(layout)
    expect(result.subjects).toMatchObject([{status: 'verified', predicateTypes: [provenance]}])
    expect(exit).toBe(0)
  })

  it.each<[string, (layout: LayoutWriter, image: Descriptor, other: Descriptor) => object[], string, string]>([
    [
      'of another artifact, under the name of this one',
      (layout, image, other) => [
        named(layout.manifest([simpleSignature(maker, other.digest)]), cosignTag(image, 'sig')),
      ],
      'invalid',
      'subject-digest',
    ],
    [
      'that refers to another artifact',
      (layout, image, other) => [layout.manifest([sigstoreBundle(maker, image.digest, provenance)], {subject: other})],
      'unsigned',
      'signature-missing',
    ],
    [
      'under the name of another artifact',
      (layout, image, other) => [
        named(layout.manifest([simpleSignature(maker, image.digest)]), cosignTag(other, 'sig')),
      ],
      'unsigned',
      'signature-missing',
    ],
    [
      'of somebody else',
      (layout, image) => [named(layout.manifest([simpleSignature(stranger, image.digest)]), cosignTag(image, 'sig'))],
      'invalid',
      'signature-invalid',
    ],
    [
      'that is listed and is not there',
      (layout, image) => {
        const signature = layout.manifest([simpleSignature(maker, image.digest)])
        rmSync(layout.pathOf(signature.digest))
        return [named(signature, cosignTag(image, 'sig'))]
      },
      'invalid',
      'blob-missing',
    ],
    [
      'whose layer is not there',
      (layout, image) => {
        const signed = simpleSignature(maker, image.digest)
        const signature = layout.manifest([signed])
        rmSync(layout.pathOf(digestOf(layout, signed.content)))
        return [named(signature, cosignTag(image, 'sig'))]
      },
      'invalid',
      'blob-missing',
    ],
    [
      'among layers of other types',
      (layout, image) => [layout.manifest([simpleSignature(maker, image.digest), weights], {annotations: {}})],
      'unsigned',
      'signature-missing',
    ],
  ])('do not count: %s', async (_name, attach, status, code) => {
    const layout = writeLayout()
    const [image, other] = [layout.manifest([weights]), layout.manifest([{...weights, content: 'another'}])]
    layout.index([image, ...attach(layout, image, other)])
    const {exit, subject} = await verifyLayout(layout, {image: image.digest})
    expect(subject).toMatchObject({status, code})
    expect(exit).toBe(1)
  })

  it('are the one that the user names', async () => {
    const {layout, image, signature} = signedLayout()
    layout.index([image])
    expect((await verifyLayout(layout)).subject).toMatchObject({status: 'unsigned'})
    expect((await verifyLayout(layout, {manifest: signature.digest})).subject).toMatchObject({status: 'verified'})
    const bundle = layout.manifest([sigstoreBundle(maker, image.digest, provenance)], {subject: signature})
    expect((await verifyLayout(layout, {manifest: bundle.digest})).subject).toMatchObject({
      status: 'invalid',
      code: 'subject-digest',
    })
    expect((await verifyLayout(layout, {manifest: `sha256:${'0'.repeat(64)}`})).subject).toMatchObject({
      status: 'invalid',
      code: 'blob-missing',
    })
    expect((await verifyLayout(layout, {manifest: 'v1'})).subject).toMatchObject({
      status: 'invalid',
      code: 'subject-digest',
    })
    expect((await verifyLayout(layout, {image: 'v1'})).subject).toMatchObject({
      status: 'invalid',
      code: 'subject-digest',
    })
  })
})
