import {createSign} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {attestation, type SignedLayer, type Signer, simpleSignature} from '../../../support/cosign.ts'
import {
  cosignTag,
  type Descriptor,
  type LayoutWriter,
  listType,
  named,
  writeLayout,
} from '../../../support/oci-layout.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {writeKeys} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const weights: SignedLayer = {mediaType: 'application/vnd.acme.weights', content: 'the weights'}
const payloadType = 'application/vnd.in-toto+json'
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const signatureAnnotation = 'dev.cosignproject.cosign/signature'
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

function signed(text: string, signer: Signer = maker): string {
  return createSign('sha256')
    .update(text)
    .sign(readFileSync(join(signer.folder, `${signer.name}.pem`)), 'base64')
}

/** A text that the maker signed as cosign does, whatever it says. */
function simple(content: string, annotations: Readonly<Record<string, string>> = {}): SignedLayer {
  return {
    mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
    content,
    annotations: {[signatureAnnotation]: signed(content), ...annotations},
  }
}

const critical = (digest: unknown, more: object = {}): string =>
  JSON.stringify({
    critical: {
      identity: {},
      image: {'docker-manifest-digest': digest},
      type: 'cosign container image signature',
      ...more,
    },
    optional: null,
  })

interface Envelope {
  readonly type?: string
  readonly signer?: Signer
  readonly more?: object
}

function envelope(payload: string, {type = payloadType, signer = maker, more = {}}: Envelope = {}): object {
  const sig = signed(`DSSEv1 ${type.length} ${type} ${Buffer.byteLength(payload)} ${payload}`, signer)
  return {payloadType: type, payload: Buffer.from(payload).toString('base64'), signatures: [{keyid: '', sig}], ...more}
}

const attested = (content: object): SignedLayer => ({
  mediaType: 'application/vnd.dsse.envelope.v1+json',
  content: JSON.stringify(content),
  annotations: {[signatureAnnotation]: ''},
})
const bundled = (content: object): SignedLayer => ({mediaType: bundleType, content: JSON.stringify(content)})
const bundle = (content: object): object => ({
  mediaType: bundleType,
  verificationMaterial: {publicKey: {hint: ''}, tlogEntries: []},
  ...content,
})

function statement(digest: string, more: object = {}): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: 'model', digest: {sha256: digest.replace('sha256:', '')}}],
    predicateType: 'https://example.com/v1',
    predicate: {},
    ...more,
  })
}

type Attack = (place: {
  readonly layout: LayoutWriter
  readonly image: Descriptor
  /** another artifact, which the maker signed */
  readonly other: Descriptor
}) => readonly SignedLayer[]

/** An artifact whose only signature is the given one, in a layout that may hold more. */
async function statusOf(attack: Attack, asked: object = {}): Promise<string> {
  const layout = writeLayout()
  const image = layout.manifest([{...weights, content: 'evil weights'}])
  const other = layout.manifest([weights])
  const signature = layout.manifest(attack({layout, image, other}))
  layout.index([image, named(signature, cosignTag(image, 'sig'))])
  const result = await verifyWith({targets: [layout.folder], cwd: keys, keys: ['maker.pub.pem'], ...asked})
  expect(exitOf(result) === 0).toBe(result.subjects.every(({status}) => status === 'verified'))
  return result.subjects.map(({status}) => status).join(' ')
}

