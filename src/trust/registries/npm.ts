import {asRecord, asText} from '../../lib/narrow.ts'
import {type Artifact, artifactOfDigests} from '../artifact.ts'
import type {Signed, Trail} from '../decide.ts'
import {invalid, undecided} from '../failure.ts'
import {assertNamed, checkIdentity, type IdentityRule, shownName} from '../identity.ts'
import {decodeBase64, objectsOf} from '../json/signed-json.ts'
import {isSignedBy} from '../keys/keys.ts'
import type {RegistryKey} from '../keys/npm-keys.ts'
import {checkStatedSource} from '../logs/stated-source.ts'
import type {SigstoreRoot} from '../logs/trusted-root.ts'
import {type Bundle, toBundle} from '../sigstore/bundle.ts'
import {toSigned} from '../sigstore/keyless.ts'
import {assertSignature, type Keyless, verifyKeyless, verifyLogOfKey} from '../sigstore/sigstore.ts'
import {checkSubjects, onlySubject, parseStatement, type Statement} from '../sigstore/statement.ts'

/** One version of a package, and what its lock file or the user says of its bytes. */
export interface NpmPackage {
  readonly name: string
  readonly version: string
  /** subresource integrity: `sha512-…` */
  readonly integrity: string
}

/** An entry of `dist.signatures` in the registry's answer; the signature is base64. */
export interface NpmSignature {
  readonly keyId: string
  readonly signature: string
}

/** Who may have built a package: a named identity, or whoever built it from this repository. */
export interface BuilderRule extends IdentityRule {
  readonly sourceRepository?: string | undefined
  /** true where nobody said who should have built it, and the signature is told with whoever did */
  readonly anyone?: boolean
}

const publishPredicate = /^https:\/\/github\.com\/npm\/attestation\/tree\/main\/specs\/publish\/v\d+(?:\.\d+)*$/
const provenancePredicate = /^https:\/\/slsa\.dev\/provenance\/v\d+(?:\.\d+)*$/
const githubIssuer = 'https://token.actions.githubusercontent.com'
/** npm takes provenance of these two builders only. */
const builderIssuers = [githubIssuer, 'https://gitlab.com']

/**
 * The registry's own signature over name, version and integrity.
 * @param publishedAt when the version was published, where known: after the end of the key nothing is signed with it
 * @throws {TrustFailure} `signature-missing`, `key-unknown`, `key-expired`, `signature-invalid`
 */
export function verifyRegistrySignature(
  {name, version, integrity}: NpmPackage,
  signatures: readonly NpmSignature[],
  keys: readonly RegistryKey[],
  publishedAt?: Date,
): Signed {
  if (signatures.length === 0)
    throw invalid('signature-missing', 'the registry publishes keys, but this version has no signature')
  const message = Buffer.from(`${name}@${version}:${integrity}`)
  for (const {keyId, signature} of signatures) {
    const key = keys.find(candidate => candidate.usage === 'npm:signatures' && candidate.keyId === keyId)
    if (key === undefined) throw invalid('key-unknown', `the registry has no key ${JSON.stringify(keyId)}`)
    const {end = publishedAt} = key
    if (publishedAt !== undefined && end !== undefined && publishedAt > end)
      throw invalid(
        'key-expired',
        `published ${publishedAt.toISOString()}, after the key ended on ${end.toISOString()}`,
      )
    if (!isSignedBy(key.key, message, decodeBase64(signature, 'signature-invalid', 'the signature'))) {
      throw invalid('signature-invalid', 'the signature of the registry does not fit name, version and integrity')
    }
  }
  return {signer: `registry key ${signatures.map(({keyId}) => keyId).join(', ')}`, signedAt: publishedAt}
}

