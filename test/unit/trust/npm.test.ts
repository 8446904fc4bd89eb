import {generateKeyPairSync, sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {parseRegistryKeys, type RegistryKey, readRegistryKeys} from '../../../src/trust/keys/npm-keys.ts'
import {
  integrityHex,
  type NpmPackage,
  type Provenance,
  parseSignatures,
  verifyAttestations,
  verifyRegistrySignature,
} from '../../../src/trust/registries/npm.ts'
import {preAuthEncoding} from '../../../src/trust/sigstore/dsse.ts'
import {ecKeys} from '../../support/certificates.ts'
import {builtBy, type Claims, inToto, issuedBy, named, Sigstore, signedAt} from '../../support/sigstore.ts'
import type {Json} from '../../support/transparency-log.ts'
import {valueAt, verdictOf, withValue} from '../../support/verdict.ts'

const sigstore = new Sigstore()
const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'prime256v1'})
const spki = publicKey.export({type: 'spki', format: 'der'}).toString('base64')
const keyid = 'SHA256:test'
const sha512 = Buffer.alloc(64, 7)
const wanted: NpmPackage = {name: '@acme/tools', version: '1.2.3', integrity: `sha512-${sha512.toString('base64')}`}
const keys = parseRegistryKeys({keys: [{keyid, key: spki, expires: '2026-06-01T00:00:00.000Z'}]})

const publishType = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1'
const provenanceType = 'https://slsa.dev/provenance/v1'
const subject = [{name: 'pkg:npm/%40acme/tools@1.2.3', digest: {sha512: sha512.toString('hex')}}]
const statementOf = (predicateType: string, more: Json = {}): string =>
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType,
    predicate: {name: wanted.name, version: wanted.version},
    ...more,
  })

function published(more: Json = {}, hint = keyid): Json {
  const payload = Buffer.from(statementOf(publishType, more))
  const sig = sign('sha256', preAuthEncoding(inToto, payload), privateKey).toString('base64')
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
    verificationMaterial: {publicKey: {hint}, tlogEntries: []},
    dsseEnvelope: {payload: payload.toString('base64'), payloadType: inToto, signatures: [{sig, keyid: hint}]},
  }
}

const build = builtBy('acme/tools', 'release.yml')
const provenance = (more: Json = {}, claims: Claims = build): Json =>
  sigstore.signStatement(statementOf(provenanceType, more), claims)
const publishAttestation = {predicateType: publishType, bundle: published()}
const provenanceAttestation = {predicateType: provenanceType, bundle: provenance()}

interface Asked {
  readonly sourceRepository?: string
  readonly identity?: string
  readonly issuer?: string
  readonly anyone?: boolean
}

let told: Provenance | undefined
let notCovered: readonly string[] = []
let trusted: readonly string[] = []

function verdict(
  attestations: unknown,
  builder: Asked = {sourceRepository: 'https://github.com/acme/tools'},
  registryKeys: readonly RegistryKey[] = keys,
): Promise<string> {
  return verdictOf(trail => {
    told = verifyAttestations({attestations}, wanted, {root: sigstore.root, keys: registryKeys, builder}, trail)
    notCovered = trail.notCovered
    trusted = trail.trust
    return told?.signed ?? {signer: 'npm'}
  })
}

