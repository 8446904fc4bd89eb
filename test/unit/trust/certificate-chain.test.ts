import {constants, createPublicKey, type KeyObject} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {parseCertificates, verifyChain} from '../../../src/trust/certificate-chain.ts'
import {TrustFailure} from '../../../src/trust/failure.ts'
import {
  altNames,
  authority,
  basicConstraints,
  type CertificateDraft,
  commonName,
  ecdsa256,
  ecKeys,
  extendedKeyUsage,
  extension,
  generalName,
  type Issued,
  issue,
  keyUsage,
  nameConstraints,
  pemOf,
  purpose,
  rsa256,
  rsaKeys,
  type SignatureAlgorithm,
  signerUsage,
  usage,
  validFrom,
  validTo,
} from '../../support/certificates.ts'
import {boolean, integer, nothing, oid, sequence, set, tlv, utf8} from '../../support/der.ts'

const dayMs = 86_400_000
const now = new Date('2026-06-01T00:00:00Z')
const mail = altNames(generalName('email', 'maker@example.com'))

const root = issue({name: 'root', extensions: authority})
const impostor = issue({name: 'root', extensions: authority})
const int = issue({name: 'int', issuer: root, extensions: authority})
const leaf = issue({name: 'leaf', issuer: int, extensions: [...signerUsage, mail]})

const authorityOf = (issuer: Issued, draft: Partial<CertificateDraft> = {}): Issued =>
  issue({name: 'below', issuer, extensions: authority, ...draft})
const leafOf = (issuer: Issued, ...extensions: Buffer[]): Issued =>
  issue({name: 'leaf', issuer, extensions: extensions.length > 0 ? extensions : signerUsage})

interface Options {
  readonly roots?: readonly Issued[]
  readonly intermediates?: readonly Issued[]
  readonly at?: Date
}

function verify(chain: readonly (Issued | Buffer)[], {roots = [root], intermediates = [], at = now}: Options = {}) {
  const der = (issued: Issued | Buffer): Buffer => ('der' in issued ? issued.der : issued)
  return verifyChain(chain.map(der), {roots: roots.map(der), intermediates: intermediates.map(der), at})
}

const refusal = (code: string, outcome = 'invalid') => expect.objectContaining({code, outcome})

