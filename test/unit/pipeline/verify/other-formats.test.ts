import {createHash, createPrivateKey, sign} from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import {exitOf} from '../../../../src/pipeline/verify/exit.ts'
import {temporaryFolder} from '../../../support/run.ts'
import {signedByKey, writeKeys} from '../../../support/signing.ts'
import {verifyWith} from '../../../support/verify.ts'

const weights = 'weights'
const digest = createHash('sha256').update(weights).digest('hex')
const bytes = (hex: string): Buffer => Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.alloc(60, 7)])
let cwd = ''

beforeEach(() => {
  cwd = mkdtempSync(join(temporaryFolder(), 'formats-'))
  writeKeys(cwd, 'maker', 'P-256')
  put('w.bin', weights)
})

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(cwd, path)), {recursive: true})
  writeFileSync(join(cwd, path), content)
}

const makerKey = () => createPrivateKey(readFileSync(join(cwd, 'maker.pem')))

/** Its subject has the digest of the weights. */
function attestation(statement: object = {}): string {
  const payload = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: 'w.bin', digest: {sha256: digest}}],
    predicateType: 'https://example.com/review/v1',
    predicate: {},
    ...statement,
  }
  return JSON.stringify(signedByKey(JSON.stringify(payload), makerKey()))
}

async function ask(target: string, asked: object = {}) {
  const result = await verifyWith({targets: [target], cwd, keys: ['maker.pub.pem'], ...asked})
  return {exit: exitOf(result), ...result.subjects.at(-1)}
}

const unread: [string, string | Buffer, RegExp][] = [
  ['armored OpenPGP', '-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n', /OpenPGP/],
  ['OpenPGP with a length of one byte', bytes('88 75 04 00 16 08'), /OpenPGP/],
  ['OpenPGP with a length of two bytes', bytes('89 01 33 04 00 01'), /OpenPGP/],
  ['OpenPGP of a text, with a length of four bytes', bytes('8a 00 00 01 33 04 01 01'), /OpenPGP/],
  ['OpenPGP of version 6 in a packet of the new form', bytes('c2 95 06 00 1b 0a'), /OpenPGP/],
  ['OpenPGP of version 5 with two bytes of length', bytes('c2 c0 75 05 00 01'), /OpenPGP/],
  ['OpenPGP of version 4 with five bytes of length', bytes('c2 ff 00 00 01 33 04 00'), /OpenPGP/],
  ['OpenPGP of version 3', bytes('89 00 95 03 05 00 40'), /OpenPGP/],
  ['SSH', '\n-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n', /SSH/],
  ['minisign', 'untrusted comment: signature\nRUQ=\n', /minisign/],
  ['CMS in PEM', '-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n', /CMS/],
  ['CMS in PEM by its newer name', '-----BEGIN CMS-----\nMIIB\n-----END CMS-----\n', /CMS/],
  ['CMS in DER', bytes('30 82 01 00 06 09 2a 86 48 86 f7 0d 01 07 02'), /CMS/],
  ['openssl, in DER', Buffer.from('3006020101020102', 'hex'), /openssl/],
  ['cosign, in base64', `${Buffer.from('3006020101020102', 'hex').toString('base64')}\n`, /cosign/],
  ['an RSA key, in lines of base64', Buffer.alloc(256, 9).toString('base64').replace(/.{64}/g, '$&\n'), /openssl/],
  ['an Ed25519 key, in base64', Buffer.alloc(64, 9).toString('base64'), /openssl/],
  ['cosign in its own JSON', '{"base64Signature": "MEUC", "cert": "x", "rekorBundle": {}}', /cosign before/],
  ['DSSE alone', '{"payloadType": "t", "payload": "e30=", "signatures": [{"sig": "MEUC"}]}', /DSSE/],
]

