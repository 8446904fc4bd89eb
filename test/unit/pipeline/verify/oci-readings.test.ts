import {execFileSync} from 'node:child_process'
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {digestOf, type SignedLayer, type Signer, simpleSignature} from '../../../support/cosign.ts'
import {
  cosignTag,
  type Descriptor,
  imageType,
  type LayoutWriter,
  listType,
  named,
  writeLayout,
} from '../../../support/oci-layout.ts'
import {startRegistry} from '../../../support/registry.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {writeKeys} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const weights: SignedLayer = {mediaType: 'application/vnd.acme.weights', content: 'the weights'}
const base64 = (content: string): string => Buffer.from(content).toString('base64')
let keys = ''
let maker: Signer

beforeAll(() => {
  keys = temporaryFolder()
  writeKeys(keys, 'maker', 'P-256')
  maker = {folder: keys, name: 'maker'}
})

async function verifyLayout(layout: LayoutWriter, entries: readonly object[], asked: object = {}) {
  layout.index(entries)
  const result = await verifyWith({targets: [layout.folder], cwd: keys, keys: ['maker.pub.pem'], ...asked})
  return {exit: exitOf(result), subject: result.subjects[0], subjects: result.subjects}
}

const signatureOf = (layout: LayoutWriter, image: Descriptor): Descriptor =>
  named(layout.manifest([simpleSignature(maker, image.digest)]), cosignTag(image, 'sig'))

describe('names that programs in Go take for a field', () => {
  const other = {mediaType: 'x/y', digest: digestOf('other'), size: 5}

  it.each<[string, object]>([
    ['a second list of layers', {Layers: [other]}],
    ['a second configuration', {CONFIG: other}],
    ['a list of layers with a long s', {'layer\u017f': [other]}],
    ['a subject in capitals', {Subject: other}],
  ])('are refused in a manifest: %s', async (_name, more) => {
    const layout = writeLayout()
    const image = layout.manifest([weights], more)
    expect(await verifyLayout(layout, [image, signatureOf(layout, image)])).toMatchObject({
      exit: 1,
      subject: {code: 'bundle-malformed'},
    })
  })

  it.each<[string, object]>([
    ['a second digest', {Digest: other.digest}],
    ['a second size', {SIZE: 3}],
  ])('are refused in a descriptor: %s', async (_name, more) => {
    const layout = writeLayout()
    const image = layout.manifest([], {layers: [{...layout.blob('the weights', 'x/y'), ...more}]})
    expect((await verifyLayout(layout, [image, signatureOf(layout, image)])).exit).toBe(1)
  })
})

describe('content that a descriptor carries', () => {
  const withData = (data: unknown): [LayoutWriter, Descriptor] => {
    const layout = writeLayout()
    return [layout, layout.manifest([], {layers: [{...layout.blob('the weights', 'x/y'), data}]})]
  }

  it('is the content that it describes', async () => {
    const [layout, image] = withData(base64('the weights'))
    expect(await verifyLayout(layout, [image, signatureOf(layout, image)])).toMatchObject({
      exit: 0,
      subject: {status: 'verified'},
    })
  })

  it.each<[string, unknown]>([
    ['other bytes of the same length', base64('THE weights')],
    ['more bytes', base64('the weights!')],
    ['nothing', ''],
    ['the bytes in another spelling of base64', base64('the weights').replace(/=+$/, '')],
    ['the bytes with a line break', `${base64('the weights')}\n`],
    ['what is no text', {}],
    ['nothing at all', null],
  ])('is refused where it is %s', async (_name, data) => {
    const [layout, image] = withData(data)
    const {exit, subject} = await verifyLayout(layout, [image, signatureOf(layout, image)])
    expect(subject).toMatchObject({status: 'invalid', code: 'bundle-malformed'})
    expect(exit).toBe(1)
  })

  it('is compared by SHA-512 too', async () => {
    const layout = writeLayout()
    const layer = layout.blob('the weights', 'x/y', {}, 'sha512')
    const [right, wrong] = ['the weights', 'THE weights'].map(content =>
      layout.manifest([], {layers: [{...layer, data: base64(content)}]}),
    ) as [Descriptor, Descriptor]
    expect(await verifyLayout(layout, [right, signatureOf(layout, right)])).toMatchObject({exit: 0})
    expect(await verifyLayout(layout, [wrong, signatureOf(layout, wrong)])).toMatchObject({
      exit: 1,
      subject: {code: 'bundle-malformed'},
    })
  })

  it('is compared in the configuration and in the index', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const config = {...layout.blob('{}', 'x/y'), data: base64('[]')}
    expect((await verifyLayout(layout, [layout.manifest([weights], {config})])).subject).toMatchObject({
      code: 'bundle-malformed',
    })
    expect((await verifyLayout(layout, [{...image, data: base64('{}')}])).subject).toMatchObject({
      subject: layout.folder,
      code: 'bundle-malformed',
    })
  })
})

