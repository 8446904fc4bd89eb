import {constants, type KeyObject, verify} from 'node:crypto'
import {invalid} from '../failure.ts'
import {type Certificate, readStrictly} from './certificate.ts'
import {childrenOf, DerError, type DerValue, derTag, onlyChild, toNumber, toOid, withTag} from './der.ts'

interface Algorithm {
  readonly keyType: string
  readonly hash: string | undefined
  /** bytes of salt, for RSASSA-PSS */
  readonly saltLength?: number
}

const ecdsa = (hash: string): Algorithm => ({keyType: 'ec', hash})
const rsa = (hash: string): Algorithm => ({keyType: 'rsa', hash})

/**
 * Those without parameters, and RSA with a NULL in their place. SHA-1 and MD5 are left out on purpose: their collisions
 * have forged certificates.
 */
const algorithms: ReadonlyMap<string, Algorithm> = new Map([
  ['1.2.840.10045.4.3.2', ecdsa('sha256')],
  ['1.2.840.10045.4.3.3', ecdsa('sha384')],
  ['1.2.840.10045.4.3.4', ecdsa('sha512')],
  ['1.2.840.113549.1.1.11', rsa('sha256')],
  ['1.2.840.113549.1.1.12', rsa('sha384')],
  ['1.2.840.113549.1.1.13', rsa('sha512')],
  ['1.3.101.112', {keyType: 'ed25519', hash: undefined}],
])

const pssOid = '1.2.840.113549.1.1.10'
const mgf1Oid = '1.2.840.113549.1.1.8'
const hashes: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

/**
 * Whether this key signed the certificate.
 * @throws {TrustFailure} `untrusted-chain` where the signature is by an algorithm that proves nothing
 */
export function isSignedByIssuer(certificate: Certificate, issuerKey: KeyObject): boolean {
  const {keyType, hash, saltLength} = readStrictly(() => toAlgorithm(certificate.signatureAlgorithm))
  if (issuerKey.asymmetricKeyType !== keyType) return false
  const padding = saltLength === undefined ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_PSS_PADDING
  const key = keyType === 'rsa' ? {key: issuerKey, padding, ...(saltLength !== undefined && {saltLength})} : issuerKey
  return verify(hash, certificate.signedPart, key, certificate.signature)
}

function toAlgorithm(value: DerValue): Algorithm {
  const [id, parameters, ...rest] = value.children
  const oid = toOid(id)
  if (oid === pssOid && rest.length === 0) return toPss(withTag(parameters, derTag.sequence))
  const algorithm = algorithms.get(oid)
  if (algorithm === undefined)
    throw invalid(
      'untrusted-chain',
      `a certificate of the chain is signed by the algorithm ${oid}, which proves nothing`,
    )
  const isBare = algorithm.keyType === 'rsa' ? isNull(parameters) : parameters === undefined
  if (!isBare || rest.length > 0) throw new DerError('its signature has parameters that do not belong to the algorithm')
  return algorithm
}

/** RFC 4055, 3.1: one hash for both, and the salt as long as the certificate says. */
function toPss(parameters: DerValue): Algorithm {
  const [hash, mask, salt, ...rest] = parameters.children
  const name = hashOf(onlyChild(withTag(hash, 0xa0)))
  const [maskId, maskHash] = childrenOf(onlyChild(withTag(mask, 0xa1)))
  if (rest.length > 0 || toOid(maskId) !== mgf1Oid || hashOf(withTag(maskHash, derTag.sequence)) !== name) {
    throw new DerError('its signature has parameters that are not taken')
  }
  return {keyType: 'rsa', hash: name, saltLength: toNumber(withTag(onlyChild(withTag(salt, 0xa2)), derTag.integer))}
}

function hashOf(algorithm: DerValue): string {
  const [id, parameters] = childrenOf(algorithm)
  const name = hashes.get(toOid(id))
  if (name === undefined || !(parameters === undefined || isNull(parameters)))
    throw invalid('untrusted-chain', 'a certificate of the chain is signed over a weak hash')
  return name
}

function isNull(value: DerValue | undefined): boolean {
  return value?.tag === derTag.null && value.content.length === 0
}
