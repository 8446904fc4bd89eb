import {sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {artifactOfBytes, artifactOfDigests} from '../../../src/trust/artifact.ts'
import type {IdentityRule} from '../../../src/trust/identity.ts'
import {type TrustedKey, toTrustedKey} from '../../../src/trust/keys/keys.ts'
import {assertLogForm} from '../../../src/trust/logs/log-entries.ts'
import {parseTrustedRoot} from '../../../src/trust/logs/trusted-root.ts'
import {parseBundle} from '../../../src/trust/sigstore/bundle.ts'
import {preAuthEncoding} from '../../../src/trust/sigstore/dsse.ts'
import {type BundleClaim, verifyBundle} from '../../../src/trust/sigstore/sigstore-bundle.ts'
import {
  altNames,
  authority,
  ecKeys,
  generalName,
  type Issued,
  issue,
  rsaKeys,
  signerUsage,
} from '../../support/certificates.ts'
import {inToto, maker, Sigstore, signedAt} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {valueAt, verdictOf, withValue} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const keys = ecKeys()
const key = toTrustedKey(keys.publicKey, 'maker.pem')
const other = toTrustedKey(ecKeys().publicKey, 'other.pem')
const bytes = Buffer.from('weights')
const artifact = artifactOfBytes(bytes, 'weights.bin')
const digests = {sha256: artifact.digest('sha256'), sha512: artifact.digest('sha512')}
const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

const statementOf = (more: Json = {}): Json => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{name: 'weights.bin', digest: digests}],
  predicateType: 'https://example.com/v1',
  predicate: {},
  ...more,
})

interface Draft {
  readonly by?: Pick<Issued, 'privateKey'>
  readonly material?: Json
  readonly payloadType?: string
}

function signedStatement(
  statement: Json | string = statementOf(),
  {by = keys, material = {publicKey: {hint: ''}}, payloadType = inToto}: Draft = {},
): Json {
  const payload = Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement))
  const signature = sign('sha256', preAuthEncoding(payloadType, payload), by.privateKey)
  return {
    mediaType,
    verificationMaterial: {...material, tlogEntries: []},
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{sig: signature.toString('base64'), keyid: ''}],
    },
  }
}

interface Asked {
  readonly trusted?: readonly TrustedKey[]
  readonly roots?: readonly Issued[]
  readonly identity?: IdentityRule
  readonly claim?: Partial<BundleClaim>
  readonly believesHints?: boolean
}

let checked: readonly string[] = []
let notCovered: readonly string[] = []

function verdict(
  bundle: Json,
  {trusted = [key], roots = [], identity = {}, claim = {}, believesHints = true}: Asked = {},
): Promise<string> {
  const chain = {roots: roots.map(({der}) => der), intermediates: [], at: new Date('2026-06-01T00:00:00Z')}
  return verdictOf(async trail => {
    const wanted = {artifact, predicateTypes: [], ...claim}
    const {signed} = await verifyBundle(
      parseBundle(JSON.stringify(bundle)),
      wanted,
      {keys: trusted, chain, root: sigstore.root, identity, believesHints},
      trail,
    )
    checked = trail.checked
    notCovered = trail.notCovered
    return signed
  })
}

describe('a field in another spelling, which some programs take for it', () => {
  it.each<[string, Json]>([
    ['of protobuf', {dsse_envelope: {}}],
    ['in another case', {DsseEnvelope: {}}],
    ['with a letter that is small in two ways', {'d\u017fseEnvelope': {}}],
  ])('is refused: %s', async (_name, more) => {
    expect(await verdict({...signedStatement(), ...more})).toBe('invalid bundle-malformed')
    const envelope = {...Object(valueAt(signedStatement(), ['dsseEnvelope'])), Payload: 'AAAA'}
    expect(await verdict(withValue(signedStatement(), ['dsseEnvelope'], envelope))).toBe('invalid bundle-malformed')
  })

  it('is refused in a trusted root', () => {
    const authorities = [{valid_for: {end: '2020-01-01T00:00:00Z'}}]
    const root = JSON.stringify({...sigstore.trustedRoot, certificateAuthorities: authorities})
    expect(() => parseTrustedRoot(root, 'root.json')).toThrow('"valid_for"')
  })
})

