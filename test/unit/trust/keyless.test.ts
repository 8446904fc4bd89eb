import {describe, expect, it} from 'vitest'
import {artifactOfBytes, artifactOfDigests} from '../../../src/trust/artifact.ts'
import type {IdentityRule} from '../../../src/trust/identity.ts'
import {parseBundle} from '../../../src/trust/sigstore/bundle.ts'
import {verifyBundle} from '../../../src/trust/sigstore/sigstore-bundle.ts'
import {type DerValue, parseDer} from '../../../src/trust/x509/der.ts'
import {
  basicConstraints,
  ecKeys,
  extendedKeyUsage,
  extension,
  generalName,
  keyUsage,
  pemOf,
  purpose,
  signerUsage,
  usage,
} from '../../support/certificates.ts'
import {integer, nothing, octets, sequence, tlv, utf8} from '../../support/der.ts'
import {
  builtBy,
  type Claims,
  fulcioBare,
  fulcioText,
  issuedBy,
  maker,
  named,
  notAfter,
  notBefore,
  Sigstore,
  signedAt,
} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {valueAt, verdictOf, withValue} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const bytes = Buffer.from('weights')
const artifact = artifactOfBytes(bytes)
const sha256 = artifact.digest('sha256') ?? ''
const statement = JSON.stringify({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{name: 'weights.bin', digest: {sha256}}],
  predicateType: 'https://example.com/v1',
  predicate: {},
})
const material = ['verificationMaterial'] as const
const entry = [...material, 'tlogEntries', 0] as const
const stamp = [...material, 'timestampVerificationData', 'rfc3161Timestamps', 0, 'signedTimestamp'] as const

interface Asked {
  readonly identity?: IdentityRule
  readonly root?: Sigstore
  readonly of?: typeof artifact
}

function verdict(
  bundle: Json | string,
  {identity = maker, root = sigstore, of = artifact}: Asked = {},
): Promise<string> {
  return verdictOf(async trail => {
    const trust = {
      keys: [],
      chain: {roots: [], intermediates: [], at: signedAt},
      root: root.root,
      identity,
      believesHints: true,
    }
    const parsed = parseBundle(typeof bundle === 'string' ? bundle : JSON.stringify(bundle))
    return (await verifyBundle(parsed, {artifact: of, predicateTypes: []}, trust, trail)).signed
  })
}

/** The same with another value in place of one. */
function respelled({tag, bytes, children}: DerValue, from: Buffer, to: Buffer): Buffer {
  if (bytes.equals(from)) return to
  return children.length === 0 ? bytes : tlv(tag, ...children.map(child => respelled(child, from, to)))
}

const signed = sigstore.signStatement(statement)
const signedBytes = sigstore.signBytes(bytes)

