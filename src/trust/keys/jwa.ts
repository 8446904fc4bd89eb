import {constants, type KeyObject, verify} from 'node:crypto'
import {assertStrongKey} from './keys.ts'

/** What an algorithm asks of the key, and how the message is hashed; EdDSA has no `hash` of its own. */
export interface Algorithm {
  readonly keyType: string
  readonly curve?: string
  readonly hash: string | undefined
  readonly pss?: boolean
}

/** Asymmetric algorithms by their names in JWA and JSF. HS* are left out on purpose: a public key is no secret. */
export const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ['ES256', {keyType: 'ec', curve: 'prime256v1', hash: 'sha256'}],
  ['ES384', {keyType: 'ec', curve: 'secp384r1', hash: 'sha384'}],
  ['ES512', {keyType: 'ec', curve: 'secp521r1', hash: 'sha512'}],
  ['RS256', {keyType: 'rsa', hash: 'sha256'}],
  ['RS384', {keyType: 'rsa', hash: 'sha384'}],
  ['RS512', {keyType: 'rsa', hash: 'sha512'}],
  ['PS256', {keyType: 'rsa', hash: 'sha256', pss: true}],
  ['PS384', {keyType: 'rsa', hash: 'sha384', pss: true}],
  ['PS512', {keyType: 'rsa', hash: 'sha512', pss: true}],
  ['Ed25519', {keyType: 'ed25519', hash: undefined}],
  ['Ed448', {keyType: 'ed448', hash: undefined}],
])

/** A message, the `bytes` of its signature, and the algorithm they are said to be of. */
export interface SignedBytes {
  readonly message: Buffer
  readonly bytes: Buffer
  readonly algorithm: Algorithm
}

/** Whether a key is of the kind that the algorithm takes. */
export function isOfAlgorithm(key: KeyObject, {keyType, curve}: Algorithm): boolean {
  return key.asymmetricKeyType === keyType && (curve === undefined || key.asymmetricKeyDetails?.namedCurve === curve)
}

/** Whether a key made this signature over these bytes. @throws {TrustFailure} `key-unsupported` */
export function isSignedWith(key: KeyObject, {message, bytes, algorithm}: SignedBytes): boolean {
  if (!isOfAlgorithm(key, algorithm)) return false
  assertStrongKey(key)
  if (algorithm.keyType === 'ec') return verify(algorithm.hash, message, {key, dsaEncoding: 'ieee-p1363'}, bytes)
  if (algorithm.keyType !== 'rsa') return verify(algorithm.hash, message, key, bytes)
  const padding = algorithm.pss === true ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  return verify(algorithm.hash, message, {key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST}, bytes)
}