describe('a bundle signed by a key', () => {
  it('is verified by the key that fits, whatever it is called', async () => {
    expect(await verdict(signedStatement(), {trusted: [other, key]})).toBe('verified')
    expect(checked).toEqual(['signature', 'subject digest'])
    for (const hint of [key.hints.oms, key.hints.cosign, 'else']) {
      expect(await verdict(signedStatement(undefined, {material: {publicKey: {hint}}}))).toBe('verified')
    }
  })

  it('tells a bundle that names another key from one that is wrong', async () => {
    const named = (hint: string): Json => signedStatement(undefined, {by: ecKeys(), material: {publicKey: {hint}}})
    expect(await verdict(named('else'))).toBe('invalid key-mismatch')
    expect(await verdict(named('else'), {believesHints: false})).toBe('invalid signature-invalid')
    expect(await verdict(named(key.hints.oms))).toBe('invalid signature-invalid')
    expect(await verdict(named(''))).toBe('invalid signature-invalid')
    expect(await verdict(named(key.hints.oms), {trusted: [other, key]})).toBe('invalid signature-invalid')
    expect(await verdict(named(other.hints.cosign), {trusted: [other, key]})).toBe('invalid signature-invalid')
  })

  it('cannot be decided without a key, and is refused where somebody is asked for', async () => {
    expect(await verdict(signedStatement(), {trusted: []})).toBe('unverifiable key-missing')
    for (const identity of [
      maker,
      {issuer: maker.issuer},
      {identity: maker.identity},
      {identityPattern: '*@acme.example'},
    ]) {
      expect(await verdict(signedStatement(), {trusted: [], identity})).toBe('invalid key-mismatch')
    }
    expect(await verdict(signedStatement(), {trusted: [], roots: [issue({name: 'root', extensions: authority})]})).toBe(
      'invalid key-mismatch',
    )
    const weak = rsaKeys(1024)
    expect(
      await verdict(signedStatement(undefined, {by: weak}), {trusted: [toTrustedKey(weak.publicKey, 'weak.pem')]}),
    ).toBe('unverifiable key-unsupported')
  })

  it('is refused where its signature is of something else, though that is the file', async () => {
    const ofFile = sign('sha256', bytes, keys.privateKey).toString('base64')
    const confused = withValue(signedStatement(), ['dsseEnvelope', 'signatures', 0, 'sig'], ofFile)
    expect(await verdict(confused)).toBe('invalid signature-invalid')
    expect(await verdict(confused, {claim: {artifact: undefined}})).toBe('invalid signature-invalid')
    const byOther = signedStatement(undefined, {by: ecKeys()})
    expect(await verdict(byOther, {claim: {artifact: undefined}})).toBe('invalid signature-invalid')
    const ofPayload = valueAt(signedStatement(), ['dsseEnvelope', 'signatures', 0, 'sig'])
    const message = {
      messageDigest: {algorithm: 'SHA2_256', digest: Buffer.from(digests.sha256 ?? '', 'hex').toString('base64')},
      signature: ofPayload,
    }
    const material = {publicKey: {hint: ''}, tlogEntries: []}
    expect(await verdict({mediaType, verificationMaterial: material, messageSignature: message})).toBe(
      'invalid signature-invalid',
    )
  })

  it('says what was not compared', async () => {
    expect(await verdict(signedStatement(), {claim: {artifact: undefined}})).toBe('verified')
    expect(notCovered).toEqual(['the subject of the statement: no artifact was given to compare it with'])
    expect(checked).toEqual(['signature'])
  })

  it('is held to its log entry and its timestamp, where it has them', async () => {
    const bundle = signedStatement()
    const signature = Buffer.from(String(valueAt(bundle, ['dsseEnvelope', 'signatures', 0, 'sig'])), 'base64')
    const payload = Buffer.from(String(valueAt(bundle, ['dsseEnvelope', 'payload'])), 'base64')
    const pem = String(keys.publicKey.export({type: 'spki', format: 'pem'}))
    const entry = sigstore.log.entry({signature, payload, signer: pem}, signedAt)
    const stamp = {
      rfc3161Timestamps: [{signedTimestamp: sigstore.timestamps.stamp(signature, signedAt).toString('base64')}],
    }
    const logged = withValue(bundle, ['verificationMaterial', 'tlogEntries'], [entry])
    expect(await verdict(logged)).toBe('verified')
    expect(checked).toEqual(['transparency log', 'signature', 'subject digest'])
    expect(await verdict(withValue(bundle, ['verificationMaterial', 'timestampVerificationData'], stamp))).toBe(
      'verified',
    )
    expect(checked).toEqual(['timestamp', 'signature', 'subject digest'])
    const otherEntry = valueAt(sigstore.signStatement(JSON.stringify(statementOf())), [
      'verificationMaterial',
      'tlogEntries',
      0,
    ])
    expect(await verdict(withValue(bundle, ['verificationMaterial', 'tlogEntries'], [otherEntry]))).toBe(
      'invalid tlog-body',
    )
    const otherStamp = {
      rfc3161Timestamps: [{signedTimestamp: sigstore.timestamps.stamp(payload, signedAt).toString('base64')}],
    }
    expect(await verdict(withValue(bundle, ['verificationMaterial', 'timestampVerificationData'], otherStamp))).toBe(
      'invalid timestamp',
    )
  })

  it('may sign bare bytes', async () => {
    const signature = sign('sha256', bytes, keys.privateKey).toString('base64')
    const digest = Buffer.from(digests.sha256 ?? '', 'hex').toString('base64')
    const bundle = {
      mediaType,
      verificationMaterial: {publicKey: {hint: ''}, tlogEntries: []},
      messageSignature: {messageDigest: {algorithm: 'SHA2_256', digest}, signature},
    }
    expect(await verdict(bundle)).toBe('verified')
    expect(checked).toEqual(['signature', 'bytes of the artifact'])
    expect(await verdict(bundle, {claim: {predicateTypes: ['https://example.com/v1']}})).toBe('invalid predicate-type')
    expect(await verdict(bundle, {claim: {artifact: undefined}})).toBe('unverifiable artifact-missing')
    expect(await verdict(bundle, {claim: {artifact: artifactOfBytes(Buffer.from('other'))}})).toBe(
      'invalid signature-invalid',
    )
  })
})