describe('a signature by a short-lived certificate', () => {
  it('is verified, over a statement as over bytes, with the name, the issuer and the time of who signed', async () => {
    expect(await verdict(signed)).toBe('verified')
    expect(await verdict(signedBytes)).toBe('verified')
    const trust = {
      keys: [],
      chain: {roots: [], intermediates: [], at: signedAt},
      root: sigstore.root,
      identity: maker,
      believesHints: true,
    }
    const trail = {checked: [], notCovered: [], trust: []}
    const {signed: who, statement: said} = await verifyBundle(
      parseBundle(JSON.stringify(signed)),
      {artifact, predicateTypes: []},
      trust,
      trail,
    )
    expect(who).toEqual({signer: maker.identity, issuer: maker.issuer, signedAt})
    expect(said?.predicateType).toBe('https://example.com/v1')
    expect(trail).toEqual({
      checked: ['certificate', 'transparency log', 'identity', 'signature', 'subject digest'],
      notCovered: [],
      trust: ['trusted root test'],
    })
  })

  it.each<[string, Json]>([
    ['by its log entry alone', withValue(signed, [...material, 'timestampVerificationData'], undefined)],
    ['without the log’s promise, by proof and timestamp', withValue(signed, [...entry, 'inclusionPromise'], undefined)],
    ['with more than the format has', withValue(signed, ['more'], 1)],
  ])('is verified %s', async (_name, bundle) => {
    expect(await verdict(bundle)).toBe('verified')
  })

  it.each<[string, string, Json]>([
    ['no log entry', 'tlog-missing', withValue(signed, [...material, 'tlogEntries'], [])],
    ['no list of log entries', 'tlog-missing', withValue(signed, [...material, 'tlogEntries'], undefined)],
    [
      'an empty place in the list of log entries',
      'bundle-malformed',
      withValue(signed, [...material, 'tlogEntries'], [null]),
    ],
    ['the log entry twice', 'bundle-malformed', withValue(signed, [...entry.slice(0, -1), 1], valueAt(signed, entry))],
    [
      '33 timestamps',
      'bundle-malformed',
      withValue(
        signed,
        stamp.slice(0, -2),
        Array.from({length: 33}, () => ({signedTimestamp: valueAt(signed, stamp)})),
      ),
    ],
    ['no proof', 'tlog-inclusion', withValue(signed, [...entry, 'inclusionProof'], undefined)],
    [
      'the proof of another root',
      'tlog-inclusion',
      withValue(signed, [...entry, 'inclusionProof', 'rootHash'], Buffer.alloc(32).toString('base64')),
    ],
    ['the proof of another size', 'tlog-inclusion', withValue(signed, [...entry, 'inclusionProof', 'treeSize'], '3')],
    [
      'a proof with other hashes',
      'tlog-inclusion',
      withValue(signed, [...entry, 'inclusionProof', 'hashes', 0], Buffer.alloc(32).toString('base64')),
    ],
    [
      'a promise that the log did not make',
      'tlog-set',
      withValue(signed, [...entry, 'inclusionPromise'], valueAt(signedBytes, [...entry, 'inclusionPromise'])),
    ],
    [
      'another time than the log’s',
      'tlog-set',
      withValue(signed, [...entry, 'integratedTime'], String(signedAt.getTime() / 1000 + 1)),
    ],
    [
      'neither promise nor timestamp',
      'timestamp',
      withValue(withValue(signed, [...entry, 'inclusionPromise'], undefined), stamp.slice(0, -3), undefined),
    ],
    ['the timestamp of another signature', 'timestamp', withValue(signed, stamp, valueAt(signedBytes, stamp))],
    [
      'bytes behind the timestamp',
      'bundle-malformed',
      withValue(
        signed,
        stamp,
        Buffer.concat([Buffer.from(String(valueAt(signed, stamp)), 'base64'), Buffer.from([0])]).toString('base64'),
      ),
    ],
    [
      'the log entry of another signature of the same signer',
      'tlog-body',
      withValue(signed, entry, valueAt(sigstore.signStatement(statement), entry)),
    ],
    ['the log entry of bytes', 'tlog-body', withValue(signed, entry, valueAt(signedBytes, entry))],
    [
      'a log entry of a kind other than it says',
      'tlog-body',
      withValue(signed, [...entry, 'kindVersion', 'kind'], 'hashedrekord'),
    ],
    [
      'another payload',
      'signature-invalid',
      withValue(signed, ['dsseEnvelope', 'payload'], Buffer.from('{}').toString('base64')),
    ],
    [
      'another signature',
      'signature-invalid',
      withValue(
        signed,
        ['dsseEnvelope', 'signatures', 0],
        valueAt(sigstore.signStatement(statement), ['dsseEnvelope', 'signatures', 0]),
      ),
    ],
    [
      'the digest of other bytes',
      'subject-digest',
      withValue(signedBytes, ['messageSignature', 'messageDigest', 'digest'], Buffer.alloc(32).toString('base64')),
    ],
    ['no digest', 'bundle-malformed', withValue(signedBytes, ['messageSignature', 'messageDigest'], undefined)],
    [
      'a certificate chain under v0.3',
      'bundle-malformed',
      withValue(withValue(signed, [...material, 'certificate'], undefined), [...material, 'x509CertificateChain'], {
        certificates: [valueAt(signed, [...material, 'certificate'])],
      }),
    ],
    [
      'another certificate of the same name',
      'signature-invalid',
      withValue(
        signed,
        [...material, 'certificate'],
        valueAt(sigstore.signStatement(statement), [...material, 'certificate']),
      ),
    ],
    ['a certificate that is text', 'bundle-malformed', withValue(signed, [...material, 'certificate'], 'certificate')],
  ])('is refused with %s', async (_name, code, bundle) => {
    expect(await verdict(bundle)).toBe(`invalid ${code}`)
  })

  it.each<[string, string, Json | string]>([
    ['the first second of all as its time', 'cert-expired', withValue(signed, [...entry, 'integratedTime'], '1')],
    [
      'a time before its certificate',
      'cert-expired',
      sigstore.signStatement(statement, {}, {at: new Date(notBefore.getTime() - 1000)}),
    ],
    [
      'a time after its certificate',
      'cert-expired',
      sigstore.signStatement(statement, {}, {at: new Date(notAfter.getTime() + 1000)}),
    ],
    [
      'a timestamp after its certificate, and no promise',
      'untrusted-chain',
      withValue(
        sigstore.signStatement(statement, {}, {at: new Date(notAfter.getTime() + 1000)}),
        [...entry, 'inclusionPromise'],
        undefined,
      ),
    ],
    [
      'a certificate that no certificate log knows',
      'untrusted-chain',
      sigstore.signStatement(statement, {withoutSct: true}),
    ],
    [
      'a certificate for servers',
      'cert-usage',
      sigstore.signStatement(statement, {
        usages: [keyUsage(usage.digitalSignature), extendedKeyUsage(purpose.serverAuth)],
      }),
    ],
    ['a certificate for nothing', 'cert-usage', sigstore.signStatement(statement, {usages: [basicConstraints(false)]})],
    [
      'an unknown critical extension',
      'untrusted-chain',
      sigstore.signStatement(statement, {usages: [...signerUsage, extension('1.2.3.4', nothing, true)]}),
    ],
    [
      'an extension twice',
      'bundle-malformed',
      sigstore.signStatement(statement, {usages: [...signerUsage, ...signerUsage]}),
    ],
    [
      'two names in one object of the bundle',
      'bundle-malformed',
      JSON.stringify(signed).replace('{"mediaType"', '{"mediaType":"x","mediaType"'),
    ],
  ])('is refused with %s', async (_name, code, bundle) => {
    expect(await verdict(bundle)).toBe(`invalid ${code}`)
  })

  it('is not believed by another root, nor for other bytes', async () => {
    expect(await verdict(signed, {root: new Sigstore()})).toMatch(/^invalid /)
    expect(await verdict(signed, {of: artifactOfBytes(Buffer.from('other'))})).toBe('invalid subject-digest')
    expect(await verdict(signedBytes, {of: artifactOfBytes(Buffer.from('other'))})).toBe('invalid signature-invalid')
    expect(await verdict(signedBytes, {of: artifactOfDigests(new Map([['sha256', sha256]]))})).toBe(
      'unverifiable artifact-missing',
    )
  })

  it('is never held up by the name of a log', async () => {
    const note = String(valueAt(signed, [...entry, 'inclusionProof', 'checkpoint', 'envelope']))
    for (const name of ['((.+)+)+!', '(', 'log.example.*']) {
      const forged = withValue(
        signed,
        [...entry, 'inclusionProof', 'checkpoint', 'envelope'],
        note.replace('\u2014 log.example', `\u2014 ${name}`),
      )
      expect(await verdict(forged)).toBe('invalid bundle-malformed')
    }
  })

  it('is not believed where Sigstore’s library writes the certificate anew before it verifies it', async () => {
    const short = octets(Buffer.from('x'))
    const long = Buffer.concat([Buffer.from([0x04, 0x81, 0x01]), Buffer.from('x')])
    const extensions = [...issuedBy(maker.issuer), extension('1.2.3.4', short)]
    const shown = (der: Buffer): Buffer => respelled(parseDer(der), octets(short), octets(long))
    expect(await verdict(sigstore.signStatement(statement, {extensions}))).toBe('verified')
    expect(await verdict(sigstore.signStatement(statement, {extensions, shown}))).toBe('invalid bundle-malformed')
  })

  it('is read from the certificate that was verified, whatever stands behind it', async () => {
    const attacker = sigstore.certificate({names: named('email', 'attacker@evil.example')})
    const forged = sigstore.certificate()
    const der = Buffer.concat([attacker.der, Buffer.from(`\n${pemOf(forged.der)}`)])
    expect(await verdict(withValue(signed, [...material, 'certificate', 'rawBytes'], der.toString('base64')))).toBe(
      'invalid bundle-malformed',
    )
  })
})

