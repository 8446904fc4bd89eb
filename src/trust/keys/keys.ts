import {createHash, createPublicKey, type KeyObject, verify} from 'node:crypto'
import {sha256Hex} from '../../lib/digest.ts'
import {AibomError, messageOf} from '../../lib/errors.ts'
import {undecided} from '../failure.ts'
import {parseOnlyBlock} from './pem.ts'

/** A public key that the user gave, with the names bundles know it by. */
export interface TrustedKey {
  readonly key: KeyObject
  /** as the user typed its path */
  readonly name: string
  /** `sha256:hex` over the DER, the same wherever the key lies */
  readonly digest: string
  /** model signing: hex of SHA-256 over the PEM text · cosign: base64 of SHA-256 over the DER */
  readonly hints: {readonly oms: string; readonly cosign: string}
}

/**
 * A public key in PEM form: one block, and nothing besides it.
 * @throws {AibomError} `AIBOM_KEY_PRIVATE`, `AIBOM_KEY_INVALID`
 */
export function readPublicKey(pem: string, name: string): TrustedKey {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    throw new AibomError('AIBOM_KEY_PRIVATE', `${name} is a private key; verifying takes the public one`, {
      hint: `Give the public key. To make it from the private one: openssl pkey -in ${name} -pubout`,
    })
  }
  try {
    return toTrustedKey(toPublicKey(pem), name)
  } catch (error) {
    throw new AibomError('AIBOM_KEY_INVALID', `${name} is not one public key in PEM form: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** Node would take a certificate, or the first of several blocks, for a key. */
function toPublicKey(pem: string): KeyObject {
  const isPkcs1 = pem.includes('-----BEGIN RSA PUBLIC KEY-----')
  const type = isPkcs1 ? 'pkcs1' : 'spki'
  const der = parseOnlyBlock(pem, isPkcs1 ? 'RSA PUBLIC KEY' : 'PUBLIC KEY', {allowsPreamble: true})
  return readStrictKey(der, type)
}

/**
 * A key that is written in one way only: its bytes are those that Node would write.
 * @throws {Error} of Node, or where the bytes differ
 */
export function readStrictKey(der: Buffer, type: 'spki' | 'pkcs1' = 'spki'): KeyObject {
  const key = createPublicKey({key: der, format: 'der', type})
  if (key.export({type, format: 'der'}).equals(der)) return key
  throw new Error('the bytes can be read in more than one way')
}

/** With the hints that bundles name a key by: the hash of its PEM in hex (OMS), of its DER in base64 (cosign). */
export function toTrustedKey(key: KeyObject, name: string): TrustedKey {
  const pem = key.export({type: 'spki', format: 'pem'})
  const der = key.export({type: 'spki', format: 'der'})
  return {
    key,
    name,
    digest: `sha256:${sha256Hex(der)}`,
    hints: {
      oms: createHash('sha256').update(pem).digest('hex'),
      cosign: createHash('sha256').update(der).digest('base64'),
    },
  }
}

const hashByCurve: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'sha256'],
  ['secp384r1', 'sha384'],
  ['secp521r1', 'sha512'],
])

/** The hash that goes with a key's curve, which Node does not choose by itself: it takes SHA-256 for every one. */
export function hashOfCurve(key: KeyObject): string | undefined {
  return key.asymmetricKeyType === 'ec' ? hashByCurve.get(key.asymmetricKeyDetails?.namedCurve ?? '') : undefined
}

/**
 * Hashes a signature of this key may be made with, the usual one first; `undefined` for keys that hash by themselves.
 * cosign signs with SHA-256 whatever the curve.
 * @throws {TrustFailure} `key-unsupported`
 */
export function hashesOf(key: KeyObject): readonly (string | undefined)[] {
  assertStrongKey(key)
  if (key.asymmetricKeyType === 'rsa') return ['sha256', 'sha512', 'sha384']
  const hash = hashOfCurve(key)
  return hash === undefined ? [hash] : [...new Set([hash, 'sha256'])]
}

/** NIST SP 800-131A: shorter keys can be factored. OpenSSL does not reckon with longer ones than the limit. */
const rsaBits = {least: 2048, most: 16_384} as const
const leastExponent = 3n

/**
 * A key that can be broken proves nothing about who signed.
 * @throws {TrustFailure} `key-unsupported`
 */
export function assertStrongKey(key: KeyObject): void {
  const {asymmetricKeyType: type, asymmetricKeyDetails: details = {}} = key
  if (type === 'ed25519' || type === 'ed448' || hashOfCurve(key) !== undefined) return
  if (type !== 'rsa') throw undecided('key-unsupported', `keys of type ${details.namedCurve ?? type} are not supported`)
  const {modulusLength = 0, publicExponent = 0n} = details
  const isStrong = modulusLength >= rsaBits.least && modulusLength <= rsaBits.most && publicExponent >= leastExponent
  if (!isStrong)
    throw undecided(
      'key-unsupported',
      `an RSA key of ${modulusLength} bits (exponent ${publicExponent}) proves nothing: ${rsaBits.least} is the least`,
    )
}

/** Whether a key made this signature over these bytes. */
export function isSignedBy(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  return hashesOf(key).some(hash => verifies(hash, bytes, key, signature))
}

/** A signature that is no DER at all is a wrong signature, not an error; of RSA keys it has the padding of PKCS #1. */
export function verifies(hash: string | undefined, bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  return verify(hash, bytes, key, signature)
}