describe('attestations of npm', () => {
  it('are verified together, and tell where the package was built', async () => {
    expect(await verdict([publishAttestation, provenanceAttestation])).toBe('verified')
    expect(trusted).toContain(sigstore.root.name)
    expect(told).toMatchObject({
      predicateType: provenanceType,
      sourceRepository: 'https://github.com/acme/tools',
      sourceDigest: '0'.repeat(40),
      buildConfig: 'https://github.com/acme/tools/.github/workflows/release.yml@refs/tags/v1.0.0',
      signed: {issuer: 'https://token.actions.githubusercontent.com'},
    })
    expect(await verdict([publishAttestation])).toBe('verified')
    expect(told).toBeUndefined()
    expect(await verdict([publishAttestation, provenanceAttestation], {anyone: true})).toBe('verified')
  })

  it('tell what they hold besides', async () => {
    const other = {
      predicateType: 'https://example.com/v1',
      bundle: sigstore.signStatement(statementOf('https://example.com/v1')),
    }
    expect(await verdict([publishAttestation, other])).toBe('verified')
    expect(notCovered).toEqual(['an attestation of type https://example.com/v1'])
  })

  const withBundle = (bundle: Json, predicateType = publishType): unknown => [{predicateType, bundle}]
  const withProvenance = (more: Json, claims?: Claims): unknown => [
    publishAttestation,
    {predicateType: provenanceType, bundle: provenance(more, claims)},
  ]
  it.each<[string, string, unknown]>([
    ['nothing', 'attestation-missing', []],
    ['no list', 'bundle-malformed', 'none'],
    ['an item that is not an object', 'bundle-malformed', [publishAttestation, null]],
    ['no publish attestation', 'attestation-missing', [provenanceAttestation]],
    ['a label other than the signed type', 'predicate-type', withBundle(published(), provenanceType)],
    [
      'a publish attestation by a certificate',
      'key-mismatch',
      withBundle(sigstore.signStatement(statementOf(publishType))),
    ],
    ['an unknown key', 'key-unknown', withBundle(published({}, 'SHA256:other'))],
    [
      'another signature',
      'signature-invalid',
      withBundle(withValue(published(), ['dsseEnvelope', 'signatures', 0, 'sig'], 'MAYCAQECAQE=')),
    ],
    ['bytes that are signed bare', 'payload-type', withBundle(sigstore.signBytes(Buffer.from('x')))],
    [
      'another package',
      'subject-name',
      withBundle(published({subject: [{...subject[0], name: 'pkg:npm/%40acme/other@1.2.3'}]})),
    ],
    [
      'other bytes',
      'subject-digest',
      withBundle(published({subject: [{...subject[0], digest: {sha512: 'ab'.repeat(64)}}]})),
    ],
    ['two subjects', 'subject-count', withBundle(published({subject: [...subject, ...subject]}))],
    [
      'another package in the predicate',
      'predicate-content',
      withBundle(published({predicate: {name: '@acme/other', version: '1.2.3'}})),
    ],
    [
      'another version in the predicate',
      'predicate-content',
      withBundle(published({predicate: {name: wanted.name, version: '1.2.4'}})),
    ],
    [
      'a provenance by a key',
      'key-mismatch',
      [publishAttestation, {predicateType: provenanceType, bundle: published({predicateType: provenanceType})}],
    ],
    [
      'a provenance of another package',
      'subject-name',
      withProvenance({subject: [{...subject[0], name: 'pkg:npm/other@1.2.3'}]}),
    ],
    [
      'a second provenance of another package',
      'subject-name',
      [
        publishAttestation,
        provenanceAttestation,
        {predicateType: provenanceType, bundle: provenance({subject: [{...subject[0], name: 'x'}]})},
      ],
    ],
    ['a build from another repository', 'source-mismatch', withProvenance({}, builtBy('evil/tools', 'release.yml'))],
    [
      'a build from nowhere',
      'source-mismatch',
      withProvenance({}, {extensions: issuedBy('https://gitlab.com'), names: named('URI', 'https://gitlab.com/x')}),
    ],
    [
      'a builder that npm does not know',
      'issuer-mismatch',
      withProvenance({}, {extensions: issuedBy('https://evil.test')}),
    ],
  ])('are refused with %s', async (_name, code, attestations) => {
    expect(await verdict(attestations)).toBe(`invalid ${code}`)
  })

  const stated = (repository: string, commit: string, path: string): Json => ({
    buildDefinition: {
      externalParameters: {workflow: {repository, path, ref: 'refs/tags/v1.0.0'}},
      resolvedDependencies: [{uri: `git+${repository}@refs/tags/v1.0.0`, digest: {gitCommit: commit}}],
    },
  })
  const statedOld = (uri: string, sha1?: string): Json => ({invocation: {configSource: {uri, digest: {sha1}}}})
  const [source, commit, path] = ['https://github.com/acme/tools', '0'.repeat(40), '.github/workflows/release.yml']
  const of = (predicate: Json, version = 'v1'): unknown => {
    const predicateType = `https://slsa.dev/provenance/${version}`
    return [publishAttestation, {predicateType, bundle: provenance({predicate, predicateType})}]
  }

  it.each<[string, unknown]>([
    ['in version 1', of(stated(source, commit, path))],
    ['in version 0.2', of(statedOld(`git+${source}@refs/tags/v1.0.0`, commit), 'v0.2')],
    ['with the address of a clone', of(statedOld(`git+${source}.git`), 'v0.2')],
    ['of which it tells nothing', of({buildDefinition: {externalParameters: {source: 'https://github.com/x/y'}}})],
  ])('may tell the source that the certificate names: %s', async (_name, attestations) => {
    expect(await verdict(attestations)).toBe('verified')
  })

  it.each<[string, unknown]>([
    ['another repository', of(stated('https://github.com/evil/tools', commit, path))],
    ['another commit', of(stated(source, '1'.repeat(40), path))],
    ['another workflow', of(stated(source, commit, '.github/workflows/release.y'))],
    ['another repository in version 0.2', of(statedOld('git+https://github.com/acme/tool@refs/heads/main'), 'v0.2')],
    ['another commit in version 0.2', of(statedOld(`git+${source}@refs/heads/main`, '1'.repeat(40)), 'v0.2')],
  ])('are invalid where the provenance tells %s than the certificate', async (_name, attestations) => {
    expect(await verdict(attestations)).toBe('invalid source-mismatch')
  })

  it('need somebody to be named, and the right one', async () => {
    const all = [publishAttestation, provenanceAttestation]
    const identity = 'https://github.com/acme/tools/.github/workflows/release.yml@refs/tags/v1.0.0'
    expect(await verdict(all, {})).toBe('unverifiable identity-missing')
    expect(await verdict(all, {identity})).toBe('verified')
    expect(await verdict(all, {identity: `${identity}x`})).toBe('invalid identity-mismatch')
    expect(await verdict(all, {identity, issuer: 'https://gitlab.com'})).toBe('invalid issuer-mismatch')
  })

  it('cannot be decided for a package without a SHA-512', async () => {
    const answer = {attestations: [publishAttestation]}
    const trust = {root: sigstore.root, keys, builder: {anyone: true}}
    expect(
      await verdictOf(
        trail => verifyAttestations(answer, {...wanted, integrity: 'sha1-AAAA'}, trust, trail)?.signed ?? {signer: ''},
      ),
    ).toBe('unverifiable artifact-missing')
  })
})