describe('a certificate of an own authority', () => {
  it('is followed to a root of the user’s, and its key and names are taken', () => {
    const signer = verify([leaf, int])
    expect(signer).toMatchObject({
      names: [{type: 'email', value: 'maker@example.com'}],
      issuer: undefined,
      subject: 'CN=leaf',
    })
    expect(signer.key.equals(leaf.publicKey)).toBe(true)
  })

  it.each<[string, () => unknown]>([
    ['an intermediate that the user gives', () => verify([leaf], {intermediates: [int]})],
    ['certificates in any order, and more than once', () => verify([leaf, root, int, int])],
    ['the root among them', () => verify([leaf, int, root])],
    ['certificates that have nothing to do with it', () => verify([leaf, impostor, int])],
    ['no authority between', () => verify([leafOf(root)])],
    ['an authority that may have none below it', () => through(basicConstraints(true, 0), keyUsage(usage.keyCertSign))],
    ['the certificate itself as the root', () => verify([leaf], {roots: [leaf]})],
    ['the certificate itself as one of several roots', () => verify([leaf], {roots: [impostor, leaf, root]})],
    [
      'the first and the last moment of its time',
      () => [verify([leaf, int], {at: validFrom}), verify([leaf, int], {at: validTo})],
    ],
    ['code signing as the only usage', () => verify([leafOf(root, extendedKeyUsage(purpose.codeSigning))])],
    ['signatures as the only usage', () => verify([leafOf(root, keyUsage(usage.digitalSignature))])],
    ['any purpose', () => verify([leafOf(root, keyUsage(usage.digitalSignature), extendedKeyUsage(purpose.any))])],
    ['a critical policy', () => verify([leafOf(root, ...signerUsage, extension('2.5.29.32', sequence(), true))])],
    [
      'an unknown extension that is not critical',
      () => verify([leafOf(root, ...signerUsage, extension('1.2.3.4', Buffer.from('?')))]),
    ],
  ])('is right with %s', (_name, check) => {
    expect(check).not.toThrow()
  })

  it('takes the path that is right where one of several is not', () => {
    const keys = ecKeys()
    const expired = authorityOf(root, {name: 'twice', keys, notAfter: new Date(now.getTime() - dayMs)})
    const good = authorityOf(root, {name: 'twice', keys})
    const crossSigned = authorityOf(impostor, {name: 'twice', keys})
    for (const order of [
      [expired, crossSigned, good],
      [good, expired, crossSigned],
    ])
      expect(() => verify([leafOf(good), ...order])).not.toThrow()
    expect(() => verify([leafOf(good), expired, crossSigned])).toThrow(refusal('cert-expired'))
  })

  it('leads to an authority by its name too, not by its key alone', () => {
    const renamed = issue({name: 'leaf', issuer: {...root, subject: commonName('another')}, extensions: signerUsage})
    expect(() => verify([renamed])).toThrow(refusal('untrusted-chain'))
    const below = issue({name: 'leaf', issuer: {...int, subject: commonName('another')}, extensions: signerUsage})
    expect(() => verify([below, int])).toThrow(refusal('untrusted-chain'))
  })

  it.each<[string, string, () => unknown]>([
    ['no root at all', 'roots-missing', () => verify([leaf, int], {roots: []})],
    [
      'an RSA key of 1,024 bits',
      'key-unsupported',
      () => verify([issue({name: 'weak', issuer: root, extensions: signerUsage, keys: rsaKeys(1024)})]),
    ],
    [
      'an authority with an RSA key of 1,024 bits',
      'key-unsupported',
      () => {
        const weak = authorityOf(root, {keys: rsaKeys(1024)})
        return verify([leafOf(weak), weak])
      },
    ],
    ['an RSA key whose exponent is 1 or 2', 'key-unsupported', () => verify([withExponentOne()])],
    [
      'a curve that is not known',
      'key-unsupported',
      () => verify([issue({name: 'k1', issuer: root, extensions: signerUsage, keys: ecKeys('secp256k1')})]),
    ],
  ])('cannot be decided with %s', (_name, code, check) => {
    expect(check).toThrow(refusal(code, 'unverifiable'))
  })

  it.each<[string, string, () => unknown]>([
    ['no certificate', 'bundle-malformed', () => verify([])],
    [
      'a key that cannot be read',
      'bundle-malformed',
      () => verify([withKey(sequence(sequence(oid('1.2.3')), Buffer.from([0x03, 0x01, 0x00])))]),
    ],
    ['a key with bytes behind it', 'bundle-malformed', () => verify([withKey(withNull(spkiOf(ecKeys().publicKey)))])],
    ['a root of the same name and another key', 'untrusted-chain', () => verify([leaf, int], {roots: [impostor]})],
    ['a root that the signature brings', 'untrusted-chain', () => verify([leaf, int, root], {roots: [impostor]})],
    ['a missing intermediate', 'untrusted-chain', () => verify([leaf])],
    ['itself listed twice', 'untrusted-chain', () => verify([leaf, leaf, int])],
    [
      'a self-made signer before a real intermediate',
      'untrusted-chain',
      () => verify([issue({name: 'evil', extensions: [...signerUsage, mail]}), int]),
    ],
    [
      'the name and not the key of its issuer',
      'untrusted-chain',
      () => verify([leafOf({...int, privateKey: impostor.privateKey}), int]),
    ],
    ['33 certificates', 'untrusted-chain', () => verify([leaf, ...Array.from({length: 32}, () => int)])],
    ['an issuer without basic constraints', 'untrusted-chain', () => through(keyUsage(usage.keyCertSign))],
    [
      'an issuer whose basic constraints have a part too many',
      'bundle-malformed',
      () =>
        through(
          extension('2.5.29.19', sequence(boolean(true), integer(1), integer(1)), true),
          keyUsage(usage.keyCertSign),
        ),
    ],
    [
      'an issuer that is not an authority',
      'untrusted-chain',
      () => through(basicConstraints(false), keyUsage(usage.keyCertSign)),
    ],
    [
      'an issuer that may not sign certificates',
      'untrusted-chain',
      () => through(basicConstraints(true), keyUsage(usage.digitalSignature)),
    ],
    [
      'an issuer for servers only',
      'untrusted-chain',
      () => through(...authority, extendedKeyUsage(purpose.serverAuth)),
    ],
    [
      'an issuer with an unknown critical extension',
      'untrusted-chain',
      () => through(...authority, extension('1.2.3.4', Buffer.from('?'), true)),
    ],
    [
      'an unknown critical extension',
      'untrusted-chain',
      () => verify([leafOf(root, ...signerUsage, extension('1.2.3.4', Buffer.from('?'), true))]),
    ],
    [
      'the poison of a precertificate',
      'untrusted-chain',
      () => verify([leafOf(root, ...signerUsage, extension('1.3.6.1.4.1.11129.2.4.3', nothing, true))]),
    ],
    [
      'a path longer than its authority allows',
      'untrusted-chain',
      () => {
        const narrow = authorityOf(root, {name: 'narrow', extensions: [basicConstraints(true, 0)]})
        const below = authorityOf(narrow)
        return verify([leafOf(below), below, narrow])
      },
    ],
    [
      'an expired intermediate',
      'cert-expired',
      () => {
        const old = authorityOf(root, {notAfter: new Date(now.getTime() - 1000)})
        return verify([leafOf(old), old])
      },
    ],
    [
      'a root that is not valid yet',
      'cert-expired',
      () => {
        const early = issue({name: 'early', extensions: authority, notBefore: new Date(now.getTime() + 1000)})
        return verify([leafOf(early)], {roots: [early]})
      },
    ],
    ['a time after its end', 'cert-expired', () => verify([leaf, int], {at: new Date(validTo.getTime() + 1000)})],
    ['a time before its start', 'cert-expired', () => verify([leaf, int], {at: new Date(validFrom.getTime() - 1000)})],
    [
      'a time after its end, though it is a root',
      'cert-expired',
      () => verify([leaf], {roots: [leaf], at: new Date(validTo.getTime() + 1000)}),
    ],
    ['a key for encryption', 'cert-usage', () => verify([leafOf(root, keyUsage(usage.keyEncipherment))])],
    [
      'a key for encryption and code signing',
      'cert-usage',
      () => verify([leafOf(root, keyUsage(usage.keyEncipherment), extendedKeyUsage(purpose.codeSigning))]),
    ],
    [
      'a purpose other than code signing',
      'cert-usage',
      () => verify([leafOf(root, keyUsage(usage.digitalSignature), extendedKeyUsage(purpose.serverAuth))]),
    ],
    ['nothing that it is for', 'cert-usage', () => verify([leafOf(root, basicConstraints(false))])],
    [
      'a key usage of no bits',
      'cert-usage',
      () => verify([leafOf(root, extension('2.5.29.15', tlv(0x03, Buffer.from([0]))))]),
    ],
    [
      'nothing that it is for, though it is a root',
      'cert-usage',
      () => {
        const bare = leafOf(root, basicConstraints(false))
        return verify([bare], {roots: [bare]})
      },
    ],
  ])('is refused with %s', (_name, code, check) => {
    expect(check).toThrow(refusal(code))
  })

  /** A right leaf below an intermediate that has these extensions. */
  function through(...extensions: Buffer[]): unknown {
    const between = authorityOf(root, {extensions})
    return verify([leafOf(between), between])
  }

  const spkiOf = (key: KeyObject): Buffer => key.export({type: 'spki', format: 'der'})

  /** A third part in the sequence. */
  function withNull(spki: Buffer): Buffer {
    return sequence(spki.subarray(2), nothing)
  }

  function withKey(spki: Buffer): Buffer {
    const {privateKey} = ecKeys()
    const publicKey: Pick<KeyObject, 'export'> = {export: () => spki as never}
    return issue({
      name: 'odd',
      issuer: root,
      extensions: signerUsage,
      keys: {privateKey, publicKey: publicKey as KeyObject},
    }).der
  }

  function withExponentOne(): Buffer {
    const keys = rsaKeys(2048)
    const {n = ''} = keys.publicKey.export({format: 'jwk'})
    const publicKey = createPublicKey({key: {kty: 'RSA', n, e: 'AQ'}, format: 'jwk'})
    return issue({name: 'one', issuer: root, extensions: signerUsage, keys: {...keys, publicKey}}).der
  }

  it.each([
    [3, 'does not lead to a root'],
    [6, 'among the first 256 tries'],
  ])('ends at once where %d authorities signed each other', (count, message) => {
    const keys = Array.from({length: count}, () => ecKeys())
    const certificates = keys
      .flatMap((own, index) =>
        keys.map((other, by) =>
          issue({
            name: 'alike',
            keys: own,
            issuer: {subject: commonName('alike'), privateKey: other.privateKey},
            extensions: [...authority, extension('1.2.3', integer(index * count + by))],
          }),
        ),
      )
      .slice(0, 31)
    const [first] = certificates
    if (first === undefined) throw new Error('no certificate')
    expect(() => verify([leafOf({...first, subject: commonName('alike')}), ...certificates])).toThrow(
      expect.objectContaining({code: 'untrusted-chain', message: expect.stringContaining(message)}),
    )
  })

  it('is found behind 200 others of the name of its issuer', () => {
    const keys = ecKeys()
    const others = Array.from({length: 200}, () => authorityOf(root, {name: 'int', keys}))
    const right = authorityOf(root, {name: 'int'})
    expect(() => verify([leafOf(right)], {intermediates: [...others, right]})).not.toThrow()
  })

  it('is found at the end of the longest path, and not beyond', () => {
    const chain = [root]
    for (let depth = 0; depth < 9; depth++) chain.unshift(authorityOf(chain[0] ?? root, {name: `depth ${depth}`}))
    const [eighth, ninth] = [chain[1], chain[0]]
    if (eighth === undefined || ninth === undefined) throw new Error('no certificate')
    expect(() => verify([leafOf(eighth), ...chain.slice(1)])).not.toThrow()
    expect(() => verify([leafOf(ninth), ...chain])).toThrow(refusal('untrusted-chain'))
  })
})

