import {createPublicKey, type KeyObject} from 'node:crypto'
import {asRecord, asText, recordsOf, type UnknownRecord} from '../../lib/narrow.ts'
import type {Signed, Trail} from '../decide.ts'
import {invalid, undecided, unsigned} from '../failure.ts'
import {type Algorithm, algorithms, isOfAlgorithm, isSignedWith} from '../keys/jwa.ts'
import type {TrustedKey} from '../keys/keys.ts'
import {canonicalJson} from './jcs.ts'
import {decodeBase64} from './signed-json.ts'

/**
 * The enveloped signature of a CycloneDX document, or of an object in it (JSON Signature Format 0.82).
 * A key inside the signature proves that the bytes belong together, and nothing about who signed.
 * @throws {TrustFailure} `signature-missing`, `signature-invalid`, `coverage`, `algorithm`, `key-mismatch`,
 *   `key-missing`
 */
export function verifyJsf(object: UnknownRecord, keys: readonly TrustedKey[], trail: Trail): Signed {
  if (object['signature'] === undefined) throw unsigned('it carries no signature')
  const signature = asRecord(object['signature'])
  if (signature === undefined) throw invalid('bundle-malformed', 'its signature is not an object')
  const unread = ['signers', 'chain', 'extensions'].find(name => signature[name] !== undefined)
  if (unread !== undefined) throw undecided('bundle-unsupported', `signatures with ${unread} are not read`)
  const value = asText(signature['value'])
  if (value === undefined) throw invalid('signature-missing', 'the signature has no value')
  if (signature['excludes'] !== undefined)
    throw invalid('coverage', `the signature leaves out ${canonicalJson(signature['excludes'])}`)
  const name = asText(signature['algorithm']) ?? ''
  const algorithm = algorithms.get(name)
  if (algorithm === undefined)
    throw invalid('algorithm', `signatures by ${JSON.stringify(name)} prove nothing about who signed`)
  if (!isExact(object))
    throw invalid(
      'coverage',
      'the document has a whole number beyond 2^53, whose last digits the signature does not cover',
    )
  const {value: _value, ...header} = signature
  const message = Buffer.from(canonicalJson({...object, signature: header}))
  if (!base64UrlPattern.test(value)) throw invalid('signature-invalid', 'the signature is not base64url')
  const bytes = decodeBase64(value, 'signature-invalid', 'the signature')
  return judge({message, bytes, algorithm, embedded: embeddedKey(signature)}, keys, trail)
}

const base64UrlPattern = /^[A-Za-z0-9_-]+$/

/** Canonical JSON writes numbers as doubles: two whole numbers beyond 2^53 may be the same text in it. */
export function isExact(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || !Number.isInteger(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact)
}

interface Parts {
  readonly message: Buffer
  readonly bytes: Buffer
  readonly algorithm: Algorithm
  readonly embedded: KeyObject | undefined
}

function judge(parts: Parts, keys: readonly TrustedKey[], trail: Trail): Signed {
  const {embedded} = parts
  if (keys.length === 0) {
    if (embedded === undefined) throw undecided('key-missing', 'signed with a key: give the public one with --key PEM')
    if (!isSignedWith(embedded, parts)) throw invalid('signature-invalid', 'the signature does not fit the document')
    throw undecided(
      'self-asserted',
      'whole under the key inside the signature, which anybody can put there: give the signer’s with --key PEM',
    )
  }
  const fitting = keys.filter(({key}) => isOfAlgorithm(key, parts.algorithm))
  const key = fitting.find(candidate => isSignedWith(candidate.key, parts))
  if (key !== undefined) {
    trail.checked.push('signature', 'the whole document')
    trail.trust.push(`key ${key.name}`)
    return {signer: `key ${key.name}`}
  }
  if (embedded !== undefined && !keys.some(({key: own}) => own.equals(embedded))) {
    throw invalid('key-mismatch', 'the signature brings another key than the one given')
  }
  if (fitting.length === 0) throw invalid('algorithm', 'the algorithm of the signature is not one of the key')
  throw invalid('signature-invalid', 'the signature does not fit the document and the key')
}

function embeddedKey(signature: UnknownRecord): KeyObject | undefined {
  const jwk = asRecord(signature['publicKey'])
  if (jwk === undefined) return undefined
  try {
    return createPublicKey({key: {...jwk}, format: 'jwk'})
  } catch (error) {
    throw invalid('bundle-malformed', 'the key inside the signature cannot be read', error)
  }
}

/** Components and other parts of a BOM that carry a signature of their own, by JSON pointer. */
export function signedParts(document: UnknownRecord): string[] {
  return ['components', 'services', 'compositions'].flatMap(list =>
    recordsOf(document[list]).flatMap((item, index) => (item['signature'] === undefined ? [] : [`/${list}/${index}`])),
  )
}
