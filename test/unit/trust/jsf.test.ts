import {createHmac, generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {decide} from '../../../src/trust/decide.ts'
import {canonicalJson} from '../../../src/trust/json/jcs.ts'
import {signedParts, verifyJsf} from '../../../src/trust/json/jsf.ts'
import {toTrustedKey} from '../../../src/trust/keys/keys.ts'

const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [{type: 'file', name: 'é "模型"', version: 1e3}],
}
const p256 = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const p384 = generateKeyPairSync('ec', {namedCurve: 'P-384'})
const rsa = generateKeyPairSync('rsa', {modulusLength: 2048})
const p521 = generateKeyPairSync('ec', {namedCurve: 'P-521'})
const ed25519 = generateKeyPairSync('ed25519')
const ed448 = generateKeyPairSync('ed448')

type Header = Record<string, unknown>

/**
 * The document with a signature, made here as JSF has it: over its canonical form with everything of the signature but
 * the value.
 */
function sealed(header: Header, toValue: (message: Buffer) => Buffer): Header {
  const message = Buffer.from(canonicalJson({...document, signature: header}))
  return {...document, signature: {...header, value: toValue(message).toString('base64url')}}
}

const byEc =
  (hash: string, key: KeyObject) =>
  (message: Buffer): Buffer =>
    sign(hash, message, {key, dsaEncoding: 'ieee-p1363'})

function verify(object: Header, ...keys: KeyObject[]) {
  return decide(trail =>
    verifyJsf(
      object,
      keys.map((key, index) => toTrustedKey(key, `key-${index}.pem`)),
      trail,
    ),
  )
}

