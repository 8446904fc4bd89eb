import {createHmac, generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {decide} from '../../../src/trust/decide.ts'
import {canonicalJson} from '../../../src/trust/jcs.ts'
import {verifyJsf} from '../../../src/trust/jsf.ts'
import {toTrustedKey} from '../../../src/trust/keys.ts'

const document = {bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [{type: 'file', name: 'é "模型"', version: 1e3}]}
const p256 = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const p384 = generateKeyPairSync('ec', {namedCurve: 'P-384'})
const rsa = generateKeyPairSync('rsa', {modulusLength: 2048})
const ed25519 = generateKeyPairSync('ed25519')

type Header = Record<string, unknown>

/** The document with a signature, made here as JSF has it: over its canonical form with everything of the signature but the value. */
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
  it.each<[string, Header, KeyObject]>([
    ['ES256', sealed({algorithm: 'ES256'}, byEc('sha256', p256.privateKey)), p256.publicKey],
    ['ES384', sealed({algorithm: 'ES384', keyId: 'k'}, byEc('sha384', p384.privateKey)), p384.publicKey],
    ['RS256', sealed({algorithm: 'RS256'}, message => sign('sha256', message, rsa.privateKey)), rsa.publicKey],
    ['PS512', sealed({algorithm: 'PS512'}, message => sign('sha512', message, {key: rsa.privateKey, padding: 6, saltLength: 64})), rsa.publicKey],
    ['Ed25519', sealed({algorithm: 'Ed25519'}, message => sign(undefined, message, ed25519.privateKey)), ed25519.publicKey],
  ])('is verified by %s, and is not after a change', async (_name, object, key) => {
    expect(await verify(object, key)).toMatchObject({status: 'verified'})
    expect(await verify({...object, version: 2}, key)).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })

  const hmac = createHmac('sha256', p256.publicKey.export({type: 'spki', format: 'pem'}))
  it.each<[string, string, Header]>([
    ['the public key as a shared secret', 'algorithm', sealed({algorithm: 'HS256'}, message => hmac.update(message).digest())],
    ['no algorithm', 'algorithm', sealed({algorithm: 'none'}, () => Buffer.from('x'))],
    ['an algorithm that is not the key’s', 'algorithm', sealed({algorithm: 'ES384'}, byEc('sha384', p256.privateKey))],
    ['parts left out', 'coverage', sealed({algorithm: 'ES256', excludes: ['components']}, byEc('sha256', p256.privateKey))],
    ['an empty value', 'signature-missing', {...document, signature: {algorithm: 'ES256', value: ''}}],
    ['a value in DER', 'signature-invalid', sealed({algorithm: 'ES256'}, message => sign('sha256', message, p256.privateKey))],
    [
      'another key, which it brings',
      'key-mismatch',
      sealed({algorithm: 'ES384', publicKey: {...p384.publicKey.export({format: 'jwk'})}}, byEc('sha384', p384.privateKey)),
    ],
  ])('is refused with %s', async (_name, code, object) => {
    expect(await verify(object, p256.publicKey)).toMatchObject({status: 'invalid', code})
  })

  it('proves nothing about who signed by a key inside it', async () => {
    const object = sealed({algorithm: 'ES256', publicKey: {...p256.publicKey.export({format: 'jwk'})}}, byEc('sha256', p256.privateKey))
    expect(await verify(object)).toMatchObject({status: 'unverifiable', code: 'self-asserted'})
    expect(await verify({...object, version: 3})).toMatchObject({status: 'invalid', code: 'signature-invalid'})
  })

  it('is unsigned without one', async () => {
    expect(await verify(document, p256.publicKey)).toMatchObject({status: 'unsigned'})
  })
})