describe('log entries of other kinds', () => {
  const {der} = sigstore.certificate()
  const base = sigstore.signStatement(statement)
  const signature = Buffer.from(String(valueAt(base, ['dsseEnvelope', 'signatures', 0, 'sig'])), 'base64')
  const payload = Buffer.from(statement)
  const certificate = Buffer.from(String(valueAt(base, [...material, 'certificate', 'rawBytes'])), 'base64')
  const withBody = (body: Json): Json =>
    withValue(base, entry, sigstore.log.entry({signature, payload, signer: certificate}, signedAt, body))
  const payloadHash = {algorithm: 'sha256', value: artifactOfBytes(payload).digest('sha256')}
  const b64 = (value: Buffer | string): string => Buffer.from(value).toString('base64')

  const intoto = (signer: Buffer): Json => ({
    apiVersion: '0.0.2',
    kind: 'intoto',
    spec: {content: {payloadHash, envelope: {signatures: [{sig: b64(b64(signature)), publicKey: b64(pemOf(signer))}]}}},
  })
  const dsseV2 = (signer: Buffer): Json => ({
    apiVersion: '0.0.2',
    kind: 'dsse',
    spec: {
      dsseV002: {
        payloadHash: {algorithm: 'SHA2_256', digest: b64(Buffer.from(String(payloadHash.value), 'hex'))},
        signatures: [
          {
            content: b64(signature),
            verifier: {x509Certificate: {rawBytes: b64(signer)}, keyDetails: 'PKIX_ECDSA_P256_SHA_256'},
          },
        ],
      },
    },
  })
  const dsse = (signer: Buffer): Json => ({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {payloadHash, signatures: [{signature: b64(signature), verifier: b64(pemOf(signer))}]},
  })

  it.each([
    ['intoto 0.0.2', intoto],
    ['dsse 0.0.1', dsse],
    ['dsse 0.0.2', dsseV2],
  ])('of kind %s are verified, and refused under another certificate', async (_name, bodyOf) => {
    expect(await verdict(withBody(bodyOf(certificate)))).toBe('verified')
    expect(await verdict(withBody(bodyOf(der)))).toBe('invalid tlog-body')
  })

  it.each<[string, Json]>([
    ['a digest by another algorithm', withValue(dsse(certificate), ['spec', 'payloadHash', 'algorithm'], 'sha512')],
    ['a digest by no algorithm', withValue(dsse(certificate), ['spec', 'payloadHash', 'algorithm'], undefined)],
    [
      'a digest by another algorithm, in Rekor v2',
      withValue(dsseV2(certificate), ['spec', 'dsseV002', 'payloadHash', 'algorithm'], 'SHA2_512'),
    ],
    [
      'two forms',
      withValue(dsseV2(certificate), ['spec', 'hashedRekordV002'], {
        data: {algorithm: 'SHA2_256', digest: b64(Buffer.alloc(32))},
      }),
    ],
  ])('are refused with %s', async (_name, body) => {
    expect(await verdict(withBody(body))).toBe('invalid tlog-body')
  })

  it('may hold the hash of what was signed, as Rekor v2 does', async () => {
    const pae = Buffer.concat([Buffer.from(`DSSEv1 28 application/vnd.in-toto+json ${payload.length} `), payload])
    const digest = b64(Buffer.from(artifactOfBytes(pae).digest('sha256') ?? '', 'hex'))
    const body = (signer: Buffer, hash: string): Json => ({
      apiVersion: '0.0.2',
      kind: 'hashedrekord',
      spec: {
        hashedRekordV002: {
          data: {algorithm: 'SHA2_256', digest: hash},
          signature: {
            content: b64(signature),
            verifier: {x509Certificate: {rawBytes: b64(signer)}, keyDetails: 'PKIX_ECDSA_P256_SHA_256'},
          },
        },
      },
    })
    expect(await verdict(withBody(body(certificate, digest)))).toBe('verified')
    expect(await verdict(withBody(body(der, digest)))).toBe('invalid tlog-body')
    expect(await verdict(withBody(body(certificate, b64(Buffer.alloc(32)))))).toBe('invalid tlog-body')
    const algorithm = ['spec', 'hashedRekordV002', 'data', 'algorithm']
    expect(await verdict(withBody(withValue(body(certificate, digest), algorithm, 'SHA2_384')))).toBe(
      'invalid tlog-body',
    )
  })

  it.each<[string, string, Json]>([
    [
      'name nobody',
      'tlog-body',
      {apiVersion: '0.0.1', kind: 'dsse', spec: {payloadHash, signatures: [{signature: b64(signature)}]}},
    ],
    [
      'name a key',
      'tlog-body',
      {
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: {
          payloadHash,
          signatures: [
            {
              signature: b64(signature),
              verifier: b64(String(ecKeys().publicKey.export({type: 'spki', format: 'pem'}))),
            },
          ],
        },
      },
    ],
    ['have no spec', 'tlog-body', {apiVersion: '0.0.1', kind: 'dsse'}],
    [
      'are of kind intoto 0.0.1 without the envelope as it was sent',
      'tlog-unsupported',
      {apiVersion: '0.0.1', kind: 'intoto', spec: {}},
    ],
  ])('are not taken where they %s', async (_name, code, body) => {
    expect(await verdict(withBody(body))).toMatch(new RegExp(` ${code}$`))
  })
})