describe('the signature over a certificate', () => {
  const rsaRoot = issue({name: 'rsa', extensions: authority, keys: rsaKeys(2048)})
  const bareHash = sequence(oid('2.16.840.1.101.3.4.2.1'))
  const hash = (number: number): Buffer => sequence(oid(`2.16.840.1.101.3.4.2.${number}`), nothing)
  const pss = (hashOid: Buffer, maskHash: Buffer, saltLength: number, name: string): SignatureAlgorithm => ({
    identifier: sequence(
      oid('1.2.840.113549.1.1.10'),
      sequence(
        tlv(0xa0, hashOid),
        tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), maskHash)),
        tlv(0xa2, integer(saltLength)),
      ),
    ),
    hash: name,
    options: {padding: constants.RSA_PKCS1_PSS_PADDING, saltLength},
  })
  const by = (issuer: Issued, algorithm: SignatureAlgorithm): unknown =>
    verify([issue({name: 'leaf', issuer, extensions: signerUsage, algorithm})], {roots: [root, rsaRoot]})

  it.each<[string, Issued, SignatureAlgorithm]>([
    ['ECDSA with SHA-384', root, {identifier: sequence(oid('1.2.840.10045.4.3.3')), hash: 'sha384'}],
    ['ECDSA with SHA-512', root, {identifier: sequence(oid('1.2.840.10045.4.3.4')), hash: 'sha512'}],
    ['RSA with SHA-256', rsaRoot, rsa256],
    ['RSA with SHA-384', rsaRoot, {identifier: sequence(oid('1.2.840.113549.1.1.12'), nothing), hash: 'sha384'}],
    ['RSA with SHA-512', rsaRoot, {identifier: sequence(oid('1.2.840.113549.1.1.13'), nothing), hash: 'sha512'}],
    ['RSA-PSS with SHA-256', rsaRoot, pss(hash(1), hash(1), 32, 'sha256')],
    ['RSA-PSS with SHA-512', rsaRoot, pss(hash(3), hash(3), 20, 'sha512')],
    ['RSA-PSS whose hashes have no parameters', rsaRoot, pss(bareHash, bareHash, 32, 'sha256')],
  ])('may be by %s', (_name, issuer, algorithm) => {
    expect(() => by(issuer, algorithm)).not.toThrow()
  })

  it.each<[string, string, Issued, SignatureAlgorithm]>([
    [
      'RSA with SHA-1',
      'untrusted-chain',
      rsaRoot,
      {identifier: sequence(oid('1.2.840.113549.1.1.5'), nothing), hash: 'sha1'},
    ],
    [
      'RSA with MD5',
      'untrusted-chain',
      rsaRoot,
      {identifier: sequence(oid('1.2.840.113549.1.1.4'), nothing), hash: 'md5'},
    ],
    ['ECDSA with SHA-1', 'untrusted-chain', root, {identifier: sequence(oid('1.2.840.10045.4.1')), hash: 'sha1'}],
    ['ECDSA with a hash other than it says', 'untrusted-chain', root, {...ecdsa256, hash: 'sha384'}],
    ['a key of another kind than it says', 'untrusted-chain', root, rsa256],
    [
      'RSA-PSS with SHA-1',
      'untrusted-chain',
      rsaRoot,
      pss(sequence(oid('1.3.14.3.2.26'), nothing), sequence(oid('1.3.14.3.2.26'), nothing), 20, 'sha1'),
    ],
    [
      'RSA-PSS whose hash has other parameters',
      'untrusted-chain',
      rsaRoot,
      pss(sequence(oid('2.16.840.1.101.3.4.2.1'), integer(1)), bareHash, 32, 'sha256'),
    ],
    ['RSA-PSS with two hashes', 'bundle-malformed', rsaRoot, pss(hash(1), hash(2), 32, 'sha256')],
    [
      'RSA-PSS with a salt other than it says',
      'untrusted-chain',
      rsaRoot,
      {...pss(hash(1), hash(1), 32, 'sha256'), options: {padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 16}},
    ],
    [
      'RSA-PSS with a salt longer than the key',
      'untrusted-chain',
      rsaRoot,
      {...rsa256, identifier: pss(hash(1), hash(1), 100_000, 'sha256').identifier},
    ],
    [
      'RSA-PSS without parameters',
      'bundle-malformed',
      rsaRoot,
      {...rsa256, identifier: sequence(oid('1.2.840.113549.1.1.10'))},
    ],
    [
      'RSA-PSS with a fourth parameter',
      'bundle-malformed',
      rsaRoot,
      {
        ...pss(hash(1), hash(1), 32, 'sha256'),
        identifier: sequence(
          oid('1.2.840.113549.1.1.10'),
          sequence(
            tlv(0xa0, hash(1)),
            tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), hash(1))),
            tlv(0xa2, integer(32)),
            tlv(0xa3, integer(1)),
          ),
        ),
      },
    ],
    [
      'RSA without its NULL',
      'bundle-malformed',
      rsaRoot,
      {...rsa256, identifier: sequence(oid('1.2.840.113549.1.1.11'))},
    ],
    [
      'ECDSA with a NULL',
      'bundle-malformed',
      root,
      {...ecdsa256, identifier: sequence(oid('1.2.840.10045.4.3.2'), nothing)},
    ],
  ])('is refused by %s', (_name, code, issuer, algorithm) => {
    expect(() => by(issuer, algorithm)).toThrow(refusal(code))
  })
})