describe('a bundle signed by a certificate of an own authority', () => {
  const root = issue({name: 'root', extensions: authority})
  const leaf = issue({
    name: 'leaf',
    issuer: root,
    extensions: [...signerUsage, altNames(generalName('DNS', 'a.test'), generalName('email', maker.identity))],
    notBefore: signedAt,
  })
  const material = {x509CertificateChain: {certificates: [{rawBytes: leaf.der.toString('base64')}]}}
  const bundle = signedStatement(undefined, {by: leaf, material})

  it('is verified down from a root, and by name where one is asked for', async () => {
    expect(await verdict(bundle, {trusted: [], roots: [root]})).toBe('verified')
    expect(checked).toEqual(['certificate chain', 'signature', 'subject digest'])
    expect(await verdict(bundle, {trusted: [], roots: [root], identity: {identity: maker.identity}})).toBe('verified')
    expect(await verdict(bundle, {trusted: [], roots: [root], identity: {identity: 'other@acme.example'}})).toBe(
      'invalid identity-mismatch',
    )
    expect(await verdict(bundle, {trusted: [], roots: [root], identity: {issuer: maker.issuer}})).toBe(
      'invalid issuer-mismatch',
    )
  })

  it('is held to its timestamps, where it has them', async () => {
    const stamp = (content: Buffer, at: Date): Buffer => sigstore.timestamps.stamp(content, at)
    const signature = Buffer.from(String(valueAt(bundle, ['dsseEnvelope', 'signatures', 0, 'sig'])), 'base64')
    const stamped = (...answers: readonly Buffer[]): Json =>
      withValue(bundle, ['verificationMaterial', 'timestampVerificationData'], {
        rfc3161Timestamps: answers.map(answer => ({signedTimestamp: answer.toString('base64')})),
      })
    const right = stamp(signature, signedAt)
    const asked = {trusted: [], roots: [root]}
    const early = stamp(signature, new Date(signedAt.getTime() - 1000))
    expect(await verdict(stamped(early), asked)).toBe('invalid cert-expired')
    expect(await verdict(stamped(right, early), asked)).toBe('invalid cert-expired')
    expect(await verdict(stamped(right), asked)).toBe('verified')
    expect(checked).toContain('timestamp')
    expect(await verdict(stamped(right, stamp(Buffer.from('other'), signedAt)), asked)).toBe('invalid timestamp')
    expect(await verdict(stamped(new Sigstore().timestamps.stamp(signature, signedAt)), asked)).toBe(
      'invalid timestamp',
    )
  })

  it('is refused otherwise', async () => {
    expect(await verdict(bundle, {trusted: []})).toBe('unverifiable roots-missing')
    expect(await verdict(bundle)).toBe('invalid key-mismatch')
    expect(await verdict(bundle, {trusted: [], identity: maker})).toBe('invalid tlog-missing')
    expect(await verdict(signedStatement(undefined, {material}), {trusted: [], roots: [root]})).toBe(
      'invalid signature-invalid',
    )
    const [whole] = material.x509CertificateChain.certificates
    for (const certificates of [[], [{rawBytes: ''}], [whole, {rawBytes: ''}]]) {
      const none = signedStatement(undefined, {by: leaf, material: {x509CertificateChain: {certificates}}})
      expect(await verdict(none, {trusted: [], roots: [root]})).toBe('invalid bundle-malformed')
    }
  })
})