describe('a signature of a format that aibom does not read', () => {
  it.each(unread)('is an open answer: %s', async (_name, signature, format) => {
    put('w.bin.sig', signature)
    const open = {exit: 3, status: 'unverifiable', code: 'bundle-unsupported', message: expect.stringMatching(format)}
    expect(await ask('w.bin')).toMatchObject(open)
    expect(await ask('w.bin.sig', {artifact: 'w.bin'})).toMatchObject(open)
    put('model/w.bin', weights)
    put('model/model.sig', signature)
    expect(await ask('model')).toMatchObject(open)
  })

  it.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['a word', 'none'],
    ['a picture', bytes('89 50 4e 47 0d 0a 1a 0a')],
    ['a packet of a version that is none', bytes('88 75 07 00 16')],
    ['a packet of version 2', bytes('88 75 02 00 16')],
    ['a packet that certifies a key', bytes('88 75 04 10 16')],
    ['one number', Buffer.from('3003020101', 'hex')],
    ['three numbers', Buffer.from('3009020101020102020103', 'hex')],
    ['two texts', Buffer.from('30060c01610c0162', 'hex')],
    ['a sequence that is cut', Buffer.from('3006020101', 'hex')],
    ['base64 of no length that a signature has', Buffer.alloc(65).toString('base64')],
    ['base64 with another sign in it', `${Buffer.alloc(64, 9).toString('base64').slice(0, -3)}!==`],
    ['base64 of more bytes than a signature has', Buffer.alloc(2048).toString('base64')],
    ['a number and bytes', Buffer.from('3006020101040101', 'hex')],
    ['a bundle without its media type', '{"verificationMaterial": {}, "dsseEnvelope": {}}'],
    ['an envelope without signatures', '{"payloadType": "t", "payload": "e30="}'],
    ['two documents', '{"base64Signature": "MEUC"}{"base64Signature": "MEUC"}'],
  ])('is not taken for one: %s', async (_name, content) => {
    put('w.bin.sig', content)
    expect(await ask('w.bin')).toMatchObject({exit: 1, status: 'invalid', code: 'bundle-malformed'})
  })

  it.each(['asc', 'gpg', 'minisig', 'p7s'])('is known by its name too: .%s', async suffix => {
    put(`w.bin.${suffix}`, 'something')
    const open = {exit: 3, status: 'unverifiable', code: 'bundle-unsupported'}
    expect(await ask('w.bin')).toMatchObject({
      ...open,
      message: expect.stringContaining(`w.bin.${suffix} is beside it`),
    })
    expect(await ask(`w.bin.${suffix}`)).toMatchObject(open)
  })

  it('hides none that is read', async () => {
    put('w.bin.sigstore.json', '-----BEGIN PGP SIGNATURE-----')
    put('w.bin.bundle', attestation())
    expect(await ask('w.bin')).toMatchObject({exit: 0, status: 'verified'})
    put('bom.json', '{"bomFormat": "CycloneDX"}')
    put('bom.json.sigstore.json', '-----BEGIN PGP SIGNATURE-----')
    expect(await ask('bom.json')).toMatchObject({exit: 3, code: 'bundle-unsupported'})
    put('bom.json.bundle', '{')
    expect(await ask('bom.json')).toMatchObject({
      exit: 1,
      code: 'bundle-malformed',
      notCovered: ['another signature beside it: bom.json.sigstore.json'],
    })
  })
})

describe('a file of a BOM with a signature that aibom does not read', () => {
  const asked = {artifacts: 'app', require: 'digest'}
  const note = 'the signature model/w.bin.sig: it is'

  beforeEach(() => {
    const hashes = [{alg: 'SHA-256', content: digest}]
    const component = {type: 'file', name: 'model/w.bin', 'bom-ref': 'w', hashes}
    put('bom.json', JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: [component]}))
    put('app/model/w.bin', weights)
    put('app/model/w.bin.sig', '-----BEGIN PGP SIGNATURE-----')
  })

  it('is compared by its digest, and the signature is told', async () => {
    expect(await ask('bom.json', asked)).toMatchObject({
      exit: 0,
      status: 'verified',
      level: 'self-computed',
      notCovered: [expect.stringContaining(note)],
    })
  })

  it('is signed by a key that was given, and who else was named is told', async () => {
    put('app/model/w.bin.sig', attestation())
    const named = {identity: 'maker@acme.example', issuer: 'https://accounts.acme.example'}
    expect(await ask('bom.json', {...asked, ...named})).toMatchObject({
      level: 'signed',
      notCovered: expect.arrayContaining([expect.stringContaining('the identity, issuer or roots that were named')]),
    })
  })

  it('is signed by the one of several signatures that is right, and the others are told', async () => {
    put('app/model/w.bin.sig', attestation())
    put('app/model/w.bin.bundle', '{')
    expect(await ask('bom.json', asked)).toMatchObject({
      ...{exit: 0, status: 'verified', level: 'signed'},
      notCovered: ['another signature beside it: w.bin.bundle'],
    })
  })

  it('is signed beside a link to it, where the BOM states the link', async () => {
    rmSync(join(cwd, 'app/model/w.bin.sig'))
    symlinkSync('w.bin', join(cwd, 'app/model/current.bin'))
    put('app/model/current.bin.sig', attestation())
    const hashes = [{alg: 'SHA-256', content: digest}]
    const component = {type: 'file', name: 'model/current.bin', 'bom-ref': 'w', hashes}
    put('bom.json', JSON.stringify({bomFormat: 'CycloneDX', specVersion: '1.6', components: [component]}))
    expect(await ask('bom.json', asked)).toMatchObject({exit: 0, status: 'verified', level: 'signed'})
  })

  it('is open where the signature of its model is too large to be read', async () => {
    put('app/model/model.sig', '')
    truncateSync(join(cwd, 'app/model/model.sig'), 300 * 1024 * 1024)
    expect(await ask('bom.json', asked)).toMatchObject({exit: 3, code: 'AIBOM_FILE_TOO_LARGE'})
  })

  it('is signed where its model is', async () => {
    const root = createHash('sha256').update(Buffer.from(digest, 'hex')).digest('hex')
    const manifest = {
      predicateType: 'https://model_signing/signature/v1.0',
      subject: [{name: 'model', digest: {sha256: root}}],
      predicate: {
        serialization: {method: 'files', hash_type: 'sha256', ignore_paths: ['w.bin.sig']},
        resources: [{name: 'w.bin', digest, algorithm: 'sha256'}],
      },
    }
    put('app/model/model.sig', attestation(manifest))
    expect(await ask('bom.json', asked)).toMatchObject({
      exit: 0,
      status: 'verified',
      level: 'signed',
      notCovered: [expect.stringContaining(note)],
    })
    renameSync(join(cwd, 'app/model/w.bin.sig'), join(cwd, 'app/model/w.bin.asc'))
    expect(await ask('bom.json', asked)).toMatchObject({exit: 1, code: 'file-extra'})
  })
})

