import {constants, createHash, createPublicKey, type KeyObject, verify} from 'node:crypto'
import {AibomError} from '../lib/errors.ts'
import {undecided} from './failure.ts'

/** A public key that the user gave, with the names bundles know it by. */
export interface TrustedKey {
  readonly key: KeyObject
  /** as the user typed its path */
  readonly name: string
  /** model signing: hex of SHA-256 over the PEM text · cosign: base64 of SHA-256 over the DER */
  readonly hints: {readonly oms: string; readonly cosign: string}
}

/** @throws {AibomError} `AIBOM_KEY_PRIVATE`, `AIBOM_KEY_INVALID` */
export function readPublicKey(pem: string, name: string): TrustedKey {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    throw new AibomError('AIBOM_KEY_PRIVATE', `${name} is a private key; verifying takes the public one`, {
      hint: `openssl pkey -in ${name} -pubout`,
    })
  }
  try {
    return toTrustedKey(createPublicKey(pem), name)
  } catch (error) {
    throw new AibomError('AIBOM_KEY_INVALID', `${name} is not a public key in PEM form`, {cause: error})
  }
}

export function toTrustedKey(key: KeyObject, name: string): TrustedKey {
  const pem = key.export({type: 'spki', format: 'pem'})
  const der = key.export({type: 'spki', format: 'der'})
  return {
    key,
    name,
    hints: {oms: createHash('sha256').update(pem).digest('hex'), cosign: createHash('sha256').update(der).digest('base64')},
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
  if (key.asymmetricKeyType === 'ed25519') return [undefined]
  if (key.asymmetricKeyType === 'rsa') return ['sha256', 'sha512', 'sha384']
  const hash = hashOfCurve(key)
  if (hash === undefined)
    throw undecided('key-unsupported', `keys of type ${key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType} are not supported`)
  return hash === 'sha256' ? [hash] : [hash, 'sha256']
}

/** Whether a key made this signature over these bytes. */
export function isSignedBy(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  return hashesOf(key).some(hash => verifies(hash, bytes, key, signature))
}

/** A signature that is no DER at all is a wrong signature, not an error. */
export function verifies(hash: string | undefined, bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  if (key.asymmetricKeyType !== 'rsa') return verify(hash, bytes, key, signature)
  return verify(hash, bytes, {key, padding: constants.RSA_PKCS1_PADDING}, signature)
}