describe('what refers to a manifest', () => {
  const bare = (layout: LayoutWriter): Descriptor =>
    layout.blob(
      JSON.stringify({schemaVersion: 2, config: layout.blob('{}', 'x/y'), layers: [layout.blob('w', 'x/y')]}),
      imageType,
    )
  const bareList = (layout: LayoutWriter): Descriptor =>
    layout.blob(JSON.stringify({schemaVersion: 2, manifests: [bare(layout)]}), listType)
  const docker = 'application/vnd.docker.distribution.manifest'

  it.each<[string, (layout: LayoutWriter) => Descriptor, string]>([
    ['a manifest for an index', bare, listType],
    ['a manifest for a list of Docker', bare, `${docker}.list.v2+json`],
    ['an index for a manifest', bareList, imageType],
    ['an index for a manifest of Docker', bareList, `${docker}.v2+json`],
  ])('takes it for what it is: not %s', async (_name, write, mediaType) => {
    const layout = writeLayout()
    const image = write(layout)
    expect((await verifyLayout(layout, [image, signatureOf(layout, image)])).subject).toMatchObject({
      status: 'verified',
    })
    const {exit, subject} = await verifyLayout(layout, [{...image, mediaType}, signatureOf(layout, image)])
    expect(subject).toMatchObject({status: 'invalid', code: 'media-type'})
    expect(exit).toBe(1)
  })

  it('may call it by a type that nobody knows', async () => {
    const layout = writeLayout()
    const image = bare(layout)
    expect(
      await verifyLayout(layout, [{...image, mediaType: 'application/json'}, signatureOf(layout, image)]),
    ).toMatchObject({exit: 0})
  })

  it.each<[string, (image: Descriptor) => object, string]>([
    ['the size', image => ({...image, size: image.size + 1}), 'blob-digest'],
    ['the type', image => ({...image, mediaType: listType}), 'media-type'],
  ])('must be right each time: one entry of several has another %s', async (_name, change, code) => {
    const layout = writeLayout()
    const image = bare(layout)
    const [wrong, signature] = [named(change(image) as Descriptor, 'v2'), signatureOf(layout, image)]
    for (const entries of [
      [named(image, 'v1'), wrong, signature],
      [wrong, named(image, 'v1'), signature],
    ]) {
      const {exit, subjects} = await verifyLayout(layout, entries)
      expect(subjects).toMatchObject([{status: 'invalid', code}])
      expect(exit).toBe(1)
      expect(await verifyLayout(layout, entries, {image: image.digest})).toMatchObject({exit: 1, subject: {code}})
    }
  })
})