describe('a bundle over the bytes of a file', () => {
  const over = (messageDigest?: object, mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json'): string =>
    JSON.stringify({
      mediaType,
      verificationMaterial: {publicKey: {hint: ''}, tlogEntries: []},
      messageSignature: {messageDigest, signature: sign('sha256', Buffer.from(weights), makerKey()).toString('base64')},
    })
  const hash = (algorithm: string, text = weights): string => createHash(algorithm).update(text).digest('base64')

  it.each<[string, object | undefined, string]>([
    ['no digest', undefined, 'verified'],
    ['its digest', {algorithm: 'SHA2_256', digest: hash('sha256')}, 'verified'],
    ['its digest by another algorithm', {algorithm: 'SHA2_512', digest: hash('sha512')}, 'verified'],
    ['its digest by another algorithm still', {algorithm: 'SHA2_384', digest: hash('sha384')}, 'verified'],
    ['the digest of another file', {algorithm: 'SHA2_256', digest: hash('sha256', 'evil')}, 'invalid'],
    ['a digest under the name of another algorithm', {algorithm: 'SHA2_512', digest: hash('sha256')}, 'invalid'],
  ])('states %s', async (_name, stated, status) => {
    put('w.bin.sigstore.json', over(stated))
    expect(await ask('w.bin')).toMatchObject({status, ...(status === 'invalid' && {code: 'subject-digest'})})
  })

  it('tells a digest that is not computed', async () => {
    put('w.bin.sigstore.json', over({algorithm: 'SHA3_512', digest: 'AAAA'}))
    expect(await ask('w.bin')).toMatchObject({
      status: 'verified',
      notCovered: ['the "SHA3_512" digest in the bundle, which is not computed here'],
    })
  })

  it.each(['bundle.v0.4+json', 'bundle.v1.0+json', 'bundle.v0.10+json'])(
    'is not read in a version that came later: %s',
    async type => {
      put('w.bin.sigstore.json', over(undefined, `application/vnd.dev.sigstore.${type}`))
      expect(await ask('w.bin')).toMatchObject({exit: 1, status: 'invalid', code: 'bundle-malformed'})
    },
  )
})

describe('several signatures beside a file', () => {
  const other = 'another signature beside it:'
  const theirs = () => JSON.stringify(signedByKey(JSON.stringify({_type: 'theirs'}), createPrivateKey(theirKey())))
  const theirKey = () => {
    writeKeys(cwd, 'theirs', 'P-256')
    return readFileSync(join(cwd, 'theirs.pem'))
  }
  const targets: [string, string][] = [
    ['a file', 'w.bin'],
    ['a BOM', 'bom.json'],
  ]

  beforeEach(() => put('bom.json', '{"bomFormat": "CycloneDX"}'))

  /** Of the file itself, whatever it is. */
  function right(name: string): string {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(cwd, name)))
      .digest('hex')
    return attestation({subject: [{name, digest: {sha256}}]})
  }

  it.each(targets)('are enough where one of them is right: %s', async (_name, path) => {
    put(`${path}.sigstore.json`, theirs())
    put(`${path}.sig`, right(path))
    put(`${path}.bundle`, '{')
    expect(await ask(path)).toMatchObject({
      exit: 0,
      status: 'verified',
      checked: ['signature', 'subject digest'],
      trust: 'key maker.pub.pem',
      notCovered: [`${other} ${path}.sigstore.json`, `${other} ${path}.bundle`],
    })
  })

  it.each(targets)(
    'are invalid where one is and none is right, and open where none is invalid: %s',
    async (_name, path) => {
      put(`${path}.sigstore`, '-----BEGIN PGP SIGNATURE-----')
      put(`${path}.sig`, '{"base64Signature": "MEUC"}')
      expect(await ask(path)).toMatchObject({exit: 3, notCovered: [`${other} ${path}.sigstore`]})
      put(`${path}.bundle`, theirs())
      expect(await ask(path)).toMatchObject({
        exit: 1,
        code: 'signature-invalid',
        notCovered: [`${other} ${path}.sigstore`, `${other} ${path}.sig`].sort(),
      })
    },
  )
})