/** A key that has ended may have signed afterwards, where nobody says when the version was published. */
export function tellEndedKeys(
  signatures: readonly NpmSignature[],
  keys: readonly RegistryKey[],
  {publishedAt, now}: {readonly publishedAt: Date | undefined; readonly now: Date},
  trail: Trail,
): void {
  if (publishedAt !== undefined) return
  for (const {keyId, usage, end} of keys) {
    const isUsed = usage === 'npm:signatures' && signatures.some(signature => signature.keyId === keyId)
    if (isUsed && end !== undefined && end < now)
      trail.notCovered.push(`whether it was published before its key ended on ${end.toISOString().slice(0, 10)}`)
  }
}

/** Whom to believe about a package of npm: log and authorities, keys of the registry, and who may build. */
export interface NpmTrust {
  readonly root: SigstoreRoot
  readonly keys: readonly RegistryKey[]
  readonly builder: BuilderRule
}

/** Whoever built a package and from what, by the builder's certificate; undefined where that does not say. */
export interface Provenance {
  readonly signed: Signed
  readonly predicateType: string
  readonly sourceRepository: string | undefined
  readonly sourceDigest: string | undefined
  readonly buildConfig: string | undefined
}

/**
 * The answer of `/-/npm/v1/attestations/name@version`: the registry's publish attestation, and with it the builder's
 * provenance.
 * @throws {TrustFailure} among others `attestation-missing`, `predicate-type`, `subject-name`, `subject-digest`,
 *   `source-mismatch`
 */
export function verifyAttestations(
  answer: unknown,
  wanted: NpmPackage,
  trust: NpmTrust,
  trail: Trail,
): Provenance | undefined {
  const attestations = objectsOf(asRecord(answer)?.['attestations'], 'bundle-malformed', 'the list of attestations')
  let published = false
  let provenance: Provenance | undefined
  for (const {predicateType: label, bundle} of attestations) {
    const parsed = toBundle(bundle)
    const statement = statementOf(parsed)
    if (statement.predicateType !== label) {
      throw invalid('predicate-type', `the answer says ${JSON.stringify(label)}, signed is ${statement.predicateType}`)
    }
    if (publishPredicate.test(statement.predicateType)) {
      verifyPublish(parsed, statement, wanted, trust, trail)
      published = true
      trail.checked.push('publish attestation')
    } else if (provenancePredicate.test(statement.predicateType)) {
      const own = verifyProvenance(parsed, statement, wanted, trust, trail)
      if (provenance !== undefined && !isSameBuild(own, provenance))
        throw invalid('source-mismatch', 'its provenances name different builds')
      provenance = own
    } else trail.notCovered.push(`an attestation of type ${statement.predicateType}`)
  }
  if (!published)
    throw invalid('attestation-missing', 'no publish attestation, which the registry always serves beside a provenance')
  return provenance
}

function isSameBuild(a: Provenance, b: Provenance): boolean {
  return a.sourceRepository === b.sourceRepository && a.buildConfig === b.buildConfig
}

function statementOf({content}: Bundle): Statement {
  if (content.kind !== 'dsse')
    throw invalid('payload-type', 'an attestation is a signed statement, this signs bare bytes')
  return parseStatement(content)
}

function verifyPublish(
  bundle: Bundle,
  statement: Statement,
  wanted: NpmPackage,
  {root, keys}: NpmTrust,
  trail: Trail,
): void {
  const {material} = bundle
  if (material.kind !== 'key')
    throw invalid('key-mismatch', 'a publish attestation is signed with the registry’s key, this one is not')
  const key = keys.find(candidate => candidate.usage === 'npm:attestations' && candidate.keyId === material.hint)
  if (key === undefined)
    throw invalid('key-unknown', `the registry has no key ${JSON.stringify(material.hint)} for attestations`)
  assertSignature(bundle, undefined, key.key)
  const validFor = (date: Date): boolean =>
    (key.start === undefined || date >= key.start) && (key.end === undefined || date <= key.end)
  verifyLogOfKey(bundle, undefined, root, {publicKey: key.key, validFor})
  checkPackage(statement, wanted, trail)
  const {name, version} = statement.predicate
  if (name !== wanted.name || version !== wanted.version) {
    throw invalid(
      'predicate-content',
      `published is ${String(name)}@${String(version)}, not ${wanted.name}@${wanted.version}`,
    )
  }
}

