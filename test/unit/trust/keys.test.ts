import {constants, createPublicKey, generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {hashesOf, hashOfCurve, isSignedBy, readPublicKey} from '../../../src/trust/keys/keys.ts'
import {parseOnlyBlock, parsePem} from '../../../src/trust/keys/pem.ts'
import {ecKeys, issue, pemOf, rsaKeys} from '../../support/certificates.ts'

const pem = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki'): string => String(key.export({type, format: 'pem'}))
/** Any odd number of this length stands for the product of two primes. */
const rsaOf = (bits: number): KeyObject => {
  const hex = ((1n << BigInt(bits - 1)) + 1n).toString(16)
  const n = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
  return createPublicKey({key: {kty: 'RSA', n, e: 'AQAB'}, format: 'jwk'})
}
const ec = ecKeys()
const rsa = rsaKeys(2048)

describe('readPublicKey', () => {
  it.each<[string, string, KeyObject]>([
    ['an EC key', pem(ec.publicKey), ec.publicKey],
    ['an RSA key', pem(rsa.publicKey), rsa.publicKey],
    ['an RSA key in PKCS#1', pem(rsa.publicKey, 'pkcs1'), rsa.publicKey],
    ['a key behind a description', `Public Key Information:\n  Curve: P-256\n\n${pem(ec.publicKey)}`, ec.publicKey],
    ['a key with line breaks of Windows', pem(ec.publicKey).replaceAll('\n', '\r\n'), ec.publicKey],
  ])('reads %s', (_name, text, key) => {
    expect(readPublicKey(text, 'key.pem').key.equals(key)).toBe(true)
  })

  it('knows the names that bundles have for a key', () => {
    const {hints, name} = readPublicKey(pem(ec.publicKey), 'key.pem')
    expect(name).toBe('key.pem')
    expect(hints.oms).toMatch(/^[0-9a-f]{64}$/)
    expect(Buffer.from(hints.cosign, 'base64')).toHaveLength(32)
  })

  const encrypted = String(
    ec.privateKey.export({type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret'}),
  )
  it.each<[string, string, string]>([
    ['a private key', 'AIBOM_KEY_PRIVATE', String(ec.privateKey.export({type: 'pkcs8', format: 'pem'}))],
    ['an EC private key', 'AIBOM_KEY_PRIVATE', String(ec.privateKey.export({type: 'sec1', format: 'pem'}))],
    ['an encrypted private key', 'AIBOM_KEY_PRIVATE', encrypted],
    ['a private key behind a public one', 'AIBOM_KEY_PRIVATE', pem(ec.publicKey) + encrypted],
    ['nothing', 'AIBOM_KEY_INVALID', ''],
    ['a certificate', 'AIBOM_KEY_INVALID', pemOf(issue({name: 'a'}).der)],
    ['two keys', 'AIBOM_KEY_INVALID', pem(ec.publicKey) + pem(rsa.publicKey)],
    ['the same key twice', 'AIBOM_KEY_INVALID', pem(ec.publicKey) + pem(ec.publicKey)],
    ['text behind the key', 'AIBOM_KEY_INVALID', `${pem(ec.publicKey)}x`],
    [
      'bytes behind the key',
      'AIBOM_KEY_INVALID',
      block(Buffer.concat([ec.publicKey.export({type: 'spki', format: 'der'}), Buffer.from([0])])),
    ],
    [
      'bytes behind an RSA key inside it',
      'AIBOM_KEY_INVALID',
      block(Buffer.concat([rsa.publicKey.export({type: 'pkcs1', format: 'der'}), Buffer.from([0])]), 'RSA PUBLIC KEY'),
    ],
    ['a block that is cut off', 'AIBOM_KEY_INVALID', pem(ec.publicKey).slice(0, 60)],
    ['bytes that are not a key', 'AIBOM_KEY_INVALID', block(Buffer.from('key'))],
  ])('refuses %s', (_name, code, text) => {
    expect(() => readPublicKey(text, 'key.pem')).toThrow(expect.objectContaining({code}))
  })

  function block(der: Buffer, label = 'PUBLIC KEY'): string {
    return `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`
  }
})

describe('a key', () => {
  it.each<[string, KeyObject, readonly (string | undefined)[]]>([
    ['on P-256', ec.publicKey, ['sha256']],
    ['on P-384', ecKeys('secp384r1').publicKey, ['sha384', 'sha256']],
    ['on P-521', ecKeys('secp521r1').publicKey, ['sha512', 'sha256']],
    ['Ed25519', generateKeyPairSync('ed25519').publicKey, [undefined]],
    ['RSA of 2,048 bits', rsa.publicKey, ['sha256', 'sha512', 'sha384']],
    ['RSA of 16,384 bits', rsaOf(16_384), ['sha256', 'sha512', 'sha384']],
    ['RSA with the exponent 3', rsaKeys(2048, 3).publicKey, ['sha256', 'sha512', 'sha384']],
  ])('%s is hashed for by %s', (_name, key, hashes) => {
    expect(hashesOf(key)).toEqual(hashes)
  })

  it.each<[string, KeyObject]>([
    ['RSA of 1,024 bits', rsaKeys(1024).publicKey],
    ['RSA of 2,047 bits', rsaKeys(2047).publicKey],
    ['RSA of 16,385 bits', rsaOf(16_385)],
    ['secp256k1', ecKeys('secp256k1').publicKey],
    ['RSA-PSS', generateKeyPairSync('rsa-pss', {modulusLength: 2048}).publicKey],
    ['X25519', generateKeyPairSync('x25519').publicKey],
  ])('%s proves nothing', (_name, key) => {
    expect(() => hashesOf(key)).toThrow(expect.objectContaining({code: 'key-unsupported', outcome: 'unverifiable'}))
    expect(hashOfCurve(key)).toBeUndefined()
  })

  it('has signed what it signed, by any hash that goes with it', () => {
    const bytes = Buffer.from('bytes')
    const p384 = ecKeys('secp384r1')
    for (const hash of ['sha256', 'sha384'])
      expect(isSignedBy(p384.publicKey, bytes, sign(hash, bytes, p384.privateKey))).toBe(true)
    for (const hash of ['sha256', 'sha384', 'sha512'])
      expect(isSignedBy(rsa.publicKey, bytes, sign(hash, bytes, rsa.privateKey))).toBe(true)
    expect(isSignedBy(rsa.publicKey, bytes, sign('sha1', bytes, rsa.privateKey))).toBe(false)
    expect(
      isSignedBy(
        rsa.publicKey,
        bytes,
        sign('sha256', bytes, {key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING}),
      ),
    ).toBe(false)
    expect(isSignedBy(ec.publicKey, bytes, sign('sha384', bytes, ec.privateKey))).toBe(false)
    expect(isSignedBy(ec.publicKey, bytes, Buffer.alloc(0))).toBe(false)
  })
})

describe('parsePem', () => {
  it.each<[string, string]>([
    ['-----BEGIN X-----\nAAAA\n', 'the PEM block X has no end'],
    ['-----BEGIN X-----\nAA!A\n-----END X-----\n', 'the PEM block X is not base64'],
    ['-----END X-----\n', 'a line of the PEM text begins no block'],
  ])('says of %j that %s', (text, message) => {
    expect(() => parsePem(text)).toThrow(message)
  })

  it('tells text before the first block from text behind it', () => {
    const block = '-----BEGIN X-----\nAAAA\n-----END X-----\n'
    const texts = (text: string) => {
      const {blocks, hasTextBefore, hasTextBehind} = parsePem(text)
      return [blocks.length, hasTextBefore, hasTextBehind]
    }
    expect(texts(block)).toEqual([1, false, false])
    expect(texts(`a\n${block}`)).toEqual([1, true, false])
    expect(texts(`\n${block}b\n${block}`)).toEqual([2, false, true])
    expect(parseOnlyBlock(`a\n${block}`, 'X', {allowsPreamble: true})).toEqual(Buffer.alloc(3))
    for (const text of [`a\n${block}`, `${block}b`, block + block, block.replaceAll('X', 'Y'), ''])
      expect(() => parseOnlyBlock(text, 'X')).toThrow('it is not one PEM block X and nothing else')
  })
})
