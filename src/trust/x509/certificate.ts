import type {KeyObject} from 'node:crypto'
import {expected} from '../../lib/errors.ts'
import {invalid, type TrustFailure} from '../failure.ts'
import {assertStrongKey, readStrictKey} from '../keys/keys.ts'
import {
  childrenOf,
  DerError,
  type DerValue,
  derTag,
  onlyChild,
  parseDer,
  toBoolean,
  toNumber,
  toOid,
  toTime,
  toWholeBytes,
  withTag,
} from './der.ts'

/** An X.509 certificate (RFC 5280), every part of it a slice of the same bytes. */
export interface Certificate {
  readonly der: Buffer
  /** what the issuer signed */
  readonly signedPart: Buffer
  readonly signatureAlgorithm: DerValue
  readonly signature: Buffer
  /** names as DER: two are the same when their bytes are */
  readonly issuer: DerValue
  readonly subject: DerValue
  readonly notBefore: Date
  readonly notAfter: Date
  readonly subjectPublicKeyInfo: Buffer
  /** by object identifier */
  readonly extensions: ReadonlyMap<string, Extension>
}

/** An extension of a certificate; `value` is the DER inside its octet string. */
export interface Extension {
  readonly isCritical: boolean
  readonly value: Buffer
}

/** Real certificates stay under 10 KB. */
const certificateLimitBytes = 64 * 1024
const versionTag = 0xa0
const uniqueIdTags: readonly (number | undefined)[] = [0x81, 0x82]
const extensionsTag = 0xa3
/** The number that says version 3, the only one with extensions. */
const version3 = 2

/**
 * Reads one certificate, strictly: one DER value with nothing behind it, and no extension twice.
 * @throws {TrustFailure} `bundle-malformed`
 */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > certificateLimitBytes) throw malformed(`it has ${der.length} bytes`)
  return readStrictly(() => toCertificate(parseDer(der)))
}

/**
 * Runs work on a certificate's bytes; what is not DER is a malformed certificate.
 * @throws {TrustFailure} `bundle-malformed`
 */
export function readStrictly<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw malformed(expected(error, DerError).message, error)
  }
}

function toCertificate(root: DerValue): Certificate {
  const [signedPart, signatureAlgorithm, signature, ...behind] = childrenOf(root)
  const fields = [...childrenOf(signedPart)]
  const version =
    fields[0]?.tag === versionTag ? toNumber(withTag(onlyChild(fields.shift() ?? root), derTag.integer)) : undefined
  const [serial, innerAlgorithm, issuer, validity, subject, subjectPublicKeyInfo, ...optional] = fields
  withTag(serial, derTag.integer)
  while (uniqueIdTags.includes(optional[0]?.tag)) optional.shift()
  const [extensions, ...rest] = optional
  const times = childrenOf(validity)
  const outerAlgorithm = withTag(signatureAlgorithm, derTag.sequence)
  if (behind.length > 0 || rest.length > 0 || times.length !== 2)
    throw new DerError('it has more or fewer parts than a certificate')
  if (!withTag(innerAlgorithm, derTag.sequence).bytes.equals(outerAlgorithm.bytes))
    throw new DerError('it names two algorithms for its signature')
  if (extensions !== undefined && version !== version3) throw new DerError('only version 3 has extensions')
  return {
    der: root.bytes,
    signedPart: withTag(signedPart, derTag.sequence).bytes,
    signatureAlgorithm: outerAlgorithm,
    signature: toWholeBytes(signature),
    issuer: withTag(issuer, derTag.sequence),
    subject: withTag(subject, derTag.sequence),
    notBefore: toTime(times[0]),
    notAfter: toTime(times[1]),
    subjectPublicKeyInfo: withTag(subjectPublicKeyInfo, derTag.sequence).bytes,
    extensions: extensions === undefined ? new Map() : toExtensions(onlyChild(withTag(extensions, extensionsTag))),
  }
}

function toExtensions(list: DerValue): Map<string, Extension> {
  const extensions = new Map<string, Extension>()
  for (const item of childrenOf(list)) {
    const [id, ...parts] = childrenOf(item)
    const critical = parts.length === 2 ? parts.shift() : undefined
    const oid = toOid(id)
    if (parts.length !== 1 || extensions.has(oid))
      throw new DerError(`the extension ${oid} is there twice or has too many parts`)
    extensions.set(oid, {
      isCritical: critical !== undefined && toBoolean(critical),
      value: withTag(parts[0], derTag.octetString).content,
    })
  }
  return extensions
}

/**
 * The key that the certificate is about.
 * @throws {TrustFailure} `bundle-malformed`; `key-unsupported` for keys that are too weak to prove anything
 */
export function publicKeyOf({subjectPublicKeyInfo}: Certificate): KeyObject {
  const key = readKey(subjectPublicKeyInfo)
  assertStrongKey(key)
  return key
}

function readKey(der: Buffer): KeyObject {
  try {
    return readStrictKey(der)
  } catch (error) {
    throw malformed('its key cannot be read, or in more than one way', error)
  }
}

/** Names compared as bytes: two spellings of a name are two names. */
export function isSameName(a: DerValue, b: DerValue): boolean {
  return a.bytes.equals(b.bytes)
}

/** Issuer and subject are the same name; nothing is said of the signature (RFC 5280, 6.1). */
export function isSelfIssued({issuer, subject}: Certificate): boolean {
  return isSameName(issuer, subject)
}

const attributeNames: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
])

/** The subject for people, in the order of the certificate; nothing is compared with it. */
export function subjectText({subject}: Certificate): string {
  const attributes = subject.children.flatMap(set => set.children)
  return attributes
    .map(
      ({children: [id, value]}) =>
        `${attributeNames.get(toOid(id)) ?? toOid(id)}=${value?.content.toString('utf8') ?? ''}`,
    )
    .join(', ')
}

function malformed(reason: string, cause?: unknown): TrustFailure {
  return invalid('bundle-malformed', `a certificate cannot be read: ${reason}`, cause)
}