function verifyProvenance(
  bundle: Bundle,
  statement: Statement,
  wanted: NpmPackage,
  trust: NpmTrust,
  trail: Trail,
): Provenance {
  const keyless = verifyKeyless(bundle, undefined, trust.root)
  trail.trust.push(trust.root.name)
  checkPackage(statement, wanted, trail)
  checkStatedSource(statement, keyless.source)
  trail.checked.push('provenance', 'subject name', 'subject digest')
  checkBuilder(keyless, trust.builder)
  trail.checked.push('builder')
  return {
    signed: toSigned(keyless, trust.builder),
    predicateType: statement.predicateType,
    sourceRepository: keyless.source.repository,
    sourceDigest: keyless.source.commit,
    buildConfig: keyless.source.workflow ?? shownName(keyless, trust.builder),
  }
}

function checkBuilder(keyless: Keyless, rule: BuilderRule): void {
  checkIdentity(keyless, rule)
  if (rule.issuer === undefined && !builderIssuers.includes(keyless.issuer ?? '')) {
    throw invalid(
      'issuer-mismatch',
      `built under ${JSON.stringify(keyless.issuer)}, which is not a builder that npm accepts provenance from`,
    )
  }
  const source = keyless.source.repository
  if (rule.sourceRepository !== undefined && source !== rule.sourceRepository) {
    throw invalid(
      'source-mismatch',
      `built from ${source ?? 'an unnamed repository'}, the package says ${rule.sourceRepository}`,
    )
  }
  if (rule.sourceRepository === undefined && rule.anyone !== true)
    assertNamed({...rule, issuer: rule.issuer ?? keyless.issuer}, keyless)
}

function checkPackage(statement: Statement, wanted: NpmPackage, trail: Trail): void {
  const subject = onlySubject(statement)
  const expected = `pkg:npm/${wanted.name.replace(/^@/, '%40')}@${wanted.version}`
  if (subject.name !== expected)
    throw invalid('subject-name', `the attestation is about ${JSON.stringify(subject.name)}, not ${expected}`)
  trail.notCovered.push(...checkSubjects([subject], artifactOf(wanted)))
}

function artifactOf({integrity}: NpmPackage): Artifact {
  const hex = integrityHex(integrity)
  if (hex === undefined) throw undecided('artifact-missing', 'no SHA-512 integrity is known of the package')
  return artifactOfDigests(new Map([['sha512', hex]]))
}

const sha512Bytes = 64

/**
 * Hex of the SHA-512 of an integrity; undefined where it has none.
 * @throws {TrustFailure} `subject-digest` where it has two that differ: an installer takes bytes with either
 */
export function integrityHex(integrity: string): string | undefined {
  const hashes = integrity.split(/\s+/).filter(part => part.startsWith('sha512-'))
  const digests = hashes.map(hash =>
    decodeBase64(hash.slice('sha512-'.length).replace(/\?.*$/s, ''), 'subject-digest', 'the integrity'),
  )
  if (new Set(digests.map(bytes => bytes.toString('hex'))).size > 1)
    throw invalid('subject-digest', 'the integrity names two SHA-512 digests')
  const [bytes] = digests
  return bytes?.length === sha512Bytes ? bytes.toString('hex') : undefined
}

/** `dist.signatures` of a version; each of them counts. @throws {TrustFailure} `registry-answer` */
export function parseSignatures(dist: unknown): NpmSignature[] {
  return objectsOf(asRecord(dist)?.['signatures'], 'registry-answer', 'the list of signatures').map(record => {
    const keyId = asText(record['keyid'])
    const signature = asText(record['sig'])
    if (keyId === undefined || signature === undefined)
      throw invalid('registry-answer', 'a signature of the registry has no key or no value')
    return {keyId, signature}
  })
}
