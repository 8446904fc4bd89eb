import {type ChainTrust, verifyChain} from '../certificate-chain.ts'
import type {Signed, Trail} from '../decide.ts'
import {invalid, undecided} from '../failure.ts'
import {checkIdentity, type IdentityRule, isEmptyRule, shownName} from '../identity.ts'
import {hashOfCurve, type TrustedKey, verifies} from '../keys/keys.ts'
import type {SigstoreRoot} from '../logs/trusted-root.ts'
import type {Bundle} from '../sigstore/bundle.ts'
import {legacyPreAuthEncoding, preAuthEncoding} from '../sigstore/dsse.ts'
import {alwaysValid, toSigned, verifyNamedSigner, verifyTimeOfKey, verifyTimeOfSigner} from '../sigstore/keyless.ts'
import {parseStatement} from '../sigstore/statement.ts'
import {type Manifest, parseManifest} from './manifest.ts'

/** Whom to believe. The way of a signature is chosen by what is trusted, never by what the bundle would like. */
export interface OmsTrust {
  readonly keys: readonly TrustedKey[]
  readonly chain: ChainTrust
  readonly root: SigstoreRoot
  readonly identity: IdentityRule
}

/**
 * Checks who signed a model, and gives the manifest to hold its files against.
 * @throws {TrustFailure}
 */
export async function verifyModelSignature(
  bundle: Bundle,
  trust: OmsTrust,
  trail: Trail,
): Promise<{signed: Signed; manifest: Manifest}> {
  const signed = await verifySigner(bundle, trust, trail)
  trail.checked.push('signature')
  const {content} = bundle
  if (content.kind !== 'dsse')
    throw invalid('bundle-malformed', 'a model signature is a signed statement, this signs bare bytes')
  const manifest = parseManifest(parseStatement(content))
  trail.checked.push('manifest')
  return {signed, manifest}
}

async function verifySigner(bundle: Bundle, trust: OmsTrust, trail: Trail): Promise<Signed> {
  if (trust.keys.length > 0) return verifyByKey(bundle, trust, trail)
  const {material} = bundle
  if (material.kind === 'key') throw keyNotAsked(trust)
  return isOfOwnAuthority(bundle, trust)
    ? verifyByChain(bundle, material.chain, trust, trail)
    : toSigned(verifyNamedSigner(bundle, undefined, trust, trail), trust.identity)
}

type CertificateTrust = Pick<OmsTrust, 'chain' | 'identity'>

/**
 * Without a log entry the certificate is one of an own authority, unless the user asks for an identity that Sigstore
 * vouches for.
 */
export function isOfOwnAuthority({logEntries}: Bundle, {chain, identity}: CertificateTrust): boolean {
  return logEntries.length === 0 && (chain.roots.length > 0 || identity.issuer === undefined)
}

/** Whether the user named a signer by certificate: an identity, an issuer or roots. */
export function namesCertificate({identity, chain}: CertificateTrust): boolean {
  return !isEmptyRule(identity) || chain.roots.length > 0
}

/** Why a signature by a key is not enough where no key is trusted. */
export function keyNotAsked(trust: CertificateTrust): Error {
  if (namesCertificate(trust)) return invalid('key-mismatch', 'signed with a key, where a certificate is asked for')
  return undecided('key-missing', 'signed with a key: give the public one with --key PEM')
}

/** A key that fits is enough: whom else the user named was not looked for, and that is told. */
export function tellNotLookedFor(trust: CertificateTrust, trail: Trail): void {
  if (namesCertificate(trust))
    trail.notCovered.push('the identity, issuer or roots that were named: it is signed with a key that was given')
}

function verifyByKey(bundle: Bundle, trust: OmsTrust, trail: Trail): Signed {
  const {keys, root} = trust
  const {material} = bundle
  if (material.kind !== 'key') throw invalid('key-mismatch', 'signed with a certificate, where a key is asked for')
  const hinted = material.hint === undefined ? keys : keys.filter(({hints}) => hints.oms === material.hint)
  if (hinted.length === 0) throw invalid('key-mismatch', 'the signature names another key than the one given')
  const key = hinted.find(candidate => isModelSignature(bundle, candidate.key, trail))
  if (key === undefined) throw invalid('signature-invalid', 'the signature does not fit the payload and the key')
  trail.trust.push(`key ${key.name}`)
  tellNotLookedFor(trust, trail)
  const signedAt = verifyTimeOfKey(bundle, undefined, alwaysValid(key.key), root, trail)
  return {signer: `key ${key.name}`, key: key.digest, signedAt}
}

function verifyByChain(bundle: Bundle, chain: readonly Buffer[], trust: OmsTrust, trail: Trail): Signed {
  const signer = verifyChain(chain, trust.chain)
  trail.checked.push('certificate chain')
  trail.trust.push(`roots given, at ${trust.chain.at.toISOString()}`)
  if (!isModelSignature(bundle, signer.key, trail))
    throw invalid('signature-invalid', 'the signature does not fit the payload and the certificate')
  checkIdentity(signer, trust.identity)
  if (trust.identity.identity !== undefined) trail.checked.push('identity')
  const signedAt = verifyTimeOfSigner(bundle, undefined, signer, trust.root, trail)
  return {signer: shownName(signer, trust.identity) ?? signer.subject, signedAt}
}

/** Hash by curve; of model-signing 0.2 also its own encoding, which took SHA-256 for every curve. */
function isModelSignature({content}: Bundle, key: TrustedKey['key'], trail: Trail): boolean {
  if (content.kind !== 'dsse') return false
  const hash = hashOfCurve(key)
  const {payloadType, payload, signature} = content
  if (key.asymmetricKeyType === 'ed25519')
    return verifies(undefined, preAuthEncoding(payloadType, payload), key, signature)
  if (hash === undefined)
    throw invalid('key-unsupported', 'model signatures are made with Ed25519 keys or keys on P-256, P-384 or P-521')
  if (verifies(hash, preAuthEncoding(payloadType, payload), key, signature)) return true
  const legacy = legacyPreAuthEncoding(payloadType, payload)
  const isLegacy = [hash, 'sha256'].some(name => verifies(name, legacy, key, signature))
  if (isLegacy) trail.checked.push('legacy encoding of model-signing 0.2')
  return isLegacy
}
