import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {generalName} from '../../../support/certificates.ts'
import {bundleType, type SignedLayer, simpleSignature} from '../../../support/cosign.ts'
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
import {type Claims, issuedBy, maker, Sigstore} from '../../../support/sigstore.ts'
import type {Json} from '../../../support/transparency-log.ts'
import {verifyWith} from '../../../support/verify.ts'

const sigstore = new Sigstore()
const elsewhere = new Sigstore()
const signType = 'https://sigstore.dev/cosign/sign/v1'
const stranger: Claims = {names: [generalName('email', 'evil@acme.example')]}
let cwd = ''

beforeAll(() => {
  cwd = temporaryFolder()
  writeFileSync(join(cwd, 'root.json'), JSON.stringify(sigstore.trustedRoot))
  writeKeys(cwd, 'own', 'P-256')
})

/** What cosign signs since version 3: a statement about the artifact, whose name is not told. */
const statement = (digest: string, more: object = {}): string =>
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{digest: {sha256: digest.replace('sha256:', '')}}],
    predicateType: signType,
    predicate: {},
    ...more,
  })
const layer = (bundle: unknown, mediaType: string = bundleType): SignedLayer => ({
  mediaType,
  content: typeof bundle === 'string' ? bundle : JSON.stringify(bundle),
})

interface Place {
  readonly layout: LayoutWriter
  /** what was put in place of the signed artifact */
  readonly evil: Descriptor
  readonly good: Descriptor
  /** a manifest that refers to an artifact, and has these layers */
  refer(subject: Descriptor | undefined, layers: readonly SignedLayer[], more?: object): Descriptor
}

async function answersOf(
  entries: (place: Place) => readonly object[],
  asked: object = {},
): Promise<{exit: number; evil: string | undefined}> {
  const layout = writeLayout()
  const evil = layout.manifest([{mediaType: 'application/vnd.acme.weights', content: 'evil weights'}])
  const good = layout.manifest([{mediaType: 'application/vnd.acme.weights', content: 'the weights'}])
  const refer: Place['refer'] = (subject, layers, more = {}) => ({
    ...layout.manifest(layers, {artifactType: bundleType, ...(subject !== undefined && {subject}), ...more}),
    ...{artifactType: bundleType},
  })
  layout.index(entries({layout, evil, good, refer}))
  const result = await verifyWith({targets: [layout.folder], cwd, trustedRoot: 'root.json', ...maker, ...asked})
  const own = result.subjects.find(({subject}) => subject.endsWith(evil.digest))
  return {exit: exitOf(result), evil: own?.status}
}

const right = (digest: string): Json => sigstore.signStatement(statement(digest))
const withPart = (bundle: Json, name: string, part: object): Json => ({
  ...bundle,
  [name]: {...Object(bundle[name]), ...part},
})