describe('what lies beside an artifact', () => {
  const other = {...weights, content: 'other weights'}

  it('is an artifact under a name that people pull, whatever its layers are', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const disguised = layout.manifest([simpleSignature(maker, image.digest)], {annotations: {a: 'b'}})
    const {subjects, exit} = await verifyLayout(layout, [image, signatureOf(layout, image), named(disguised, 'v1')])
    expect(subjects).toMatchObject([
      {status: 'verified'},
      {subject: `${layout.folder}@${disguised.digest}`, status: 'unsigned'},
    ])
    expect(exit).toBe(1)
  })

  it('is told where it is attached and no signature', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const attached = layout.manifest([other])
    const entries = [image, signatureOf(layout, image), named(attached, cosignTag(image, 'att'))]
    const {subjects, exit} = await verifyLayout(layout, entries)
    const notCovered = [
      `${attached.digest}, which is attached to it but is not a signature`,
      'other signatures of it: media-type',
    ]
    expect(subjects).toMatchObject([{status: 'verified', notCovered}])
    expect(exit).toBe(0)
  })

  it('leaves the answer open where digests are all that is wanted', async () => {
    const layout = writeLayout()
    const [image, gone] = [layout.manifest([weights]), layout.manifest([other])]
    expect(await verifyLayout(layout, [image], {require: 'digest'})).toMatchObject({exit: 0})
    const entries = [image, signatureOf(layout, gone)]
    expect(await verifyLayout(layout, entries, {require: 'digest'})).toMatchObject({
      exit: 3,
      subject: {code: 'blob-missing'},
    })
  })

  it('must be whole where it is attached, and does not stand against digests', async () => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const attached = named(layout.manifest([other]), `${image.digest.replace(':', '-')}.sbom`)
    expect(await verifyLayout(layout, [image, attached], {require: 'digest'})).toMatchObject({exit: 0})
    layout.overwrite(digestOf(other.content), 'changed')
    expect(await verifyLayout(layout, [image, signatureOf(layout, image), attached])).toMatchObject({
      exit: 1,
      subject: {code: 'blob-digest'},
    })
    rmSync(layout.pathOf(digestOf(other.content)))
    expect(await verifyLayout(layout, [image, attached], {require: 'digest'})).toMatchObject({
      exit: 3,
      subject: {code: 'blob-missing'},
    })
  })

  it.each<[string, string, string]>([
    ['of another version', '{"imageLayoutVersion": "2.0.0"}', 'unverifiable'],
    ['that is no JSON', 'x', 'invalid'],
  ])('is not read in a layout %s', async (_name, text, status) => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    writeFileSync(join(layout.folder, 'oci-layout'), text)
    expect(await verifyLayout(layout, [image, signatureOf(layout, image)])).toMatchObject({subject: {status}})
  })

  it('is not read where the list of a layout is a pipe', async () => {
    const layout = writeLayout()
    layout.index([])
    rmSync(join(layout.folder, 'index.json'))
    execFileSync('mkfifo', [join(layout.folder, 'index.json')])
    const {subjects} = await verifyWith({targets: [layout.folder], cwd: layout.folder})
    expect(subjects).toMatchObject([{status: 'invalid', code: 'special-file'}])
  })

  it.each([{schemaVersion: 1}, {mediaType: imageType}])('is not read in an index with %o', async change => {
    const layout = writeLayout()
    const image = layout.manifest([weights])
    const manifests = [image, signatureOf(layout, image)]
    writeFileSync(join(layout.folder, 'index.json'), JSON.stringify({schemaVersion: 2, manifests, ...change}))
    const {subjects} = await verifyWith({targets: [layout.folder], cwd: keys, keys: ['maker.pub.pem']})
    expect(subjects).toMatchObject([{status: 'invalid', code: 'bundle-malformed'}])
  })

  it('is an artifact where what it is attached to is not listed', async () => {
    const layout = writeLayout()
    const [image, gone, attached] = [layout.manifest([weights]), layout.manifest([]), layout.manifest([other])]
    const {subjects} = await verifyLayout(layout, [
      image,
      signatureOf(layout, image),
      named(attached, cosignTag(gone, 'att')),
    ])
    expect(subjects.map(({subject}) => subject)).toEqual(
      [image, attached].map(each => `${layout.folder}@${each.digest}`),
    )
  })

  it('is told where it is a signature of what is not listed', async () => {
    const layout = writeLayout()
    const [image, gone] = [layout.manifest([weights]), layout.manifest([other])]
    const byTag = signatureOf(layout, gone)
    const bySubject = layout.manifest([simpleSignature(maker, gone.digest)], {subject: gone})
    const {subjects} = await verifyLayout(layout, [image, signatureOf(layout, image), byTag, bySubject])
    const notCovered = [byTag, bySubject].map(each => `${each.digest}, a signature of ${gone.digest}`).sort()
    expect(subjects).toMatchObject([{status: 'verified', notCovered}])
  })
})

describe('a manifest that a registry serves', () => {
  const config = {mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2}
  const image = JSON.stringify({schemaVersion: 2, config, layers: []})

  async function verifyServed(reference: string, body: string, headers: Record<string, string> = {}) {
    const path = `/v2/acme/tiny/manifests/${reference.slice(1)}`
    await using registry = await startRegistry({[path]: {status: 200, body, headers}})
    const targets = [`oci://${registry.url.replace('http://', '')}/acme/tiny${reference}`]
    const result = await verifyWith({targets, cwd: keys, offline: false, keys: ['maker.pub.pem'], env: {HOME: keys}})
    return {exit: exitOf(result), subject: result.subjects[0]}
  }

  it('is the one whose digest is asked for, by either algorithm', async () => {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const reference = `@${writeLayout().blob(image, imageType, {}, algorithm).digest}`
      expect(await verifyServed(reference, image)).toMatchObject({exit: 1, subject: {status: 'unsigned'}})
      expect(await verifyServed(reference, `${image} `)).toMatchObject({
        exit: 1,
        subject: {status: 'invalid', code: 'blob-digest'},
      })
    }
  })

  it('is the one that its header names, by either algorithm', async () => {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const header = (content: string) => ({
        'docker-content-digest': writeLayout().blob(content, imageType, {}, algorithm).digest,
      })
      expect(await verifyServed(':v1', image, header(image))).toMatchObject({subject: {status: 'unsigned'}})
      expect(await verifyServed(':v1', image, header('{}'))).toMatchObject({
        exit: 1,
        subject: {status: 'invalid', code: 'blob-digest'},
      })
    }
  })

  it.each<[string, string]>([
    ['has a name twice', image.replace('{', '{"layers":[{}],')],
    ['has a name twice, once escaped', image.replace('{', '{"\\u006cayers":[{}],')],
    ['has text behind it', `${image}{}`],
    ['begins with a byte order mark', `\uFEFF${image}`],
    ['is a page', '<html>'],
  ])('cannot be decided where it %s', async (_name, body) => {
    expect(await verifyServed(':v1', body)).toMatchObject({
      exit: 3,
      subject: {status: 'unverifiable', code: 'AIBOM_OCI_ANSWER'},
    })
  })
})