describe('a JSON file that is no signature', () => {
  const settings = '{"model_type": "bert"}'

  it('is a file like others: unsigned, or verified by the signature beside it', async () => {
    put('config.json', settings)
    expect(await ask('config.json')).toMatchObject({exit: 1, kind: 'file', status: 'unsigned'})
    put('config.json.asc', 'something')
    expect(await ask('config.json')).toMatchObject({exit: 3, code: 'bundle-unsupported'})
    const sha256 = createHash('sha256').update(settings).digest('hex')
    put('config.json.sig', attestation({subject: [{name: 'config.json', digest: {sha256}}]}))
    expect(await ask('config.json')).toMatchObject({exit: 0, status: 'verified'})
    put('config.json', `${settings} `)
    expect(await ask('config.json')).toMatchObject({exit: 1, code: 'subject-digest'})
  })

  it.each([{artifact: 'w.bin'}, {digests: [`sha256:${digest}`]}, {require: 'form'}])(
    'is no right signature where one is asked for: %o',
    async asked => {
      put('config.json', settings)
      expect(await ask('config.json', asked)).toMatchObject({exit: 1, code: 'bundle-malformed'})
    },
  )

  it.each(['mediaType', 'verificationMaterial', 'dsseEnvelope', 'messageSignature'])(
    'is not one that has a %s',
    async name => {
      put('config.json', JSON.stringify({[name]: 'x'}))
      put('config.json.sig', attestation())
      expect(await ask('config.json')).toMatchObject({exit: 1, kind: 'bundle', code: 'bundle-malformed'})
    },
  )
})

describe('a demand for form', () => {
  const form = {require: 'form', keys: []}

  it('is met by a statement of any type, whose predicate is not looked at', async () => {
    put('a.sig', attestation())
    const met = {exit: 0, status: 'unverifiable', code: 'form-only'}
    const notCovered = ['the form of the predicate https://example.com/review/v1']
    expect(await ask('a.sig', form)).toMatchObject({...met, notCovered})
    expect(await ask('a.sig', {...form, predicateTypes: ['https://example.com/review/v1']})).toMatchObject(met)
    const bare = sign('sha256', Buffer.from(weights), makerKey()).toString('base64')
    const message = {...JSON.parse(attestation()), dsseEnvelope: undefined, messageSignature: {signature: bare}}
    put('a.sig', JSON.stringify(message))
    expect(await ask('a.sig', form)).toMatchObject({...met, notCovered: []})
  })

  it('is not met by another type than the one asked for, nor by a statement that is none', async () => {
    const other = {...form, predicateTypes: ['https://slsa.dev/provenance/v1']}
    put('a.sig', attestation())
    expect(await ask('a.sig', other)).toMatchObject({exit: 1, code: 'predicate-type'})
    put('a.sig', attestation({_type: 'https://example.com/Statement'}))
    expect(await ask('a.sig', form)).toMatchObject({exit: 1, code: 'statement-type'})
  })

  it('is not met by a model’s manifest under another type', async () => {
    put('a.sig', attestation({predicate: {serialization: {}, resources: []}}))
    expect(await ask('a.sig', form)).toMatchObject({exit: 1, code: 'predicate-type'})
    put('a.sig', attestation({predicate: {resources: []}}))
    expect(await ask('a.sig', form)).toMatchObject({exit: 0, code: 'form-only'})
  })
})
