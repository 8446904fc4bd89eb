import {createHash, type KeyObject} from 'node:crypto'
import type {Bundle as LibraryBundle, SerializedBundle} from '@sigstore/bundle'
import type {SignedEntity, VerifierOptions} from '@sigstore/verify'
import {asRecord} from '../../lib/narrow.ts'
import type {Artifact} from '../artifact.ts'
import {invalid, undecided} from '../failure.ts'
import type {SignerIdentity} from '../identity.ts'
import {isSignedBy} from '../keys/keys.ts'
import {library} from '../library.ts'
import {assertCheckpoints} from '../logs/checkpoint.ts'
import {type BuildSource, issuerOf, sourceOf} from '../logs/fulcio.ts'
import {assertIntotoEntry, isOldIntoto, type LoggedEnvelope} from '../logs/intoto-entry.ts'
import {assertEntryBody, type EntrySigner} from '../logs/log-body.ts'
import {assertLogged} from '../logs/log-entries.ts'
import type {SigstoreRoot} from '../logs/trusted-root.ts'
import {altNamesOf} from '../x509/alt-names.ts'
import {type Certificate, parseCertificate, publicKeyOf, readStrictly} from '../x509/certificate.ts'
import {assertNothingUnknown, assertSignerUsage} from '../x509/usage.ts'
import type {Bundle} from './bundle.ts'
import {preAuthEncoding} from './dsse.ts'
import {fromLibrary} from './library-errors.ts'

/** Whoever signed with a certificate for one signature, by that certificate. */
export interface Keyless extends SignerIdentity {
  /** when the log or a timestamp authority saw the signature */
  readonly signedAt: Date | undefined
  readonly source: BuildSource
}

type Signature = SignedEntity['signature']

/**
 * A signature by a short-lived certificate: the signature itself, the certificate's way to the root, its place in the
 * certificate log, and the log entry that proves when it was used. Who signed is told, not judged; names are read from
 * the very bytes that were verified.
 * @throws {TrustFailure}
 */
export function verifyKeyless(bundle: Bundle, artifact: Artifact | undefined, {root}: SigstoreRoot): Keyless {
  const [der] = bundle.material.kind === 'certificates' ? bundle.material.chain : []
  if (der === undefined) throw invalid('key-mismatch', 'the bundle names a key, not a certificate')
  const leaf = parseCertificate(der)
  assertSignature(bundle, artifact, publicKeyOf(leaf))
  assertLogged(bundle, leaf)
  assertNothingUnknown(leaf)
  assertSignerUsage(leaf)
  const entity = verifyLog(bundle, artifact, root, {signer: {label: 'CERTIFICATE', der: leaf.der}})
  assertSameCertificate(entity, leaf)
  return {
    names: readStrictly(() => altNamesOf(leaf)),
    issuer: issuerOf(leaf),
    signedAt: timeOf(entity),
    source: sourceOf(leaf),
  }
}

/** The library reads certificates by itself: what it verified must be what is read here. */
function assertSameCertificate({key}: SignedEntity, leaf: Certificate): void {
  if (key.$case === 'certificate' && key.certificate.tbsCertificate.toDER().equals(leaf.signedPart)) return
  throw invalid('bundle-malformed', 'the certificate can be read in more than one way')
}

/**
 * The log entries and timestamps of a signature by a key that was checked before; nothing to do where there are none.
 * @throws {TrustFailure}
 */
export function verifyLogOfKey(
  bundle: Bundle,
  artifact: Artifact | undefined,
  root: SigstoreRoot,
  key: KeyTime,
): Date | undefined {
  const signer = {label: 'PUBLIC KEY', der: key.publicKey.export({type: 'spki', format: 'der'})} as const
  return timeOf(
    verifyLog(bundle, artifact, root.root, {
      signer,
      keyOf: () => key,
      options: {tlogThreshold: 0, timestampThreshold: 0},
    }),
  )
}

/** A key with the time in which it was in use. */
export interface KeyTime {
  readonly publicKey: KeyObject
  validFor(date: Date): boolean
}

/** @throws {TrustFailure} `signature-invalid`, `artifact-missing`, `subject-digest` */
export function assertSignature({content}: Bundle, artifact: Artifact | undefined, key: KeyObject): void {
  if (content.kind === 'dsse') {
    if (isSignedBy(key, preAuthEncoding(content.payloadType, content.payload), content.signature)) return
    throw invalid('signature-invalid', 'the signature does not fit the payload and the key')
  }
  const answer = artifact?.isSignedBy(key, content.signature)
  if (answer === undefined)
    throw undecided('artifact-missing', 'the signature covers a file: name it with --artifact FILE')
  if (!answer) throw invalid('signature-invalid', 'the signature does not fit the file and the key')
}

interface LogCheck {
  readonly signer: EntrySigner
  readonly keyOf?: (hint: string) => KeyTime
  readonly options?: VerifierOptions
}

