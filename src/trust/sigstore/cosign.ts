import {createHash} from 'node:crypto'
import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {artifactOfBytes, artifactOfDigests} from '../artifact.ts'
import type {Signed, Trail} from '../decide.ts'
import {invalid, undecided} from '../failure.ts'
import {assertFields, decodeBase64, objectsOf, parseSignedJson} from '../json/signed-json.ts'
import {parseOnlyBlock} from '../keys/pem.ts'
import {parseCertificate, publicKeyOf} from '../x509/certificate.ts'
import {assertFieldNames, type Bundle, parseBundle, toBundle} from './bundle.ts'
import {type BundleTrust, verifyBundle} from './sigstore-bundle.ts'

/** A layer of a signature manifest, with its bytes. */
export interface SignatureLayer {
  readonly mediaType: string
  readonly annotations: UnknownRecord
  readonly bytes: Uint8Array
}

/** What the signature of an image has to be about; an empty list of predicates allows any. */
export interface ImageClaim {
  /** `sha256:…` of the artifact's manifest */
  readonly image: string
  readonly predicateTypes: readonly string[]
}

/** Layer of cosign before bundles: a payload that names the image, its signature in the annotations. */
export const simpleSigningType = 'application/vnd.dev.cosign.simplesigning.v1+json'
/** Layer of `cosign attest` before bundles: a DSSE envelope. */
export const envelopeType = 'application/vnd.dsse.envelope.v1+json'
/** A Sigstore bundle as a layer, by either spelling of its version. */
export const bundleTypePattern = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v0\.\d+\+json|\+json;version=0\.\d+)$/

const bundleV01 = 'application/vnd.dev.sigstore.bundle+json;version=0.1'
const annotation = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
} as const
/** What else cosign may write beside a signature begins so. */
const ownAnnotation = /^dev\.(?:sigstore|cosignproject)\.cosign\//

/** Who signed a layer; the predicate is absent for a bare signature. */
export interface VerifiedLayer {
  readonly signed: Signed
  readonly predicateType?: string
}

/**
 * One layer of cosign's: a simple signature (`.sig`), an attestation (`.att`), or a bundle that refers to the artifact
 * (OCI 1.1).
 * @throws {TrustFailure} among others `media-type`, `tlog-missing`, `subject-digest`, `predicate-type`
 */
export async function verifyLayer(
  layer: SignatureLayer,
  claim: ImageClaim,
  trust: BundleTrust,
  trail: Trail,
): Promise<VerifiedLayer> {
  const isBundle = bundleTypePattern.test(layer.mediaType)
  if (!isBundle) checkBeside(layer, trust, trail)
  if (layer.mediaType === simpleSigningType) return verifySimpleSigning(layer, claim, trust, trail)
  const bundle = isBundle ? parseBundle(layer.bytes) : fromEnvelope(layer, trust)
  const artifact = artifactOfDigests(new Map([['sha256', claim.image.slice('sha256:'.length)]]))
  const {signed, statement} = await verifyBundle(bundle, {artifact, predicateTypes: claim.predicateTypes}, trust, trail)
  const {predicateType: label = statement?.predicateType} = isBundle ? {} : layer.annotations
  if (label !== statement?.predicateType)
    trail.notCovered.push(`the type ${JSON.stringify(label)} that the layer states, which is not the signed one`)
  return {signed, ...(statement !== undefined && {predicateType: statement.predicateType})}
}

/** What stands beside a signature and does not decide over it: it must not contradict, and is told. */
function checkBeside({mediaType, annotations}: SignatureLayer, {keys}: BundleTrust, trail: Trail): void {
  const pem = asText(annotations[annotation.certificate])
  if (keys.length > 0 && pem !== undefined) {
    const own = publicKeyOf(parseCertificate(parseOnlyBlock(pem, 'CERTIFICATE')))
    if (!keys.some(({key}) => key.equals(own)))
      throw invalid('key-mismatch', 'the certificate beside the signature is of another key than the one given')
    trail.notCovered.push('the certificate beside the signature: the key was given')
  }
  const used = new Set<string>([annotation.certificate, annotation.bundle, annotation.timestamp])
  if (mediaType === simpleSigningType || annotations[annotation.signature] === '') used.add(annotation.signature)
  const others = Object.keys(annotations).filter(name => ownAnnotation.test(name) && !used.has(name))
  for (const name of others.sort()) trail.notCovered.push(`the annotation ${name} beside the signature`)
}

async function verifySimpleSigning(
  layer: SignatureLayer,
  {image, predicateTypes}: ImageClaim,
  trust: BundleTrust,
  trail: Trail,
): Promise<VerifiedLayer> {
  if (predicateTypes.length > 0) throw invalid('predicate-type', 'a simple signature makes no statement of any type')
  const signature = asText(layer.annotations[annotation.signature])
  if (signature === undefined) throw invalid('signature-missing', 'the layer has no signature')
  const bundle = toBundle({
    mediaType: bundleV01,
    verificationMaterial: materialOf(layer, trust),
    messageSignature: {
      messageDigest: {algorithm: 'SHA2_256', digest: createHash('sha256').update(layer.bytes).digest('base64')},
      signature,
    },
  })
  const {signed} = await verifyBundle(
    bundle,
    {artifact: artifactOfBytes(layer.bytes), predicateTypes: []},
    trust,
    trail,
  )
  const signedImage = signedImageOf(layer.bytes)
  if (signedImage !== image) throw invalid('subject-digest', `signed is ${JSON.stringify(signedImage)}, not ${image}`)
  trail.checked.push('image digest')
  return {signed}
}