describe('the registry’s signature over a version', () => {
  const signature = sign(
    'sha256',
    Buffer.from(`${wanted.name}@${wanted.version}:${wanted.integrity}`),
    privateKey,
  ).toString('base64')
  const judge = (signatures: readonly {keyId: string; signature: string}[], publishedAt?: Date): Promise<string> =>
    verdictOf(() => verifyRegistrySignature(wanted, signatures, keys, publishedAt))

  it('is verified, up to the end of its key', async () => {
    expect(await judge([{keyId: keyid, signature}])).toBe('verified')
    expect(await judge([{keyId: keyid, signature}], new Date('2026-06-01T00:00:00Z'))).toBe('verified')
    expect(await judge([{keyId: keyid, signature}], new Date('2026-06-01T00:00:01Z'))).toBe('invalid key-expired')
  })

  it('is by a key that the registry has for it', async () => {
    const by = (usage: RegistryKey['usage']): Promise<string> =>
      verdictOf(() =>
        verifyRegistrySignature(
          wanted,
          [{keyId: keyid, signature}],
          keys.filter(key => key.usage === usage),
        ),
      )
    expect(await by('npm:signatures')).toBe('verified')
    expect(await by('npm:attestations')).toBe('invalid key-unknown')
  })

  it.each<[string, string, {keyId: string; signature: string}[]]>([
    ['none', 'signature-missing', []],
    ['an unknown key', 'key-unknown', [{keyId: 'SHA256:other', signature}]],
    ['a wrong one', 'signature-invalid', [{keyId: keyid, signature: 'MAYCAQECAQE='}]],
    [
      'a right and a wrong one',
      'signature-invalid',
      [
        {keyId: keyid, signature},
        {keyId: keyid, signature: 'MAYCAQECAQE='},
      ],
    ],
    ['a line break in it', 'signature-invalid', [{keyId: keyid, signature: `${signature}\n`}]],
  ])('is refused with %s', async (_name, code, signatures) => {
    expect(await judge(signatures)).toBe(`invalid ${code}`)
  })

  it('is read from a version, each of them whole', () => {
    expect(parseSignatures({signatures: [{keyid, sig: signature}]})).toEqual([{keyId: keyid, signature}])
    expect(parseSignatures({})).toEqual([])
    for (const signatures of [[{keyid}], [{sig: signature}], [null], {keyid, sig: signature}]) {
      expect(() => parseSignatures({signatures})).toThrow(expect.objectContaining({code: 'registry-answer'}))
    }
  })
})

describe('integrityHex', () => {
  const base64 = sha512.toString('base64')
  it.each([
    [`sha512-${base64}`, sha512.toString('hex')],
    [`sha1-AAAA sha512-${base64}?x`, sha512.toString('hex')],
    [`sha512-${base64} sha512-${base64}`, sha512.toString('hex')],
    ['sha1-AAAA', undefined],
    [`xsha512-${base64}`, undefined],
    ['sha512-AAAA', undefined],
    ['', undefined],
  ])('of %s', (integrity, hex) => {
    expect(integrityHex(integrity)).toBe(hex)
  })

  it('takes no two digests, and no stray signs', () => {
    for (const integrity of [
      `sha512-${base64} sha512-${Buffer.alloc(64, 8).toString('base64')}`,
      `sha512-${base64} sha512-AAAA`,
      'sha512-A*',
    ]) {
      expect(() => integrityHex(integrity)).toThrow(expect.objectContaining({code: 'subject-digest'}))
    }
  })
})