function verifyLog(
  bundle: Bundle,
  artifact: Artifact | undefined,
  root: SigstoreRoot['root'],
  {signer, keyOf, options = {}}: LogCheck,
): SignedEntity {
  const logged = bundle.logEntries.some(({kindVersion}) => isOldIntoto(kindVersion))
    ? toLogged(bundle, signer)
    : undefined
  const {toSignedEntity, toTrustMaterial, Verifier} = library.verify
  try {
    const parsed = library.bundle.bundleFromJSON(asSerialized(bundle))
    const trust = toTrustMaterial(root, keyOf)
    const entity = {...toSignedEntity(parsed), signature: toSignature(bundle, parsed, artifact)}
    if (logged === undefined) {
      for (const entry of bundle.logEntries) assertEntryBody(entry, signer)
      new Verifier(trust, options).verify(entity)
      assertCheckpoints(entity.tlogEntries, root, trust.tlogs, stampedTimesOf(entity))
      return entity
    }
    // the library cannot read them: they are checked here, and it is shown none
    for (const entry of parsed.verificationMaterial.tlogEntries) assertIntotoEntry(entry, trust.tlogs, logged)
    new Verifier(trust, {...options, tlogThreshold: 0}).verify({...entity, tlogEntries: []})
    return entity
  } catch (error) {
    throw fromLibrary(error)
  }
}

function toLogged({content, envelope}: Bundle, signer: EntrySigner): LoggedEnvelope {
  if (envelope !== undefined && content.kind === 'dsse') return {envelope, payload: content.payload, signer}
  throw undecided(
    'tlog-unsupported',
    'the log entry is of kind intoto 0.0.1, which can be held only against an envelope that is kept as it was sent',
  )
}

/**
 * The bundle for the library, written from what was read here, so that there is one reading of it. The library checks
 * the form itself.
 */
function asSerialized({json, material, content, logEntries, timestamps}: Bundle): SerializedBundle {
  const base64 = (bytes: Buffer): string => bytes.toString('base64')
  const serialized = {
    mediaType: json['mediaType'],
    verificationMaterial: {
      ...toSerializedMaterial(material),
      tlogEntries: logEntries,
      timestampVerificationData: {
        rfc3161Timestamps: timestamps.map(signedTimestamp => ({signedTimestamp: base64(signedTimestamp)})),
      },
    },
    ...(content.kind === 'dsse'
      ? {
          dsseEnvelope: {
            payload: base64(content.payload),
            payloadType: content.payloadType,
            signatures: [{sig: base64(content.signature), keyid: ''}],
          },
        }
      : {
          messageSignature: {
            messageDigest:
              content.digest === undefined
                ? undefined
                : {algorithm: content.digestAlgorithm, digest: base64(content.digest)},
            signature: base64(content.signature),
          },
        }),
  }
  return JSON.parse(JSON.stringify(serialized))
}

function toSerializedMaterial(material: Bundle['material']): object {
  if (material.kind === 'key') return {publicKey: {hint: material.hint ?? ''}}
  const certificates = material.chain.map(der => ({rawBytes: der.toString('base64')}))
  return material.isChain ? {x509CertificateChain: {certificates}} : {certificate: certificates[0]}
}

/**
 * Our own view of the signature for the library: it takes SHA-256 for every key, believes the message digest that the
 * bundle claims, and does not know entries of kind hashedrekord over an envelope (Rekor v2), which hold the hash of
 * what was signed instead of the payload's.
 */
function toSignature({content, logEntries}: Bundle, parsed: LibraryBundle, artifact: Artifact | undefined): Signature {
  const {signature} = content
  const digest = digestOf(parsed, artifact, logEntries.length > 0 && logEntries.every(isHashedRekordV2))
  return {
    signature,
    compareSignature: other => signature.equals(other),
    compareDigest: other => digest.equals(other),
    verifySignature: key =>
      content.kind === 'dsse'
        ? isSignedBy(key, preAuthEncoding(content.payloadType, content.payload), signature)
        : artifact?.isSignedBy(key, signature) === true,
  }
}

function digestOf(parsed: LibraryBundle, artifact: Artifact | undefined, isOverEnvelope: boolean): Buffer {
  if (parsed.content.$case === 'dsseEnvelope') {
    const {payloadType, payload} = parsed.content.dsseEnvelope
    return createHash('sha256')
      .update(isOverEnvelope ? preAuthEncoding(payloadType, payload) : payload)
      .digest()
  }
  const {messageDigest} = parsed.content.messageSignature
  const {HashAlgorithm} = library.specs
  const algorithm =
    messageDigest.algorithm === HashAlgorithm.SHA2_384
      ? 'sha384'
      : messageDigest.algorithm === HashAlgorithm.SHA2_512
        ? 'sha512'
        : 'sha256'
  const own = Buffer.from(artifact?.digest(algorithm) ?? '', 'hex')
  if (!own.equals(messageDigest.digest))
    throw invalid('subject-digest', 'the digest in the bundle is not the digest of the file')
  return own
}

function isHashedRekordV2(entry: Bundle['logEntries'][number]): boolean {
  const kindVersion = asRecord(entry['kindVersion'])
  return kindVersion?.['kind'] === 'hashedrekord' && kindVersion['version'] === '0.0.2'
}

/** By timestamp authorities. */
function stampedTimesOf({timestamps}: SignedEntity): Date[] {
  return timestamps.flatMap(one => (one.$case === 'timestamp-authority' ? one.timestamp.signingTime : []))
}

function timeOf({timestamps}: SignedEntity): Date | undefined {
  const times = timestamps.flatMap(timestamp => {
    if (timestamp.$case === 'timestamp-authority') return timestamp.timestamp.signingTime
    return timestamp.tlogEntry.inclusionPromise === undefined
      ? []
      : new Date(Number(timestamp.tlogEntry.integratedTime) * 1000)
  })
  return times[0]
}