/** What a simple signature names. @throws {TrustFailure} `statement-malformed`, `statement-type` */
function signedImageOf(bytes: Uint8Array): unknown {
  const text = withFields(parseSignedJson(bytes, 'statement-malformed', 'the signed text'), 'critical', 'optional')
  const critical = withFields(text['critical'], 'identity', 'image', 'type')
  if (critical['type'] !== 'cosign container image signature')
    throw invalid('statement-type', 'the signed text is not an image signature')
  return withFields(critical['image'], 'docker-manifest-digest')['docker-manifest-digest']
}

/** An object that every program reads alike; an empty one for what is none. */
function withFields(value: unknown, ...names: readonly string[]): UnknownRecord {
  const record = asRecord(value) ?? {}
  assertFields(record, new Set(names), 'statement-malformed')
  return record
}

function fromEnvelope(layer: SignatureLayer, trust: BundleTrust): Bundle {
  if (layer.mediaType !== envelopeType)
    throw invalid('media-type', `a layer of type ${JSON.stringify(layer.mediaType)} is not a signature`)
  const envelope = asRecord(parseSignedJson(layer.bytes, 'bundle-malformed', 'the envelope'))
  assertFieldNames(envelope)
  const signatures = objectsOf(envelope?.['signatures'], 'bundle-malformed', 'the list of signatures')
  const bundle = toBundle({
    mediaType: bundleV01,
    verificationMaterial: materialOf(layer, trust),
    dsseEnvelope: {...envelope, signatures: signatures.map(({sig}) => ({sig, keyid: ''}))},
  })
  return {...bundle, envelope: layer.bytes}
}

/**
 * Where a key was given it decides; else the certificate beside the signature and the log entry that shows when it was
 * used. Log entries and timestamps are checked in any case.
 */
function materialOf({annotations}: SignatureLayer, {keys}: BundleTrust): UnknownRecord {
  const pem = asText(annotations[annotation.certificate])
  const logged = asText(annotations[annotation.bundle])
  const times = {
    ...(logged !== undefined && {tlogEntries: [toLogEntry(logged)]}),
    timestampVerificationData: {rfc3161Timestamps: toTimestamps(asText(annotations[annotation.timestamp]))},
  }
  if (keys.length > 0) return {publicKey: {hint: ''}, ...times}
  if (pem === undefined) throw undecided('key-missing', 'signed with a key: give the public one with --key PEM')
  if (logged === undefined) throw invalid('tlog-missing', 'no entry of a transparency log beside the certificate')
  const rawBytes = parseOnlyBlock(pem, 'CERTIFICATE').toString('base64')
  return {x509CertificateChain: {certificates: [{rawBytes}]}, ...times}
}

/** @throws {TrustFailure} `bundle-malformed` */
function toTimestamps(text: string | undefined): UnknownRecord[] {
  if (text === undefined) return []
  const answer = asRecord(parseSignedJson(text, 'bundle-malformed', 'the timestamp'))
  return [{signedTimestamp: answer?.['SignedRFC3161Timestamp']}]
}

const logIdPattern = /^[0-9a-f]{64}$/

/** @throws {TrustFailure} `bundle-malformed` */
function toLogEntry(text: string): UnknownRecord {
  const bundle = asRecord(parseSignedJson(text, 'bundle-malformed', 'the log entry'))
  const payload = asRecord(bundle?.['Payload'])
  const encoded = asText(payload?.['body'])
  const logId = asText(payload?.['logID'])
  const [logIndex, integratedTime] = [payload?.['logIndex'], payload?.['integratedTime']]
  if (
    encoded === undefined ||
    logId === undefined ||
    !logIdPattern.test(logId) ||
    !Number.isSafeInteger(logIndex) ||
    !Number.isSafeInteger(integratedTime)
  ) {
    throw invalid('bundle-malformed', 'the log entry has no body, index, time or log id')
  }
  const body = asRecord(
    parseSignedJson(
      decodeBase64(encoded, 'bundle-malformed', 'the body'),
      'bundle-malformed',
      'the body of the log entry',
    ),
  )
  const [kind, version] = [asText(body?.['kind']), asText(body?.['apiVersion'])]
  return {
    logIndex: String(logIndex),
    logId: {keyId: Buffer.from(logId, 'hex').toString('base64')},
    kindVersion: {kind, version},
    integratedTime: String(integratedTime),
    inclusionPromise: {signedEntryTimestamp: bundle?.['SignedEntryTimestamp']},
    canonicalizedBody: encoded,
  }
}