describe('a layout whose signature says something else', () => {
  it('is verified with the right ones', async () => {
    expect(await statusOf(({image}) => [simple(critical(image.digest))])).toBe('verified')
    expect(await statusOf(({image}) => [attested(envelope(statement(image.digest)))])).toBe('verified')
    expect(await statusOf(({image}) => [bundled(bundle({dsseEnvelope: envelope(statement(image.digest))}))])).toBe(
      'verified',
    )
  })

  const spelt =
    (change: (digest: string) => unknown): Attack =>
    ({image}) => [simple(critical(change(image.digest)))]
  const stated =
    (more: object | ((digest: string) => object)): Attack =>
    ({image}) => [attested(envelope(statement(image.digest, typeof more === 'function' ? more(image.digest) : more)))]
  it.each<[string, Attack]>([
    ['another artifact', ({other}) => [simple(critical(other.digest))]],
    ['the digest in capitals', spelt(digest => digest.toUpperCase())],
    ['the digest with a line break', spelt(digest => `${digest}\n`)],
    ['the digest without its algorithm', spelt(digest => digest.slice('sha256:'.length))],
    ['the digest in a list', spelt(digest => [digest])],
    ['the digest by another algorithm', spelt(digest => digest.replace('sha256', 'sha512'))],
    ['no digest', spelt(() => undefined)],
    ['another type', ({image}) => [simple(critical(image.digest, {type: 'atomic container signature'}))]],
    [
      'both artifacts, the name twice',
      ({image, other}) => [
        simple(
          critical(other.digest).replace('"image":', `"image":{"docker-manifest-digest":"${image.digest}"},"image":`),
        ),
      ],
    ],
    [
      'the artifact among what is optional',
      ({image, other}) => [
        simple(critical(other.digest).replace('"optional":null', `"optional":${critical(image.digest)}`)),
      ],
    ],
    ['the artifact behind a byte order mark', ({image}) => [simple(`\uFEFF${critical(image.digest)}`)]],
    ['the artifact, and text behind it', ({image}) => [simple(`${critical(image.digest)}{}`)]],
    ['the artifact, signed by somebody else', ({image}) => [simpleSignature(stranger, image.digest)]],
    [
      'the artifact, with the signature of another text',
      ({image, other}) => [simple(critical(image.digest), {[signatureAnnotation]: signed(critical(other.digest))})],
    ],
    [
      'the artifact, with a signature that is spelt otherwise',
      ({image}) => [simple(critical(image.digest), {[signatureAnnotation]: ` ${signed(critical(image.digest))}`})],
    ],
    ['a statement about another artifact', ({other}) => [attestation(maker, other.digest, 'https://example.com/v1')]],
    [
      'a statement whose subject is named as the artifact',
      stated(digest => ({subject: [{name: digest, digest: {sha256: 'a'.repeat(64)}}]})),
    ],
    [
      'a statement whose algorithm is in capitals',
      stated(digest => ({subject: [{digest: {SHA256: digest.slice(7)}}]})),
    ],
    [
      'a statement whose digest is in capitals',
      stated(digest => ({subject: [{digest: {sha256: digest.slice(7).toUpperCase()}}]})),
    ],
    ['a statement whose digest has its algorithm', stated(digest => ({subject: [{digest: {sha256: digest}}]}))],
    ['a statement with the commit of a tree', stated(digest => ({subject: [{digest: {gitCommit: digest.slice(7)}}]}))],
    ['a statement about nothing', stated({subject: []})],
    [
      'a statement whose subject is in its predicate',
      stated(digest => ({subject: [], predicate: {subject: [{digest: {sha256: digest.slice(7)}}]}})),
    ],
    ['a statement of no type', stated({_type: undefined})],
    ['a statement of another type', stated({_type: 'https://example.com/Statement'})],
    ['a statement that is a list', ({image}) => [attested(envelope(`[${statement(image.digest)}]`))]],
    [
      'a statement of another payload type',
      ({image}) => [attested(envelope(statement(image.digest), {type: 'application/json'}))],
    ],
    [
      'a statement under a type that was not signed',
      ({image}) => [attested(envelope(statement(image.digest), {type: 'text/plain', more: {payloadType}}))],
    ],
    [
      'a statement in the place of the one that was signed',
      ({image, other}) => [
        attested(
          envelope(statement(other.digest), {more: {payload: Buffer.from(statement(image.digest)).toString('base64')}}),
        ),
      ],
    ],
    [
      'a payload twice',
      ({image, other}) => [
        {
          ...attested({}),
          content: JSON.stringify(envelope(statement(other.digest))).replace(
            '"payload":',
            `"payload":"${Buffer.from(statement(image.digest)).toString('base64')}","payload":`,
          ),
        },
      ],
    ],
    [
      'a statement without signatures',
      ({image}) => [attested(envelope(statement(image.digest), {more: {signatures: []}}))],
    ],
    ['a statement of a stranger', ({image}) => [attested(envelope(statement(image.digest), {signer: stranger}))]],
    [
      'a bundle about another artifact',
      ({other}) => [bundled(bundle({dsseEnvelope: envelope(statement(other.digest))}))],
    ],
    [
      'a bundle with its envelope in the wrong layer',
      ({image}) => [{...bundled(envelope(statement(image.digest))), mediaType: bundleType}],
    ],
    [
      'a bundle of other bytes that names the artifact',
      ({image}) => [
        bundled(
          bundle({
            messageSignature: {
              messageDigest: {
                algorithm: 'SHA2_256',
                digest: Buffer.from(image.digest.slice(7), 'hex').toString('base64'),
              },
              signature: signed('other bytes'),
            },
          }),
        ),
      ],
    ],
    [
      'a bundle that brings its own key',
      ({image}) => [
        bundled({
          ...bundle({dsseEnvelope: envelope(statement(image.digest), {signer: stranger})}),
          verificationMaterial: {
            publicKey: {hint: 'maker.pub.pem', rawBytes: readFileSync(join(keys, 'stranger.pub.pem'), 'base64')},
            tlogEntries: [],
          },
        }),
      ],
    ],
    [
      'both of them, one envelope of each',
      ({image, other}) => [
        bundled({
          ...bundle({dsseEnvelope: envelope(statement(other.digest))}),
          messageSignature: {
            messageDigest: {
              algorithm: 'SHA2_256',
              digest: Buffer.from(image.digest.slice(7), 'hex').toString('base64'),
            },
            signature: '',
          },
        }),
      ],
    ],
    [
      'nothing: a layer of an unknown type',
      ({image}) => [{...simple(critical(image.digest)), mediaType: 'application/vnd.acme.signature'}],
    ],
  ])('is not verified by %s', async (_name, attack) => {
    expect(await statusOf(attack)).not.toContain('verified')
  })

  it('is not verified by a predicate that only its annotation has', async () => {
    const labelled: Attack = ({image}) => [
      {
        ...attestation(maker, image.digest, 'https://example.com/v1'),
        annotations: {[signatureAnnotation]: '', predicateType: 'https://slsa.dev/provenance/v1'},
      },
    ]
    expect(await statusOf(labelled, {predicateTypes: ['https://slsa.dev/provenance/v1']})).toBe('invalid')
    expect(await statusOf(labelled, {predicateTypes: ['https://example.com/v1']})).toBe('verified')
  })
})

