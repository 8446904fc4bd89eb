import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {Signed, Trail} from '../decide.ts'
import {attempt, invalid, TrustFailure, undecided, unsigned} from '../failure.ts'
import {type Algorithm, algorithms, isOfAlgorithm, isSignedWith} from '../keys/jwa.ts'
import type {TrustedKey} from '../keys/keys.ts'
import {canonicalJson} from './jcs.ts'
import {isExact} from './jsf.ts'
import {decodeBase64, objectsOf, parseSignedJson} from './signed-json.ts'

/** Cards have one or two. */
const signatureLimit = 20

/** What decides how a signature is read, and may not stand where nobody signed it (RFC 7515, 4.1.11 and 7.2.1). */
const mustBeSigned: ReadonlySet<string> = new Set(['alg', 'crit', 'b64'])

interface Signature {
  readonly algorithm: Algorithm
  /** base64url, as it was signed */
  readonly header: string
  readonly bytes: Buffer
}

/**
 * The signatures of an A2A agent card: JWS over its canonical form without `signatures`. Keys come from the user alone:
 * `jku`, `x5u`, `x5c` and `jwk` in a
 * header name keys that whoever wrote the card chose, so they are neither followed nor used.
 * @throws {TrustFailure} `signature-missing`, `signature-invalid`, `bundle-malformed`, `bundle-unsupported`,
 *   `coverage`, `algorithm`, `key-missing`
 * @see A2A 1.0, agent card signing; RFC 7515; RFC 8785
 */
export function verifyAgentCard(card: UnknownRecord, keys: readonly TrustedKey[], trail: Trail): Signed {
  const {signatures, ...content} = card
  const listed = objectsOf(signatures, 'bundle-malformed', 'the list of signatures')
  if (listed.length === 0) throw unsigned('it carries no signature')
  if (listed.length > signatureLimit)
    throw invalid('bundle-malformed', `it carries more than ${signatureLimit} signatures`)
  if (!isExact(content))
    throw invalid('coverage', 'the card has a whole number beyond 2^53, whose last digits the signature does not cover')
  if (keys.length === 0) throw undecided('key-missing', 'signed with a key: give the public one with --key PEM')
  const failures: TrustFailure[] = []
  for (const one of listed) {
    const signed = attempt(() => verifyOne(readSignature(one), content, keys, trail))
    if (signed instanceof TrustFailure) {
      failures.push(signed)
      continue
    }
    if (listed.length > 1) trail.notCovered.push(`${listed.length - 1} further signatures`)
    return signed
  }
  throw failures[0] ?? unsigned('it carries no signature')
}

function readSignature(entry: UnknownRecord): Signature {
  const header = asText(entry['protected'])
  const value = asText(entry['signature'])
  if (header === undefined || value === undefined)
    throw invalid('signature-missing', 'a signature has no protected header or no value')
  const text = decodeBase64(header, 'bundle-malformed', 'the protected header')
  const fields = asRecord(parseSignedJson(text, 'bundle-malformed', 'the protected header'))
  if (fields === undefined) throw invalid('bundle-malformed', 'the protected header is not a JSON object')
  const outside = asRecord(entry['header']) ?? {}
  const twofold = Object.keys(outside).find(name => mustBeSigned.has(name) || Object.hasOwn(fields, name))
  if (twofold !== undefined)
    throw invalid('bundle-malformed', `${JSON.stringify(twofold)} stands outside of the protected header`)
  const unread = ['crit', 'b64'].find(name => fields[name] !== undefined)
  if (unread !== undefined) throw undecided('bundle-unsupported', `signatures with ${unread} are not read`)
  const name = asText(fields['alg']) ?? ''
  // RFC 8037 has one name for both curves, RFC 9864 one for each
  const algorithm = algorithms.get(name === 'EdDSA' ? 'Ed25519' : name)
  if (algorithm === undefined)
    throw invalid('algorithm', `signatures by ${JSON.stringify(name)} prove nothing about who signed`)
  return {algorithm, header, bytes: decodeBase64(value, 'signature-invalid', 'the signature')}
}

function verifyOne(
  {algorithm, header, bytes}: Signature,
  content: UnknownRecord,
  keys: readonly TrustedKey[],
  trail: Trail,
): Signed {
  const fitting = keys.filter(({key}) => isOfAlgorithm(key, algorithm))
  if (fitting.length === 0) throw invalid('algorithm', 'the algorithm of the signature is not one of the key')
  for (const [form, covers] of [
    [content, 'the whole card'] as const,
    [withoutEmpty(content), 'the card but for empty members'] as const,
  ]) {
    const message = Buffer.from(`${header}.${Buffer.from(canonicalJson(form)).toString('base64url')}`)
    const key = fitting.find(candidate => isSignedWith(candidate.key, {message, bytes, algorithm}))
    if (key === undefined) continue
    trail.checked.push('signature', covers)
    if (covers !== 'the whole card') trail.notCovered.push('members with an empty text, list or object')
    trail.trust.push(`key ${key.name}`)
    return {signer: `key ${key.name}`}
  }
  throw invalid('signature-invalid', 'the signature does not fit the card and the key')
}

/** Signers that go by protocol buffers leave out what has the default of its type. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, withoutEmpty(member)] as const)
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)))
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === null) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
