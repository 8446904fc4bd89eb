import {createHash, type KeyObject, X509Certificate} from 'node:crypto'
import {bundleFromJSON, type Bundle as LibraryBundle, type SerializedBundle} from '@sigstore/bundle'
import {HashAlgorithm} from '@sigstore/protobuf-specs'
import {type SignedEntity, type Signer, toSignedEntity, toTrustMaterial, Verifier, type VerifierOptions} from '@sigstore/verify'
import {asRecord} from '../lib/narrow.ts'
import type {Artifact} from './artifact.ts'
import type {Bundle} from './bundle.ts'
import {preAuthEncoding} from './dsse.ts'
import {invalid, undecided} from './failure.ts'
import {parseAltNames, type SignerIdentity} from './identity.ts'
import {assertIntotoEntry, isOldIntoto, type LoggedEnvelope} from './intoto-entry.ts'
import {isSignedBy} from './keys.ts'
import {fromLibrary} from './library-errors.ts'
import {assertLogged} from './log-entries.ts'
import type {SigstoreRoot} from './trusted-root.ts'

export interface Keyless extends SignerIdentity {
  /** when the log or a timestamp authority saw the signature */
  readonly signedAt: Date | undefined
  /** Text of an extension of Fulcio's certificate by its object identifier. */
  extension(oid: string): string | undefined
}

/** Fulcio's own extensions, fulcio/docs/oid-info.md. */
export const fulcio = {
  signer: '1.3.6.1.4.1.57264.1.9',
  sourceRepository: '1.3.6.1.4.1.57264.1.12',
  sourceDigest: '1.3.6.1.4.1.57264.1.13',
  sourceRef: '1.3.6.1.4.1.57264.1.14',
  buildConfig: '1.3.6.1.4.1.57264.1.18',
  /** of GitHub alone, until 2023: bare names in place of addresses */
  githubDigest: '1.3.6.1.4.1.57264.1.3',
  githubRepository: '1.3.6.1.4.1.57264.1.5',
} as const

type Signature = SignedEntity['signature']

/**
 * A signature by a short-lived certificate: the signature itself, the certificate's way to the root, its place in the certificate log,
 * and the log entry that proves when it was used. Who signed is told, not judged.
 * @throws {TrustFailure}
 */
export function verifyKeyless(bundle: Bundle, artifact: Artifact | undefined, {root}: SigstoreRoot): Keyless {
  if (bundle.material.kind !== 'certificates') throw invalid('key-mismatch', 'the bundle names a key, not a certificate')
  const leaf = toCertificate(bundle.material.chain[0])
  assertSignature(bundle, artifact, leaf.publicKey)
  assertLogged(bundle, leaf)
  const logged = bundle.logEntries.some(({kindVersion}) => isOldIntoto(kindVersion)) ? toLogged(bundle, leaf) : undefined
  const {entity, signer} = verifyLog(bundle, artifact, root, {logged})
  return {
    names: parseAltNames(leaf.subjectAltName),
    issuer: signer.identity?.extensions?.issuer,
    signedAt: timeOf(entity),
    extension: oid => derText(signer.identity?.oids?.find(({oid: found}) => found?.id.join('.') === oid)?.value),
  }
}

/**
 * The log entries and timestamps of a signature by a key that was checked before; nothing to do where there are none.
 * @throws {TrustFailure}
 */
export function verifyLogOfKey(
  bundle: Bundle,
  artifact: Artifact | undefined,
  root: SigstoreRoot,
  keyOf: (hint: string) => KeyTime,
): Date | undefined {
  const {entity} = verifyLog(bundle, artifact, root.root, {keyOf, options: {tlogThreshold: 0, timestampThreshold: 0}})
  return timeOf(entity)
}

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
  if (answer === undefined) throw undecided('artifact-missing', 'the signature covers a file: name it with --artifact FILE')
  if (!answer) throw invalid('signature-invalid', 'the signature does not fit the file and the key')
}

interface LogCheck {
  readonly keyOf?: (hint: string) => KeyTime
  readonly options?: VerifierOptions
  /** where the library cannot read the entries: they are checked here, and it is shown none */
  readonly logged?: LoggedEnvelope | undefined
}