describe('what a statement says', () => {
  const weights = {name: 'weights.bin', digest: digests}
  const wrong = 'ab'.repeat(32)

  it('tells which of its digests were not compared', async () => {
    const known = {...digests, sha1: artifact.digest('sha1')}
    const other = {name: 'other', digest: {gitTree: 'x'}}
    const subject = [{...weights, digest: {...known, gitCommit: 'x', SHA256: 'y'}}, other]
    expect(await verdict(signedStatement(statementOf({subject})))).toBe('verified')
    expect(notCovered).toEqual(
      ['SHA256', 'gitCommit'].map(name => `the digest by "${name}" that is stated: it was not compared`),
    )
  })

  it.each<[string, Json, Asked?]>([
    ['in version 0.1', {_type: 'https://in-toto.io/Statement/v0.1'}],
    ['of several subjects', {subject: [{name: 'other', digest: {sha256: wrong}}, weights]}],
    ['with a digest that is not known here', {subject: [{...weights, digest: {...digests, gitCommit: 'x'}}]}],
    [
      'with a right weak digest',
      {subject: [{...weights, digest: {...digests, sha1: artifact.digest('sha1'), md5: artifact.digest('md5')}}]},
    ],
    ...(['sha224', 'sha512_256', 'sha3_256', 'blake2b'] as const).map((name): [string, Json] => [
      `with a right digest by ${name}`,
      {subject: [{...weights, digest: {...digests, [name]: artifact.digest(name)}}]},
    ]),
    [
      'of a type that was asked for',
      {},
      {claim: {predicateTypes: ['https://example.com/v0', 'https://example.com/v1']}},
    ],
    ['of digests alone', {}, {claim: {artifact: artifactOfDigests(new Map([['sha512', digests.sha512 ?? '']]))}}],
  ])('is taken %s', async (_name, more, asked) => {
    expect(await verdict(signedStatement(statementOf(more)), asked)).toBe('verified')
  })

  it.each<[string, string, Json | string, Asked?]>([
    ['another type of statement', 'statement-type', statementOf({_type: 'https://example.com/Statement/v1'})],
    ['no statement', 'statement-type', '[]'],
    ['no JSON', 'statement-malformed', '{'],
    ['a name twice', 'statement-malformed', JSON.stringify(statementOf()).replace('{', '{"subject":[],')],
    ['subjects that are not a list', 'statement-malformed', statementOf({subject: weights})],
    ['a subject that is not an object', 'statement-malformed', statementOf({subject: [weights, null]})],
    ...['Subject', 'PredicateType', 'predicate_type', 'Predicate', 'type'].map((name): [string, string, Json] => [
      `another spelling of a field: ${name}`,
      'statement-malformed',
      statementOf({[name]: 'x'}),
    ]),
    [
      'another spelling of a digest’s field',
      'statement-malformed',
      statementOf({subject: [{...weights, Digest: {sha256: wrong}}]}),
    ],
    ['another predicate', 'predicate-type', statementOf(), {claim: {predicateTypes: ['https://example.com/v2']}}],
    [
      'no predicate',
      'predicate-type',
      withValue(statementOf(), ['predicateType'], undefined),
      {claim: {predicateTypes: ['https://example.com/v1']}},
    ],
    ['no subject', 'subject-digest', statementOf({subject: []})],
    ['no list of subjects', 'subject-digest', withValue(statementOf(), ['subject'], undefined)],
    ['no subject of that name', 'subject-name', statementOf({subject: [{...weights, name: 'Weights.bin'}]})],
    ['a subject without a name', 'subject-name', statementOf({subject: [{digest: digests}]})],
    ...[3, 4].map((count): [string, string, Json] => [
      `${count} other subjects`,
      'subject-name',
      statementOf({subject: Array.from({length: count}, (_, index) => ({name: `${index + 1}`, digest: digests}))}),
    ]),
    ['a wrong digest', 'subject-digest', statementOf({subject: [{...weights, digest: {sha256: wrong}}]})],
    [
      'a right digest in capitals',
      'subject-digest',
      statementOf({subject: [{...weights, digest: {sha256: digests.sha256?.toUpperCase()}}]}),
    ],
    [
      'the beginning of a digest',
      'subject-digest',
      statementOf({subject: [{...weights, digest: {sha256: digests.sha256?.slice(0, 32)}}]}),
    ],
    [
      'a right and a wrong strong digest',
      'subject-digest',
      statementOf({subject: [{...weights, digest: {...digests, sha256: wrong}}]}),
    ],
    [
      'a right strong and a wrong weak digest',
      'subject-digest',
      statementOf({subject: [{...weights, digest: {...digests, md5: 'ab'.repeat(16)}}]}),
    ],
    ...(['sha224', 'sha512_256', 'sha3_256', 'blake2b', 'blake2s'] as const).map((name): [string, string, Json] => [
      `a right digest and a wrong one by ${name}`,
      'subject-digest',
      statementOf({subject: [{...weights, digest: {...digests, [name]: '00'.repeat(32)}}]}),
    ]),
    [
      'a right weak and a wrong strong digest',
      'subject-digest',
      statementOf({subject: [{...weights, digest: {md5: artifact.digest('md5'), sha256: wrong}}]}),
    ],
    ['a digest that is a number', 'subject-digest', statementOf({subject: [{...weights, digest: {sha256: 7}}]})],
    [
      'the name twice, once with other bytes',
      'subject-digest',
      statementOf({subject: [weights, {...weights, digest: {sha256: wrong}}]}),
    ],
    [
      'weak digests alone',
      'hash-algorithm',
      statementOf({subject: [{...weights, digest: {md5: artifact.digest('md5'), sha1: artifact.digest('sha1')}}]}),
    ],
    ['no digest', 'hash-algorithm', statementOf({subject: [{name: 'weights.bin'}]})],
    ['digests that are not an object', 'hash-algorithm', statementOf({subject: [{...weights, digest: 'x'}]})],
  ])('is refused with %s', async (_name, code, statement, asked) => {
    expect(await verdict(signedStatement(statement), asked)).toBe(`invalid ${code}`)
  })

  it('is refused in a payload of another type', async () => {
    expect(await verdict(signedStatement(undefined, {payloadType: 'application/json'}))).toBe('invalid payload-type')
    expect(await verdict(withValue(signedStatement(), ['dsseEnvelope', 'payloadType'], 'application/json'))).toBe(
      'invalid signature-invalid',
    )
    expect(await verdict(withValue(signedStatement(), ['dsseEnvelope', 'payloadType'], 7))).toBe(
      'invalid bundle-malformed',
    )
  })
})