describe('a bundle of cosign that refers to an artifact', () => {
  it.each<[string, (place: Place) => readonly object[]]>([
    ['as cosign writes it', ({evil, refer}) => [evil, refer(evil, [layer(right(evil.digest))])]],
    [
      'beside one of somebody else',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer(sigstore.signStatement(statement(evil.digest), stranger))]),
        refer(evil, [layer(right(evil.digest))]),
      ],
    ],
    [
      'in one manifest with one of somebody else',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer(sigstore.signStatement(statement(evil.digest), stranger)), layer(right(evil.digest))]),
      ],
    ],
    ['by what it states alone', ({evil, refer}) => [evil, refer(undefined, [layer(right(evil.digest))])]],
    [
      'under the tag of the referrers',
      ({layout, evil, refer}) => {
        const manifests = [refer(evil, [layer(right(evil.digest))])]
        return [
          evil,
          named(
            layout.document({schemaVersion: 2, mediaType: listType, manifests}, listType),
            evil.digest.replace(':', '-'),
          ),
        ]
      },
    ],
  ])('is taken %s', async (_name, entries) => {
    expect(await answersOf(entries)).toEqual({exit: 0, evil: 'verified'})
  })

  it.each<[string, (place: Place) => readonly object[], object?]>([
    ['is of another artifact', ({evil, good, refer}) => [evil, refer(evil, [layer(right(good.digest))])]],
    ['refers to another artifact', ({evil, good, refer}) => [evil, refer(good, [layer(right(good.digest))])]],
    [
      'refers to another artifact, and states this one',
      ({evil, good, refer}) => [evil, refer(good, [layer(right(evil.digest))])],
    ],
    [
      'is of somebody else',
      ({evil, refer}) => [evil, refer(evil, [layer(sigstore.signStatement(statement(evil.digest), stranger))])],
    ],
    [
      'is by another issuer',
      ({evil, refer}) => [
        evil,
        refer(evil, [
          layer(sigstore.signStatement(statement(evil.digest), {extensions: issuedBy('https://evil.example')})),
        ]),
      ],
    ],
    [
      'is of another Sigstore',
      ({evil, refer}) => [evil, refer(evil, [layer(elsewhere.signStatement(statement(evil.digest)))])],
    ],
    [
      'has the log entry of another',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer(
            withPart(right(evil.digest), 'verificationMaterial', {
              tlogEntries: Object(right(good.digest)['verificationMaterial']).tlogEntries,
            }),
          ),
        ]),
      ],
    ],
    [
      'has no log entry',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer(withPart(right(evil.digest), 'verificationMaterial', {tlogEntries: []}))]),
      ],
    ],
    [
      'has the certificate of another',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer(
            withPart(sigstore.signStatement(statement(evil.digest), stranger), 'verificationMaterial', {
              certificate: Object(right(good.digest)['verificationMaterial']).certificate,
            }),
          ),
        ]),
      ],
    ],
    [
      'has the signature of another',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer(
            withPart(right(evil.digest), 'dsseEnvelope', {
              signatures: Object(right(good.digest)['dsseEnvelope']).signatures,
            }),
          ),
        ]),
      ],
    ],
    [
      'has the statement of another',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer(
            withPart(right(good.digest), 'dsseEnvelope', {
              payload: Buffer.from(statement(evil.digest)).toString('base64'),
            }),
          ),
        ]),
      ],
    ],
    [
      'has two signatures',
      ({evil, refer}) => {
        const bundle = right(evil.digest)
        const [one] = Object(bundle['dsseEnvelope']).signatures
        return [evil, refer(evil, [layer(withPart(bundle, 'dsseEnvelope', {signatures: [one, one]}))])]
      },
    ],
    [
      'brings a key in place of a certificate',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer({...right(evil.digest), verificationMaterial: {publicKey: {hint: ''}, tlogEntries: []}})]),
      ],
    ],
    [
      'brings a key and a certificate',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer(withPart(right(evil.digest), 'verificationMaterial', {publicKey: {hint: ''}}))]),
      ],
    ],
    [
      'signs a text and a statement',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer({
            ...right(good.digest),
            messageSignature: sigstore.signBytes(Buffer.from(evil.digest))['messageSignature'],
          }),
        ]),
      ],
    ],
    [
      'signs the text of the digest',
      ({evil, refer}) => [evil, refer(evil, [layer(sigstore.signBytes(Buffer.from(evil.digest)))])],
    ],
    [
      'has a name twice',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer(JSON.stringify(right(evil.digest)).replace('{', '{"mediaType":"x",'))]),
      ],
    ],
    ['has text before it', ({evil, refer}) => [evil, refer(evil, [layer(`x${JSON.stringify(right(evil.digest))}`)])]],
    [
      'has a byte order mark',
      ({evil, refer}) => [evil, refer(evil, [layer(`\uFEFF${JSON.stringify(right(evil.digest))}`)])],
    ],
    ['is in a list', ({evil, refer}) => [evil, refer(evil, [layer([right(evil.digest)])])]],
    [
      'states the digest by SHA-512 alone',
      ({evil, refer}) => [
        evil,
        refer(evil, [
          layer(sigstore.signStatement(statement(evil.digest, {subject: [{digest: {sha512: '0'.repeat(128)}}]}))),
        ]),
      ],
    ],
    [
      'states the digest as a name',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer(
            sigstore.signStatement(
              statement(good.digest, {subject: [{name: evil.digest, digest: {sha256: good.digest.slice(7)}}]}),
            ),
          ),
        ]),
      ],
    ],
    [
      'states the digest in its predicate',
      ({evil, good, refer}) => [
        evil,
        refer(evil, [
          layer(
            sigstore.signStatement(
              statement(good.digest, {predicate: {subject: [{digest: {sha256: evil.digest.slice(7)}}]}}),
            ),
          ),
        ]),
      ],
    ],
    [
      'states nothing',
      ({evil, refer}) => [evil, refer(evil, [layer(sigstore.signStatement(statement(evil.digest, {subject: []})))])],
    ],
    [
      'is of another type than was asked for',
      ({evil, refer}) => [evil, refer(evil, [layer(right(evil.digest))])],
      {predicateTypes: ['https://slsa.dev/provenance/v1']},
    ],
    [
      'is another payload than a statement',
      ({evil, refer}) => [
        evil,
        refer(evil, [layer(sigstore.signStatement(statement(evil.digest), {}, {payloadType: 'text/plain'}))]),
      ],
    ],
    [
      'is a layer of another type',
      ({evil, refer}) => [evil, refer(evil, [layer(right(evil.digest), 'application/json')])],
    ],
    [
      'is a layer beside one that is no signature',
      ({evil, refer}) => [evil, refer(evil, [layer(right(evil.digest)), layer('x', 'text/plain')])],
    ],
    [
      'is in the configuration',
      ({layout, evil, refer}) => [
        evil,
        refer(evil, [], {config: layout.blob(JSON.stringify(right(evil.digest)), bundleType)}),
      ],
    ],
    ['is only announced', ({evil}) => [{...evil, artifactType: bundleType}]],
    [
      'was changed in the layout',
      ({layout, evil, good, refer}) => {
        const entry = refer(evil, [layer(right(good.digest))])
        const changed = refer(evil, [layer(right(evil.digest))])
        layout.overwrite(entry.digest, JSON.stringify({schemaVersion: 2, mediaType: imageType, layers: []}))
        layout.overwrite(changed.digest, '{}')
        return [evil, entry, changed]
      },
    ],
    [
      'is for a key that signed nothing here',
      ({evil, refer}) => [evil, refer(evil, [layer(right(evil.digest))])],
      {keys: ['own.pub.pem'], identity: undefined, issuer: undefined},
    ],
    [
      'is of nobody who was named',
      ({evil, refer}) => [evil, refer(evil, [layer(right(evil.digest))])],
      {identity: undefined, issuer: undefined},
    ],
    [
      'names its identity with a line break',
      ({evil, refer}) => [
        evil,
        refer(evil, [
          layer(sigstore.signStatement(statement(evil.digest), {names: [generalName('email', `${maker.identity}\n`)]})),
        ]),
      ],
    ],
    [
      'stands under the tag of another artifact',
      ({evil, good, refer}) => [evil, named(refer(undefined, [layer(right(good.digest))]), cosignTag(evil, 'sig'))],
    ],
    [
      'is one of a key, by cosign’s former form',
      ({evil, refer}) => [evil, refer(evil, [simpleSignature({folder: cwd, name: 'own'}, evil.digest)])],
    ],
  ])('is not taken where it %s', async (_name, entries, asked) => {
    const {exit, evil} = await answersOf(entries, asked)
    expect({isVerified: evil === 'verified', passes: exit === 0}).toEqual({isVerified: false, passes: false})
  })
})
