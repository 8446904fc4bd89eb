import {asRecord, type UnknownRecord} from '../../lib/narrow.ts'
import {variantWithin} from '../../lib/parse/field-names.ts'
import {invalid} from '../failure.ts'
import {decodeBase64, objectsOf, parseSignedJson} from '../json/signed-json.ts'
import {toLogEntries, toTimestamps} from '../logs/log-entries.ts'

/** What says whose signature it is. A key inside a bundle is never looked at. */
export type Material =
  | {readonly kind: 'key'; readonly hint: string | undefined}
  /** the signer's first; `isChain` says in which of two fields */
  | {readonly kind: 'certificates'; readonly chain: readonly Buffer[]; readonly isChain: boolean}

/** A signed envelope: the signature is over type and payload together. */
export interface DsseContent {
  readonly kind: 'dsse'
  readonly payloadType: string
  readonly payload: Buffer
  readonly signature: Buffer
}

/** A bare signature over bytes that are not in the bundle; `digest` is what the bundle says they have. */
export interface MessageContent {
  readonly kind: 'message'
  readonly signature: Buffer
  readonly digest: Buffer | undefined
  /** as the bundle names it */
  readonly digestAlgorithm: unknown
}

/** What of a bundle is signed. */
export type Content = DsseContent | MessageContent

/** A Sigstore bundle, of which we know the form and nothing more. */
export interface Bundle {
  /** as parsed, for the log and timestamp checks of Sigstore's library */
  readonly json: UnknownRecord
  readonly material: Material
  readonly content: Content
  readonly logEntries: readonly UnknownRecord[]
  /** answers of timestamp authorities (RFC 3161) */
  readonly timestamps: readonly Buffer[]
  /** the envelope as it was sent to the log, where it is kept so */
  readonly envelope?: Uint8Array
}

/** Every field of a bundle, of an envelope in it and of a log entry. */
const fieldNames: ReadonlySet<string> = new Set([
  ...['mediaType', 'verificationMaterial', 'dsseEnvelope', 'messageSignature', 'messageDigest', 'algorithm', 'digest'],
  ...['publicKey', 'hint', 'x509CertificateChain', 'certificates', 'certificate', 'rawBytes', 'keyDetails'],
  ...['payload', 'payloadType', 'signatures', 'signature', 'sig', 'keyid', 'keyId'],
  ...['tlogEntries', 'logIndex', 'logId', 'kindVersion', 'kind', 'version', 'integratedTime', 'inclusionPromise'],
  ...['signedEntryTimestamp', 'inclusionProof', 'rootHash', 'treeSize', 'hashes', 'checkpoint', 'envelope'],
  ...['canonicalizedBody', 'timestampVerificationData', 'rfc3161Timestamps', 'signedTimestamp'],
])

const mediaTypePattern = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v0\.3\+json|\+json;version=0\.[123])$/

/**
 * Reads a Sigstore bundle (v0.1 to v0.3, and OpenSSF model signing's, which puts a certificate chain under v0.3).
 * @throws {TrustFailure} `bundle-malformed`, `signature-missing`
 */
export function parseBundle(content: string | Uint8Array): Bundle {
  return toBundle(parseSignedJson(content, 'bundle-malformed', 'the bundle'))
}

/** The same for a bundle inside another document that was read by {@link parseSignedJson}. */
export function toBundle(value: unknown): Bundle {
  const json = asRecord(value)
  if (json === undefined) throw malformed('it is not an object')
  assertFieldNames(json)
  if (typeof json['mediaType'] !== 'string' || !mediaTypePattern.test(json['mediaType'])) {
    throw malformed(`unknown media type ${JSON.stringify(json['mediaType'])}`)
  }
  const material = asRecord(json['verificationMaterial'])
  if (material === undefined) throw malformed('no verification material')
  return {
    json,
    material: toMaterial(material),
    content: toContent(json),
    logEntries: toLogEntries(material),
    timestamps: toTimestamps(material),
  }
}

/** Programs that accept other spellings of a field would read another bundle. */
export function assertFieldNames(value: unknown): void {
  const variant = variantWithin(value, fieldNames)
  if (variant !== undefined) throw malformed(`some programs take ${JSON.stringify(variant)} for another field`)
}

function toMaterial(material: UnknownRecord): Material {
  const present = ['publicKey', 'x509CertificateChain', 'certificate'].filter(
    name => material[name] !== undefined && material[name] !== null,
  )
  if (present.length !== 1) throw malformed(`${present.length} kinds of verification material where one is expected`)
  const publicKey = asRecord(material['publicKey'])
  if (publicKey !== undefined) return {kind: 'key', hint: toHint(publicKey['hint'])}
  const single = asRecord(material['certificate'])
  const listed = asRecord(material['x509CertificateChain'])?.['certificates']
  const certificates = single === undefined ? objectsOf(listed, 'bundle-malformed', 'the certificate chain') : [single]
  const chain = certificates.map(certificate =>
    decodeBase64(certificate['rawBytes'], 'bundle-malformed', 'a certificate'),
  )
  if (chain.length === 0 || chain.some(der => der.length === 0)) throw malformed('no certificate')
  return {kind: 'certificates', chain, isChain: single === undefined}
}

function toHint(hint: unknown): string | undefined {
  if (hint === undefined || hint === '') return undefined
  if (typeof hint !== 'string') throw malformed('the name of the key is not text')
  return hint
}

function toContent(json: UnknownRecord): Content {
  const envelope = asRecord(json['dsseEnvelope'])
  const message = asRecord(json['messageSignature'])
  if ((envelope === undefined) === (message === undefined))
    throw malformed('it holds neither or both of an envelope and a message signature')
  if (envelope !== undefined) return toDsse(envelope)
  const digest = asRecord(message?.['messageDigest'])
  return {
    kind: 'message',
    signature: toSignature(message?.['signature']),
    digest: digest === undefined ? undefined : decodeBase64(digest['digest'], 'bundle-malformed', 'the message digest'),
    digestAlgorithm: digest?.['algorithm'],
  }
}

/** @throws {TrustFailure} `bundle-malformed`, `signature-missing` */
export function toDsse(envelope: UnknownRecord): DsseContent {
  const signatures = objectsOf(envelope['signatures'], 'bundle-malformed', 'the list of signatures')
  if (signatures.length === 0) throw invalid('signature-missing', 'the envelope holds no signature')
  if (signatures.length > 1) throw malformed(`${signatures.length} signatures where exactly one is allowed`)
  const keyId = signatures[0]?.['keyid'] ?? ''
  if (typeof keyId !== 'string') throw malformed('the name of the key is not text')
  const {payloadType, payload} = envelope
  if (typeof payloadType !== 'string') throw malformed('no payload type')
  return {
    kind: 'dsse',
    payloadType,
    payload: decodeBase64(payload, 'bundle-malformed', 'the payload'),
    signature: toSignature(signatures[0]?.['sig']),
  }
}

function toSignature(value: unknown): Buffer {
  if (value === undefined || value === '') throw invalid('signature-missing', 'the signature is empty')
  return decodeBase64(value, 'bundle-malformed', 'the signature')
}

function malformed(reason: string): Error {
  return invalid('bundle-malformed', `the bundle is malformed: ${reason}`)
}