describe('the form of a bundle', () => {
  const keyless = sigstore.signStatement(JSON.stringify(statementOf()))
  const entry = ['verificationMaterial', 'tlogEntries', 0] as const
  const form = (bundle: Json): string => {
    try {
      assertLogForm(parseBundle(JSON.stringify(bundle)))
      return 'fine'
    } catch (error) {
      return String(Reflect.get(Object(error), 'code'))
    }
  }
  const inChain = (version: string): Json => {
    const certificate = valueAt(keyless, ['verificationMaterial', 'certificate'])
    return {
      ...keyless,
      mediaType: `application/vnd.dev.sigstore.bundle+json;version=${version}`,
      verificationMaterial: {x509CertificateChain: {certificates: [certificate]}},
    }
  }

  it.each<[string, string, Json]>([
    ['fine', 'with a log entry', keyless],
    ['fine', 'by a key, without one', signedStatement()],
    ['fine', 'by an own authority, without one', {...inChain('0.3'), mediaType}],
    [
      'tlog-missing',
      'of a short-lived certificate without one',
      withValue(keyless, ['verificationMaterial', 'tlogEntries'], []),
    ],
    ['tlog-missing', 'of version 0.1 without one', inChain('0.1')],
    ['tlog-missing', 'of version 0.2 without one', inChain('0.2')],
    ['tlog-inclusion', 'with an entry without a proof', withValue(keyless, [...entry, 'inclusionProof'], undefined)],
    ['bundle-malformed', 'with an entry of no log', withValue(keyless, [...entry, 'logId'], undefined)],
    ['bundle-malformed', 'with an entry of no kind', withValue(keyless, [...entry, 'kindVersion', 'kind'], undefined)],
    [
      'bundle-malformed',
      'with an entry of no version',
      withValue(keyless, [...entry, 'kindVersion', 'version'], undefined),
    ],
    [
      'bundle-malformed',
      'with an entry without a body',
      withValue(keyless, [...entry, 'canonicalizedBody'], undefined),
    ],
  ])('is %s %s', (expected, _name, bundle) => {
    expect(form(bundle)).toBe(expected)
  })

  it.each<[string, Json]>([
    [
      'a media type that is not known',
      withValue(signedStatement(), ['mediaType'], 'application/vnd.dev.sigstore.bundle.v0.2+json'),
    ],
    ['a hint that is not text', withValue(signedStatement(), ['verificationMaterial', 'publicKey', 'hint'], 7)],
    ['material that is not an object', withValue(signedStatement(), ['verificationMaterial', 'publicKey'], 'key')],
    ['two kinds of material', withValue(signedStatement(), ['verificationMaterial', 'certificate'], 'x')],
    ['an empty certificate', withValue(keyless, ['verificationMaterial', 'certificate', 'rawBytes'], '')],
    ['both kinds of content', {...signedStatement(), messageSignature: {}}],
    ['a list in place of a bundle', Object([])],
    [
      'timestamps that are not an object',
      withValue(keyless, ['verificationMaterial', 'timestampVerificationData'], 'x'),
    ],
    [
      'timestamps that are not a list',
      withValue(keyless, ['verificationMaterial', 'timestampVerificationData', 'rfc3161Timestamps'], {}),
    ],
    ['a number with a sign', withValue(keyless, [...entry, 'logIndex'], '-1')],
    [
      'a checkpoint in a list',
      withValue(
        keyless,
        [...entry, 'inclusionProof', 'checkpoint', 'envelope'],
        [valueAt(keyless, [...entry, 'inclusionProof', 'checkpoint', 'envelope'])],
      ),
    ],
    ['a kind in a list', withValue(keyless, [...entry, 'kindVersion', 'kind'], ['dsse'])],
    ['a version in a list', withValue(keyless, [...entry, 'kindVersion', 'version'], ['0.0.1'])],
    ['a key id that is not text', withValue(signedStatement(), ['dsseEnvelope', 'signatures', 0, 'keyid'], {})],
    ['a number with a zero before it', withValue(keyless, [...entry, 'integratedTime'], '01')],
    ['a number with a fraction', withValue(keyless, [...entry, 'logIndex'], 1.5)],
    ['a hash that is not base64', withValue(keyless, [...entry, 'inclusionProof', 'hashes', 0], '*')],
    [
      '33 log entries',
      withValue(
        keyless,
        ['verificationMaterial', 'tlogEntries'],
        Array.from({length: 33}, (_, index) => ({canonicalizedBody: Buffer.from([index]).toString('base64')})),
      ),
    ],
    [
      'a checkpoint without a line break at its end',
      withValue(
        keyless,
        [...entry, 'inclusionProof', 'checkpoint', 'envelope'],
        String(valueAt(keyless, [...entry, 'inclusionProof', 'checkpoint', 'envelope'])).trimEnd(),
      ),
    ],
    [
      'a checkpoint with a line too much',
      withValue(
        keyless,
        [...entry, 'inclusionProof', 'checkpoint', 'envelope'],
        `${valueAt(keyless, [...entry, 'inclusionProof', 'checkpoint', 'envelope'])}more\n`,
      ),
    ],
  ])('is refused with %s', (_name, bundle) => {
    expect(form(bundle)).toBe('bundle-malformed')
  })
})