describe('a layout that shows a signed artifact and holds another', () => {
  interface Built {
    readonly layout: LayoutWriter
    readonly good: Descriptor
    readonly evil: Descriptor
    readonly signature: Descriptor
  }
  function build(): Built {
    const layout = writeLayout()
    const good = layout.manifest([weights])
    const evil = layout.manifest([{...weights, content: 'evil weights'}], {subject: good})
    return {layout, good, evil, signature: layout.manifest([simpleSignature(maker, good.digest)])}
  }
  const goodTag = ({good}: Built): string => cosignTag(good, 'sig')

  it.each<[string, (built: Built) => readonly object[]]>([
    ['an artifact that refers to the signed one', built => [built.evil, named(built.signature, goodTag(built))]],
    [
      'it under the name of the signed one',
      built => [named(built.evil, 'latest'), built.good, named(built.signature, goodTag(built))],
    ],
    [
      'the signature under the tag of the other',
      built => [built.evil, named(built.signature, cosignTag(built.evil, 'sig'))],
    ],
    [
      'an index of both',
      built => [
        {
          ...built.layout.document(
            {
              schemaVersion: 2,
              mediaType: listType,
              manifests: [built.good, {...built.evil, platform: {os: 'linux', architecture: 'amd64'}}],
            },
            listType,
          ),
        },
        named(built.signature, goodTag(built)),
      ],
    ],
    [
      'an index of both under the tag of the referrers',
      built => [
        built.evil,
        named(
          built.layout.document({schemaVersion: 2, mediaType: listType, manifests: [built.signature]}, listType),
          built.evil.digest.replace(':', '-'),
        ),
      ],
    ],
    [
      'the other as the referrer',
      built => [built.good, {...built.evil, artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json'}],
    ],
    [
      'an entry with the digest of the signed one and the size of the other',
      built => [{...built.good, size: built.evil.size}, named(built.signature, goodTag(built))],
    ],
  ])('is not verified throughout: %s', async (_name, entries) => {
    const built = build()
    built.layout.index(entries(built))
    const result = await verifyWith({targets: [built.layout.folder], cwd: keys, keys: ['maker.pub.pem']})
    const unverified = result.subjects.filter(({status}) => status !== 'verified')
    expect(unverified.length > 0 || result.subjects.every(({subject}) => !subject.includes(built.evil.digest))).toBe(
      true,
    )
    expect(
      result.subjects.some(({subject, status}) => subject.includes(built.evil.digest) && status === 'verified'),
    ).toBe(false)
    expect(exitOf(result)).not.toBe(0)
  })

  it('is what the user names, and no other', async () => {
    const built = build()
    built.layout.index([built.good, built.evil, named(built.signature, goodTag(built))])
    const ask = (image: string, more: object = {}) =>
      verifyWith({targets: [built.layout.folder], cwd: keys, keys: ['maker.pub.pem'], image, ...more})
    expect((await ask(built.good.digest)).subjects.map(({status}) => status)).toEqual(['verified'])
    expect((await ask(built.evil.digest)).subjects.map(({status}) => status)).toEqual(['unsigned'])
    const named2 = await ask(built.evil.digest, {manifest: built.signature.digest})
    expect(named2.subjects.map(({status}) => status)).toEqual(['invalid'])
    expect((await ask(built.evil.digest, {manifest: built.good.digest})).subjects[0]?.status).not.toBe('verified')
  })
})