describe('a timestamp', () => {
  it('that its authority refused, or that is none, says nothing', async () => {
    for (const status of [2, 3]) {
      const refused = sequence(sequence(integer(status))).toString('base64')
      expect(await verdict(withValue(signed, stamp, refused))).toBe('invalid timestamp')
    }
    expect(await verdict(withValue(signed, stamp, utf8('x').toString('base64')))).toBe('invalid bundle-malformed')
  })
})

describe('who a short-lived certificate names', () => {
  const claims = (override: Claims): Promise<string> => verdict(sigstore.signStatement(statement, override))
  const email = named('email', maker.identity)
  const from = (repository: string): readonly Buffer[] => [fulcioText(8, maker.issuer), fulcioText(12, repository)]

  it.each<[string, Claims]>([
    ['by the new issuer alone', {extensions: [fulcioText(8, maker.issuer)]}],
    ['by the old issuer alone', {extensions: [fulcioBare(1, maker.issuer)]}],
    ['with spaces in the repository', {extensions: from('a b\u00a0c')}],
    ['as one of several', {names: [...named('DNS', 'a.test'), ...email]}],
  ])('is who was asked for %s', async (_name, override) => {
    expect(await claims(override)).toBe('verified')
  })

  it.each<[string, string, Claims]>([
    ['an e-mail in the field for addresses', 'identity-mismatch', {names: named('URI', maker.identity)}],
    ['an e-mail in the field for hosts', 'identity-mismatch', {names: named('DNS', maker.identity)}],
    [
      'an e-mail in a name of another kind',
      'identity-mismatch',
      {names: [tlv(0xa0, Buffer.from([0x06, 0x03, 0x2a, 0x03, 0x04]), tlv(0xa0, utf8(maker.identity)))]},
    ],
    ['two names in one text', 'identity-mismatch', {names: named('URI', `https://a.test/, email:${maker.identity}`)}],
    ['a name with a NUL in it', 'identity-mismatch', {names: named('email', `${maker.identity}\0.evil.test`)}],
    [
      'a name with its high bits set',
      'identity-mismatch',
      {
        names: named(
          'email',
          Buffer.from(maker.identity).map(byte => byte | 0x80),
        ),
      },
    ],
    ['a name that begins alike', 'identity-mismatch', {names: named('email', `${maker.identity}.evil.test`)}],
    ['an empty name', 'identity-mismatch', {names: named('email', '')}],
    ['no name', 'identity-mismatch', {names: []}],
    [
      'an issuer with its high bits set',
      'issuer-mismatch',
      {
        extensions: [
          extension(
            '1.3.6.1.4.1.57264.1.8',
            tlv(
              0x0c,
              Buffer.from(maker.issuer).map(byte => byte | 0x80),
            ),
          ),
        ],
      },
    ],
    [
      'an old issuer with its high bits set',
      'issuer-mismatch',
      {extensions: [fulcioBare(1, Buffer.from(Buffer.from(maker.issuer).map(byte => byte | 0x80)))]},
    ],
    ['an issuer with a NUL behind it', 'issuer-mismatch', {extensions: [fulcioText(8, `${maker.issuer}\0`)]}],
    ['a repository with a control character', 'source-mismatch', {extensions: from('a\u0085b')}],
    ['a repository with the last control character', 'source-mismatch', {extensions: from('a\u009fb')}],
    ['a repository with DEL', 'source-mismatch', {extensions: from('a\u007fb')}],
    ['a repository with a line break', 'source-mismatch', {extensions: from('a\u001fb')}],
    ['an issuer with a control character', 'issuer-mismatch', {extensions: [fulcioText(8, `${maker.issuer}\u0085`)]}],
    ['two issuers', 'issuer-mismatch', {extensions: [fulcioBare(1, 'https://evil.test'), fulcioText(8, maker.issuer)]}],
    [
      'two issuers the other way round',
      'issuer-mismatch',
      {extensions: [fulcioBare(1, maker.issuer), fulcioText(8, 'https://evil.test')]},
    ],
    ['no issuer', 'issuer-mismatch', {extensions: []}],
    [
      'an issuer in the wrong type',
      'bundle-malformed',
      {extensions: [extension('1.3.6.1.4.1.57264.1.8', octets(Buffer.from(maker.issuer)))]},
    ],
    [
      'an issuer with bytes behind it',
      'bundle-malformed',
      {extensions: [extension('1.3.6.1.4.1.57264.1.8', Buffer.concat([utf8(maker.issuer), nothing]))]},
    ],
    ['an issuer in the old form under the new name', 'bundle-malformed', {extensions: [fulcioBare(8, maker.issuer)]}],
    [
      'an issuer in the new form under the old name',
      'issuer-mismatch',
      {extensions: [fulcioBare(1, utf8(maker.issuer))]},
    ],
    [
      'names that are not a list',
      'bundle-malformed',
      {names: [], extensions: [...issuedBy(maker.issuer), extension('2.5.29.17', nothing)]},
    ],
    [
      'two repositories',
      'source-mismatch',
      {
        extensions: [
          ...issuedBy('https://token.actions.githubusercontent.com'),
          fulcioBare(5, 'acme/a'),
          fulcioText(12, 'https://github.com/acme/b'),
        ],
      },
    ],
    [
      'two commits',
      'source-mismatch',
      {
        extensions: [
          ...issuedBy('https://token.actions.githubusercontent.com'),
          fulcioBare(3, 'a'),
          fulcioText(13, 'b'),
        ],
      },
    ],
    ...['\n', '\u007f', '\u0080', '\u009f'].map((mark): [string, string, object] => [
      `a workflow that is not text: ${JSON.stringify(mark)}`,
      'source-mismatch',
      {extensions: [...issuedBy(maker.issuer), fulcioText(18, `a${mark}b`)]},
    ]),
  ])('is not who was asked for with %s', async (_name, code, override) => {
    expect(await claims(override)).toBe(`invalid ${code}`)
  })

  it('has to be asked for, with the issuer', async () => {
    for (const identity of [{}, {identity: maker.identity}, {issuer: maker.issuer}]) {
      expect(await verdict(signed, {identity})).toMatch(/^unverifiable (identity-missing|roots-missing)$|^unverifiable/)
    }
  })

  it('may be a workflow whose name has a space in it', async () => {
    const bundle = sigstore.signStatement(statement, builtBy('acme/model', 'my release.yml'))
    const identity = {
      identity: 'https://github.com/acme/model/.github/workflows/my release.yml@refs/tags/v1.0.0',
      issuer: 'https://token.actions.githubusercontent.com',
    }
    expect(await verdict(bundle, {identity})).toBe('verified')
  })

  it('may be a workflow', async () => {
    const bundle = sigstore.signStatement(statement, builtBy('acme/model', 'release.yml'))
    const identity = {
      identity: 'https://github.com/acme/model/.github/workflows/release.yml@refs/tags/v1.0.0',
      issuer: 'https://token.actions.githubusercontent.com',
    }
    expect(await verdict(bundle, {identity})).toBe('verified')
    expect(await verdict(bundle, {identity: {...identity, identity: `${identity.identity}0`}})).toBe(
      'invalid identity-mismatch',
    )
  })

  it('is told by the name that was asked for, else by the first that can be', async () => {
    const bundle = parseBundle(
      JSON.stringify(
        sigstore.signStatement(statement, {
          names: [generalName('directory', sequence()), ...named('DNS', 'a.test'), ...email],
        }),
      ),
    )
    const trust = {
      keys: [],
      chain: {roots: [], intermediates: [], at: signedAt},
      root: sigstore.root,
      believesHints: true,
    }
    const ask = async (identity: IdentityRule) =>
      (
        await verifyBundle(
          bundle,
          {artifact, predicateTypes: []},
          {...trust, identity},
          {checked: [], notCovered: [], trust: []},
        )
      ).signed.signer
    expect(await ask(maker)).toBe(maker.identity)
    expect(await ask({identityPattern: '*@acme.example', issuer: maker.issuer})).toBe('a.test')
  })
})