function verifyLog(
  bundle: Bundle,
  artifact: Artifact | undefined,
  root: SigstoreRoot['root'],
  {keyOf, options = {}, logged}: LogCheck,
): {entity: SignedEntity; signer: Signer} {
  try {
    const parsed = bundleFromJSON(asSerialized(bundle))
    const trust = toTrustMaterial(root, keyOf)
    const entity = {...toSignedEntity(parsed), signature: toSignature(bundle, parsed, artifact)}
    if (logged === undefined) return {entity, signer: new Verifier(trust, options).verify(entity)}
    for (const entry of parsed.verificationMaterial.tlogEntries) assertIntotoEntry(entry, trust.tlogs, logged)
    return {entity, signer: new Verifier(trust, {...options, tlogThreshold: 0}).verify({...entity, tlogEntries: []})}
  } catch (error) {
    throw fromLibrary(error)
  }
}

function toLogged({content, envelope}: Bundle, certificate: X509Certificate): LoggedEnvelope {
  if (envelope !== undefined && content.kind === 'dsse') return {envelope, payload: content.payload, certificate}
  throw undecided('tlog-unsupported', 'the log entry is of kind intoto 0.0.1, which can be held only against an envelope that is kept as it was sent')
}

/** The library checks the form itself and refuses what is wrong. */
function asSerialized({json}: Bundle): SerializedBundle {
  const entries = asRecord(json['verificationMaterial'])?.['tlogEntries'] ?? []
  return JSON.parse(JSON.stringify({...json, verificationMaterial: {...asRecord(json['verificationMaterial']), tlogEntries: entries}}))
}

/**
 * Our own view of the signature for the library: it takes SHA-256 for every key, believes the message digest that the bundle claims,
 * and does not know entries of kind hashedrekord over an envelope (Rekor v2), which hold the hash of what was signed instead of the payload's.
 */
function toSignature({content, logEntries}: Bundle, parsed: LibraryBundle, artifact: Artifact | undefined): Signature {
  const {signature} = content
  const digests = digestsOf(parsed, artifact, logEntries.length > 0 && logEntries.every(isHashedRekordV2))
  return {
    signature,
    compareSignature: other => signature.equals(other),
    compareDigest: other => digests.some(digest => digest.equals(other)),
    verifySignature: key =>
      content.kind === 'dsse'
        ? isSignedBy(key, preAuthEncoding(content.payloadType, content.payload), signature)
        : artifact?.isSignedBy(key, signature) === true,
  }
}

function digestsOf(parsed: LibraryBundle, artifact: Artifact | undefined, isOverEnvelope: boolean): Buffer[] {
  if (parsed.content.$case === 'dsseEnvelope') {
    const {payloadType, payload} = parsed.content.dsseEnvelope
    return [
      createHash('sha256')
        .update(isOverEnvelope ? preAuthEncoding(payloadType, payload) : payload)
        .digest(),
    ]
  }
  const {messageDigest} = parsed.content.messageSignature
  const algorithm =
    messageDigest.algorithm === HashAlgorithm.SHA2_384 ? 'sha384' : messageDigest.algorithm === HashAlgorithm.SHA2_512 ? 'sha512' : 'sha256'
  const own = Buffer.from(artifact?.digest(algorithm) ?? '', 'hex')
  if (!own.equals(messageDigest.digest)) throw invalid('subject-digest', 'the digest in the bundle is not the digest of the file')
  return [own]
}

function isHashedRekordV2(entry: Bundle['logEntries'][number]): boolean {
  const kindVersion = asRecord(entry['kindVersion'])
  return kindVersion?.['kind'] === 'hashedrekord' && kindVersion['version'] === '0.0.2'
}

function timeOf({timestamps}: SignedEntity): Date | undefined {
  const times = timestamps.flatMap(timestamp => {
    if (timestamp.$case === 'timestamp-authority') return timestamp.timestamp.signingTime
    return timestamp.tlogEntry.inclusionPromise === undefined ? [] : new Date(Number(timestamp.tlogEntry.integratedTime) * 1000)
  })
  return times[0]
}

function toCertificate(der: Buffer | undefined): X509Certificate {
  try {
    return new X509Certificate(der ?? Buffer.alloc(0))
  } catch (error) {
    throw invalid('bundle-malformed', 'the certificate cannot be read', error)
  }
}

const utf8StringTag = 0x0c

/** Newer extensions hold a DER UTF8String, the older ones bare text. */
function derText(value: Uint8Array | undefined): string | undefined {
  if (value === undefined) return undefined
  const [tag, length] = value
  if (tag !== utf8StringTag || length === undefined) return Buffer.from(value).toString('utf8')
  const lengthBytes = length < 0x80 ? 0 : length - 0x80
  return Buffer.from(value.subarray(2 + lengthBytes)).toString('utf8')
}