describe('an authority that may give only some names', () => {
  const acme = sequence(set(sequence(oid('2.5.4.10'), utf8('Acme'))))
  const below = (constraints: Buffer, names: readonly Buffer[], subject?: Buffer): unknown => {
    const narrow = authorityOf(root, {extensions: [...authority, constraints]})
    const signer = issue({
      name: 'leaf',
      issuer: narrow,
      extensions: [...signerUsage, ...(names.length > 0 ? [altNames(...names)] : [])],
      ...(subject !== undefined && {subject}),
    })
    return verify([signer, narrow])
  }

  it('is asked about a signer that is called as the authority itself', () => {
    const constraints = nameConstraints([generalName('email', 'example.com')])
    const own = commonName('below')
    expect(() => below(constraints, [generalName('email', 'maker@evil.example')], own)).toThrow(TrustFailure)
    expect(below(constraints, [generalName('email', 'maker@example.com')], own)).toMatchObject({subject: 'CN=below'})
  })

  it.each<[string, Buffer, Buffer]>([
    [
      'an address of its host',
      nameConstraints([generalName('email', 'example.com')]),
      generalName('email', 'maker@EXAMPLE.com'),
    ],
    [
      'an address below its domain',
      nameConstraints([generalName('email', '.example.com')]),
      generalName('email', 'maker@mail.example.com'),
    ],
    [
      'one address',
      nameConstraints([generalName('email', 'maker@example.com')]),
      generalName('email', 'maker@example.com'),
    ],
    ['a host', nameConstraints([generalName('DNS', 'example.com')]), generalName('DNS', 'example.com')],
    ['a host below it', nameConstraints([generalName('DNS', 'example.com')]), generalName('DNS', 'a.b.example.com')],
    ['every host', nameConstraints([generalName('DNS', '')]), generalName('DNS', 'a.test')],
    [
      'an address on its host',
      nameConstraints([generalName('URI', 'example.com')]),
      generalName('URI', 'https://example.com/a'),
    ],
    [
      'one of several',
      nameConstraints([generalName('email', 'a.test'), generalName('email', 'b.test')]),
      generalName('email', 'x@b.test'),
    ],
    ['a name of another kind', nameConstraints([generalName('email', 'a.test')]), generalName('DNS', 'b.test')],
    ['what is not left out', nameConstraints([], [generalName('email', 'a.test')]), generalName('email', 'x@b.test')],
    [
      'another address of a host where one is left out',
      nameConstraints([], [generalName('email', 'maker@a.test')]),
      generalName('email', 'x@a.test'),
    ],
    [
      'an address with a port',
      nameConstraints([generalName('URI', '.example.com')]),
      generalName('URI', 'spiffe://user@A.example.com:8443?x'),
    ],
    ['a host below a dot', nameConstraints([generalName('DNS', '.example.com')]), generalName('DNS', 'a.example.com')],
  ])('may give %s', (_name, constraints, name) => {
    expect(() => below(constraints, [name])).not.toThrow()
  })

  it.each<[string, Buffer, readonly Buffer[]]>([
    [
      'an address of another host',
      nameConstraints([generalName('email', 'example.com')]),
      [generalName('email', 'maker@evil.test')],
    ],
    [
      'an address below its host',
      nameConstraints([generalName('email', 'example.com')]),
      [generalName('email', 'maker@mail.example.com')],
    ],
    [
      'another address of its host',
      nameConstraints([generalName('email', 'maker@example.com')]),
      [generalName('email', 'boss@example.com')],
    ],
    [
      'one right and one wrong name',
      nameConstraints([generalName('email', 'example.com')]),
      [generalName('email', 'a@example.com'), generalName('email', 'a@evil.test')],
    ],
    [
      'a host that goes on behind its name',
      nameConstraints([generalName('email', '.example.com')]),
      [generalName('email', 'a@x.example.com.evil.test')],
    ],
    [
      'a host that ends alike',
      nameConstraints([generalName('DNS', 'example.com')]),
      [generalName('DNS', 'notexample.com')],
    ],
    [
      'an address on another host',
      nameConstraints([generalName('URI', 'example.com')]),
      [generalName('URI', 'https://evil.test/example.com')],
    ],
    [
      'an address without a host',
      nameConstraints([generalName('URI', 'example.com')]),
      [generalName('URI', 'urn:example.com')],
    ],
    [
      'what is left out',
      nameConstraints([], [generalName('email', 'example.com')]),
      [generalName('email', 'maker@example.com')],
    ],
    [
      'what is permitted and left out',
      nameConstraints([generalName('email', '.com')], [generalName('email', 'example.com')]),
      [generalName('email', 'maker@example.com')],
    ],
    [
      'a name that is not ASCII',
      nameConstraints([], [generalName('email', 'example.com')]),
      [generalName('email', 'mäker@example.org')],
    ],
    [
      'a kind of name that cannot be compared',
      nameConstraints([tlv(0x87, Buffer.alloc(8))]),
      [tlv(0x87, Buffer.alloc(4))],
    ],
    ...[
      generalName('DNS', 'example.com.'),
      generalName('DNS', 'a.example.com.'),
      generalName('DNS', 'a..example.org'),
      generalName('DNS', '127.0.0.1'),
      generalName('DNS', ''),
      generalName('email', 'maker@example.com.'),
      generalName('email', 'example.org'),
      generalName('email', '@example.org'),
      generalName('URI', 'https://example.com./a'),
      generalName('URI', 'https://example.org\\@example.com/a'),
      generalName('URI', 'https:example.org/a'),
      generalName('URI', 'https:///example.org/a'),
      generalName('URI', ' https://example.org/a'),
      generalName('URI', 'spiffe://%65xample.com/a'),
      generalName('URI', 'https://10.0.0.1/a'),
      generalName('URI', 'https://[::1]/a'),
      generalName('URI', 'https://example.org@example.com:443/a'),
    ].map((name): [string, Buffer, readonly Buffer[]] => [
      `${name.subarray(2).toString()}, where example.com is left out`,
      nameConstraints(
        [],
        [generalName('DNS', 'example.com'), generalName('email', 'example.com'), generalName('URI', 'example.com')],
      ),
      [name],
    ]),
    [
      'an address whose user is a host',
      nameConstraints([generalName('URI', 'example.com')]),
      [generalName('URI', 'https://example.com@evil.test/a')],
    ],
    [
      'another address of a host that is not its own',
      nameConstraints([], [generalName('email', 'maker@example.com')]),
      [generalName('email', 'maker@example.com.')],
    ],
    [
      'anything with a distance',
      extension(
        '2.5.29.30',
        sequence(tlv(0xa0, sequence(generalName('email', 'a.test'), tlv(0x80, Buffer.from([1]))))),
        true,
      ),
      [generalName('email', 'x@a.test')],
    ],
    [
      'anything with unknown constraints',
      extension('2.5.29.30', sequence(tlv(0xa2)), true),
      [generalName('email', 'x@a.test')],
    ],
    [
      'anything with unknown constraints beside known ones',
      extension('2.5.29.30', sequence(tlv(0xa0, sequence(generalName('email', 'a.test'))), tlv(0xa2)), true),
      [generalName('email', 'x@a.test')],
    ],
  ])('may not give %s', (_name, constraints, names) => {
    expect(() => below(constraints, names)).toThrow(expect.objectContaining({outcome: 'invalid'}))
  })

  it('is obeyed for subjects, and for an e-mail address in one', () => {
    const only = nameConstraints([tlv(0xa4, acme)])
    const within = sequence(set(sequence(oid('2.5.4.10'), utf8('Acme'))), set(sequence(oid('2.5.4.3'), utf8('Maker'))))
    expect(() => below(only, [], within)).not.toThrow()
    expect(() => below(only, [], commonName('Acme'))).toThrow(refusal('untrusted-chain'))
    const addressed = sequence(set(sequence(oid('1.2.840.113549.1.9.1'), tlv(0x16, Buffer.from('maker@evil.test')))))
    expect(() => below(nameConstraints([generalName('email', 'example.com')]), [], addressed)).toThrow(
      refusal('untrusted-chain'),
    )
  })

  it('leaves out subjects that only read alike, and permits none of them', () => {
    const organisation = (tag: number, text: string | Buffer): Buffer =>
      sequence(set(sequence(oid('2.5.4.10'), tlv(tag, Buffer.from(text)))))
    const wide = Buffer.from('Acme', 'utf16le').swap16()
    const wider = Buffer.concat([...'Acme'].map(letter => Buffer.from([0, 0, 0, letter.charCodeAt(0)])))
    const alike = [
      organisation(0x13, 'Acme'),
      organisation(0x0c, ' aCME '),
      organisation(0x0c, 'Ａcme'),
      organisation(0x1e, wide),
      organisation(0x1c, wider),
    ]
    for (const subject of alike) {
      expect(() => below(nameConstraints([], [tlv(0xa4, acme)]), [], subject)).toThrow(refusal('untrusted-chain'))
      expect(() => below(nameConstraints([tlv(0xa4, acme)]), [], subject)).toThrow(refusal('untrusted-chain'))
    }
    for (const subject of [organisation(0x0c, 'Acmes'), organisation(0x1c, Buffer.from([1, 0, 0, 0])), sequence()])
      expect(() => below(nameConstraints([], [tlv(0xa4, acme)]), [], subject)).not.toThrow()
    const name = (organisation: string, unit: string): Buffer =>
      sequence(set(sequence(oid('2.5.4.10'), utf8(organisation))), set(sequence(oid('2.5.4.11'), utf8(unit))))
    const excluded = nameConstraints([], [tlv(0xa4, name('Acme', 'Models'))])
    expect(() => below(excluded, [], name('ACME', 'Tools'))).not.toThrow()
    expect(() => below(excluded, [], name('ACME', 'models'))).toThrow(refusal('untrusted-chain'))
  })

  it('is obeyed for an e-mail address in the subject only where no other name is one', () => {
    const addressed = sequence(set(sequence(oid('1.2.840.113549.1.9.1'), tlv(0x16, Buffer.from('maker@evil.test')))))
    const only = nameConstraints([generalName('email', 'example.com')])
    const [mail, host] = [generalName('email', 'maker@example.com'), generalName('DNS', 'a.test')]
    expect(() => below(only, [host, mail], addressed)).not.toThrow()
    expect(() => below(only, [mail, host], addressed)).not.toThrow()
    expect(() => below(only, [host], addressed)).toThrow(refusal('untrusted-chain'))
  })

  it('is obeyed by authorities below it', () => {
    const narrow = authorityOf(root, {
      name: 'narrow',
      extensions: [...authority, nameConstraints([generalName('email', 'example.com')])],
    })
    const wide = authorityOf(narrow, {name: 'wide'})
    const signer = leafOf(wide, ...signerUsage, altNames(generalName('email', 'maker@evil.test')))
    expect(() => verify([signer, wide, narrow])).toThrow(refusal('untrusted-chain'))
  })
})