describe('a document signed by JSF', () => {
  it('is not whole under a key inside it that is not of its algorithm', async () => {
    for (const other of [rsa, p384, ed25519]) {
      const header = {algorithm: 'ES256', publicKey: other.publicKey.export({format: 'jwk'})}
      expect(await verify(sealed(header, byEc('sha256', p256.privateKey)))).toMatchObject({
        status: 'invalid',
        code: 'signature-invalid',
      })
    }
    const own = {algorithm: 'ES256', publicKey: p256.publicKey.export({format: 'jwk'})}
    expect(await verify(sealed(own, byEc('sha256', p256.privateKey)))).toMatchObject({
      status: 'unverifiable',
      code: 'self-asserted',
    })
  })

  it('brings the right key and does not fit it, whichever other keys are trusted', async () => {
    const header = {algorithm: 'ES256', publicKey: p256.publicKey.export({format: 'jwk'})}
    const changed = {...sealed(header, byEc('sha256', p256.privateKey)), version: 2}
    expect(await verify(changed, ed25519.publicKey, p256.publicKey)).toMatchObject({code: 'signature-invalid'})
    expect(await verify(changed, ed25519.publicKey, p384.publicKey)).toMatchObject({code: 'key-mismatch'})
  })

  it.each<[string, Header, KeyObject]>([
    ['ES256', sealed({algorithm: 'ES256'}, byEc('sha256', p256.privateKey)), p256.publicKey],
    ['ES384', sealed({algorithm: 'ES384', keyId: 'k'}, byEc('sha384', p384.privateKey)), p384.publicKey],
    ['RS256', sealed({algorithm: 'RS256'}, message => sign('sha256', message, rsa.privateKey)), rsa.publicKey],
    [
      'PS512',
      sealed({algorithm: 'PS512'}, message =>
        sign('sha512', message, {key: rsa.privateKey, padding: 6, saltLength: 64}),
      ),
      rsa.publicKey,
    ],
    [
      'Ed25519',
      sealed({algorithm: 'Ed25519'}, message => sign(undefined, message, ed25519.privateKey)),
      ed25519.publicKey,
    ],
  ])('is verified by %s, and is not after a change', async (_name, object, key) => {
    expect(await verify(object, key)).toMatchObject({status: 'verified'})
    expect(await verify({...object, version: 2}, key)).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })

  const hmac = createHmac('sha256', p256.publicKey.export({type: 'spki', format: 'pem'}))
  it.each<[string, string, Header]>([
    [
      'the public key as a shared secret',
      'algorithm',
      sealed({algorithm: 'HS256'}, message => hmac.update(message).digest()),
    ],
    ['no algorithm', 'algorithm', sealed({algorithm: 'none'}, () => Buffer.from('x'))],
    ['an algorithm that is not the key’s', 'algorithm', sealed({algorithm: 'ES384'}, byEc('sha384', p256.privateKey))],
    [
      'parts left out',
      'coverage',
      sealed({algorithm: 'ES256', excludes: ['components']}, byEc('sha256', p256.privateKey)),
    ],
    ['an empty value', 'signature-missing', {...document, signature: {algorithm: 'ES256', value: ''}}],
    [
      'a value in DER',
      'signature-invalid',
      sealed({algorithm: 'ES256'}, message => sign('sha256', message, p256.privateKey)),
    ],
    [
      'another key, which it brings',
      'key-mismatch',
      sealed(
        {algorithm: 'ES384', publicKey: {...p384.publicKey.export({format: 'jwk'})}},
        byEc('sha384', p384.privateKey),
      ),
    ],
  ])('is refused with %s', async (_name, code, object) => {
    expect(await verify(object, p256.publicKey)).toMatchObject({status: 'invalid', code})
  })

  const jwk = {...p256.publicKey.export({format: 'jwk'})}
  const weak = generateKeyPairSync('rsa', {modulusLength: 1024})
  const right = sealed({algorithm: 'ES256'}, byEc('sha256', p256.privateKey))
  it.each<[string, string, Header]>([
    ['a signature that is text', 'invalid bundle-malformed', {...document, signature: 'x'}],
    [
      'a signature in standard base64',
      'invalid signature-invalid',
      spelt(right, value => Buffer.from(value, 'base64url').toString('base64')),
    ],
    ['a signature with a line break', 'invalid signature-invalid', spelt(right, value => `${value}\n`)],
    [
      'a signature with stray bits',
      'invalid signature-invalid',
      spelt(right, value => `${value.slice(0, -1)}${value.endsWith('B') ? 'C' : 'B'}`),
    ],
    ['a number that loses its last digits', 'invalid coverage', {...right, version: 2 ** 53}],
    [
      'a key inside it that cannot be read',
      'invalid bundle-malformed',
      sealed({algorithm: 'ES256', publicKey: {kty: 'EC'}}, byEc('sha256', p256.privateKey)),
    ],
    [
      'its own key inside it, and another signature',
      'invalid signature-invalid',
      sealed(
        {algorithm: 'ES256', publicKey: jwk},
        byEc('sha256', generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey),
      ),
    ],
    ['several signers', 'unverifiable bundle-unsupported', {...document, signature: {signers: []}}],
    ['a chain of signatures', 'unverifiable bundle-unsupported', {...document, signature: {chain: []}}],
    [
      'extensions',
      'unverifiable bundle-unsupported',
      sealed({algorithm: 'ES256', extensions: ['x']}, byEc('sha256', p256.privateKey)),
    ],
  ])('is not verified with %s', async (_name, verdict, object) => {
    const {status, code} = await verify(object, p256.publicKey)
    expect(`${status} ${code}`).toBe(verdict)
  })

  function spelt(object: Header, change: (value: string) => string): Header {
    const signature: Header = Object(object['signature'])
    return {...object, signature: {...signature, value: change(String(signature['value']))}}
  }

  it('cannot be decided without a key, or with one that proves nothing', async () => {
    expect(await verify(right)).toMatchObject({status: 'unverifiable', code: 'key-missing'})
    const byWeak = sealed({algorithm: 'RS256'}, message => sign('sha256', message, weak.privateKey))
    expect(await verify(byWeak, weak.publicKey)).toMatchObject({status: 'unverifiable', code: 'key-unsupported'})
  })

  it('is verified by whichever key fits, and tells it', async () => {
    expect(await verify(right, rsa.publicKey, p384.publicKey, p256.publicKey)).toMatchObject({
      status: 'verified',
      signer: 'key key-2.pem',
      trust: 'key key-2.pem',
      checked: ['signature', 'the whole document'],
    })
    expect(await verify(right, rsa.publicKey)).toMatchObject({status: 'invalid', code: 'algorithm'})
    expect(
      await verify(sealed({algorithm: 'ES256', publicKey: jwk}, byEc('sha256', p256.privateKey)), p256.publicKey),
    ).toMatchObject({
      status: 'verified',
    })
  })

  it.each<[string, Header, KeyObject]>([
    ['ES512', sealed({algorithm: 'ES512'}, byEc('sha512', p521.privateKey)), p521.publicKey],
    ['RS384', sealed({algorithm: 'RS384'}, message => sign('sha384', message, rsa.privateKey)), rsa.publicKey],
    ['RS512', sealed({algorithm: 'RS512'}, message => sign('sha512', message, rsa.privateKey)), rsa.publicKey],
    [
      'PS256',
      sealed({algorithm: 'PS256'}, message =>
        sign('sha256', message, {key: rsa.privateKey, padding: 6, saltLength: 32}),
      ),
      rsa.publicKey,
    ],
    [
      'PS384',
      sealed({algorithm: 'PS384'}, message =>
        sign('sha384', message, {key: rsa.privateKey, padding: 6, saltLength: 48}),
      ),
      rsa.publicKey,
    ],
    ['Ed448', sealed({algorithm: 'Ed448'}, message => sign(undefined, message, ed448.privateKey)), ed448.publicKey],
  ])('is verified by %s too', async (_name, object, key) => {
    expect(await verify(object, key)).toMatchObject({status: 'verified'})
  })

  it.each([
    [
      'PS256 with another length of salt',
      sealed({algorithm: 'PS256'}, message =>
        sign('sha256', message, {key: rsa.privateKey, padding: 6, saltLength: 20}),
      ),
    ],
    [
      'RS256 over PSS',
      sealed({algorithm: 'RS256'}, message =>
        sign('sha256', message, {key: rsa.privateKey, padding: 6, saltLength: 32}),
      ),
    ],
    ['PS256 over PKCS#1', sealed({algorithm: 'PS256'}, message => sign('sha256', message, rsa.privateKey))],
    ['RS256 with SHA-512', sealed({algorithm: 'RS256'}, message => sign('sha512', message, rsa.privateKey))],
  ])('is refused as %s', async (_name, object) => {
    expect(await verify(object, rsa.publicKey)).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })

  it('proves nothing about who signed by a key inside it', async () => {
    const object = sealed(
      {algorithm: 'ES256', publicKey: {...p256.publicKey.export({format: 'jwk'})}},
      byEc('sha256', p256.privateKey),
    )
    expect(await verify(object)).toMatchObject({status: 'unverifiable', code: 'self-asserted'})
    expect(await verify({...object, version: 3})).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })

  it('is unsigned without one', async () => {
    expect(await verify(document, p256.publicKey)).toMatchObject({status: 'unsigned'})
  })
})

describe('the signed parts of a BOM', () => {
  it('are told by their place', () => {
    const signed = {signature: {}}
    expect(
      signedParts({components: [{}, signed], services: [signed], compositions: [signed], other: [signed]}),
    ).toEqual(['/components/1', '/services/0', '/compositions/0'])
  })
})