describe('the keys of a registry', () => {
  const tuf = (more: Json = {}): Json => ({
    keyId: 'k',
    keyUsage: 'npm:attestations',
    publicKey: {rawBytes: spki, validFor: {start: '2020-01-01T00:00:00Z'}},
    ...more,
  })

  it('are read in both forms', () => {
    expect(keys.map(({usage, end}) => [usage, end?.getUTCFullYear()])).toEqual([
      ['npm:signatures', 2026],
      ['npm:attestations', 2026],
    ])
    expect(parseRegistryKeys({keys: [tuf(), tuf({keyUsage: 'other'})]})).toMatchObject([
      {keyId: 'k', usage: 'npm:attestations', start: new Date('2020-01-01T00:00:00Z'), end: undefined},
    ])
    expect(readRegistryKeys(JSON.stringify({keys: [tuf()]}), 'keys.json')).toHaveLength(1)
  })

  it.each([
    {keytype: 'ecdsa-sha2-nistp384'},
    {scheme: 'ecdsa-sha2-nistp384'},
    {keytype: 'rsa'},
    {publicKey: {rawBytes: spki, keyDetails: 'PKIX_ECDSA_P384_SHA_384'}, keyUsage: 'npm:signatures', keyId: 'k'},
  ])('are none under the label of another kind of key: %o', label => {
    expect(() => parseRegistryKeys({keys: [{keyid, key: spki, ...label}]})).toThrow('label of another kind of key')
  })

  it('are as their labels say', () => {
    const label = {keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256'}
    expect(parseRegistryKeys({keys: [{keyid, key: spki, ...label}]})).toHaveLength(2)
  })

  it('are used from their first moment to their last', async () => {
    const bundle = published()
    const payload = Buffer.from(statementOf(publishType))
    const signature = Buffer.from(String(valueAt(bundle, ['dsseEnvelope', 'signatures', 0, 'sig'])), 'base64')
    const entry = sigstore.log.entry(
      {signature, payload, signer: String(publicKey.export({type: 'spki', format: 'pem'}))},
      signedAt,
    )
    const logged = [
      {predicateType: publishType, bundle: withValue(bundle, ['verificationMaterial', 'tlogEntries'], [entry])},
    ]
    const of = (start: number, end: number): Promise<string> => {
      const at = (seconds: number): Date => new Date(signedAt.getTime() + seconds * 1000)
      return verdict(
        logged,
        {},
        keys.map(key => ({...key, start: at(start), end: at(end)})),
      )
    }
    expect(await of(0, 0)).toBe('verified')
    expect(await of(1, 2)).not.toBe('verified')
    expect(await of(-2, -1)).not.toBe('verified')
  })

  it('are used in their time alone', async () => {
    const late = parseRegistryKeys({keys: [tuf({keyId: keyid})]})
    expect(await verdict([publishAttestation], {}, late)).toBe('verified')
    expect(
      await verdict(
        [publishAttestation],
        {},
        late.map(key => ({...key, usage: 'npm:signatures' as const})),
      ),
    ).toBe('invalid key-unknown')
  })

  const otherSpki = ecKeys().publicKey.export({type: 'spki', format: 'der'}).toString('base64')

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['no keys', '{"keys":[]}'],
    ['another form', '[]'],
    ['a name twice', `{"keys":[],"keys":[{"keyid":"k","key":"${spki}"}]}`],
    ['a key without a name', JSON.stringify({keys: [{key: spki}]})],
    ['a name without a key', JSON.stringify({keys: [{keyid: 'k'}]})],
    ['a key that is not one', JSON.stringify({keys: [{keyid: 'k', key: 'AAAA'}]})],
    [
      'bytes behind the key',
      JSON.stringify({
        keys: [{keyid: 'k', key: Buffer.concat([Buffer.from(spki, 'base64'), Buffer.from([0])]).toString('base64')}],
      }),
    ],
    ['a line break in the key', JSON.stringify({keys: [{keyid: 'k', key: `${spki}\n`}]})],
    ['an end that is not a time', JSON.stringify({keys: [{keyid: 'k', key: spki, expires: 'soon'}]})],
    ['an end that is a number', JSON.stringify({keys: [{keyid: 'k', key: spki, expires: 1}]})],
    [
      'one id for two keys',
      JSON.stringify({
        keys: [
          {keyid: 'k', key: spki},
          {keyid: 'k', key: otherSpki},
        ],
      }),
    ],
  ])('are refused with %s', (_name, text) => {
    expect(() => readRegistryKeys(text, 'keys.json')).toThrow(
      expect.objectContaining({code: 'AIBOM_REGISTRY_KEYS_INVALID'}),
    )
  })
})