describe('parseCertificates', () => {
  it('reads each certificate of a list with comments', () => {
    expect(
      parseCertificates(`# root\n${pemOf(root.der)}\n# int\r\n${pemOf(int.der).replaceAll('\n', '\r\n')}`, 'roots.pem'),
    ).toEqual([root.der, int.der])
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['a text', 'root'],
    ['a key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    [
      'a private key behind a certificate',
      `${pemOf(root.der)}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
    ],
    ['a block without an end', pemOf(root.der).replace(/-----END.*/, '')],
    ['a block that ends as another', pemOf(root.der).replace('END CERTIFICATE', 'END KEY')],
    ['a block with signs that are not base64', pemOf(root.der).replace('\nMI', '\nM!')],
    ['bytes behind the certificate', pemOf(Buffer.concat([root.der, Buffer.from([0])]))],
    ['a second certificate that is broken', pemOf(root.der, Buffer.from('no'))],
    ['a line of dashes', `-----BEGIN CERTIFICATE\n${pemOf(root.der)}`],
  ])('refuses %s', (_name, text) => {
    expect(() => parseCertificates(text, 'roots.pem')).toThrow(
      expect.objectContaining({code: 'AIBOM_CERTIFICATE_INVALID', message: expect.stringContaining('roots.pem')}),
    )
  })
})
