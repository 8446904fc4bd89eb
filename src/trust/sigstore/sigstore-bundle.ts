import type {Artifact, StrongAlgorithm} from '../artifact.ts'
import {type ChainTrust, verifyChain} from '../certificate-chain.ts'
import type {Signed, Trail} from '../decide.ts'
import {invalid, TrustFailure} from '../failure.ts'
import {checkIdentity, type IdentityRule, shownName} from '../identity.ts'
import type {TrustedKey} from '../keys/keys.ts'
import {checkStatedSource, sourceContradiction} from '../logs/stated-source.ts'
import type {SigstoreRoot} from '../logs/trusted-root.ts'
import {isOfOwnAuthority, keyNotAsked, tellNotLookedFor} from '../oms/verify.ts'
import type {Bundle, MessageContent} from './bundle.ts'
import {alwaysValid, toSigned, verifyNamedSigner, verifyTimeOfKey, verifyTimeOfSigner} from './keyless.ts'
import {assertSignature, type Keyless} from './sigstore.ts'
import {checkPredicateType, checkSubjects, parseStatement, type Statement} from './statement.ts'

/** Whom to believe about a bundle: keys, a chain of the user's own, or Sigstore with an identity. */
export interface BundleTrust {
  readonly keys: readonly TrustedKey[]
  readonly chain: ChainTrust
  readonly root: SigstoreRoot
  readonly identity: IdentityRule
  /**
   * false where somebody else chose the bundle, as a registry does: its hint is then no word on whose it is meant to be
   */
  readonly believesHints: boolean
}

/** What a bundle has to be about; without an artifact the signature alone is checked. */
export interface BundleClaim {
  readonly artifact: Artifact | undefined
  /** allowed ones; empty for any */
  readonly predicateTypes: readonly string[]
}

/** Who signed a bundle, and what they state. */
export interface VerifiedBundle {
  readonly signed: Signed
  /** of a signed statement; absent where bare bytes are signed */
  readonly statement?: Statement
}

/**
 * Any Sigstore bundle: who signed (key, own certificates, Sigstore's certificates), then what it says, against what was
 * asked.
 * @throws {TrustFailure}
 */
export async function verifyBundle(
  bundle: Bundle,
  claim: BundleClaim,
  trust: BundleTrust,
  trail: Trail,
): Promise<VerifiedBundle> {
  const {signed, keyless} = await verifySigner(bundle, claim.artifact, trust, trail)
  trail.checked.push('signature')
  const {content} = bundle
  if (content.kind === 'message') {
    if (claim.predicateTypes.length > 0) throw invalid('predicate-type', 'the bundle signs bare bytes, not a statement')
    checkStatedDigest(content, claim.artifact, trail)
    trail.checked.push('bytes of the artifact')
    return {signed}
  }
  const statement = parseStatement(content)
  if (claim.predicateTypes.length > 0) {
    checkPredicateType(statement, claim.predicateTypes)
    trail.checked.push('predicate type')
    if (keyless !== undefined) checkStatedSource(statement, keyless.source)
  } else if (keyless !== undefined) {
    // a workflow may sign the provenance of another build: what it says counts only where a provenance is asked for
    const contradiction = sourceContradiction(statement, keyless.source)
    if (contradiction !== undefined) trail.notCovered.push(`the source of the provenance: ${contradiction}`)
  }
  if (claim.artifact === undefined)
    trail.notCovered.push('the subject of the statement: no artifact was given to compare it with')
  else {
    trail.notCovered.push(...checkSubjects(statement.subjects, claim.artifact))
    trail.checked.push('subject digest')
  }
  return {signed, statement}
}

const digestAlgorithms: ReadonlyMap<unknown, StrongAlgorithm> = new Map([
  ['SHA2_256', 'sha256'],
  ['SHA2_384', 'sha384'],
  ['SHA2_512', 'sha512'],
])

/** What a bundle says of the bytes that it signs must be right, though the signature alone decides. */
function checkStatedDigest(
  {digest, digestAlgorithm}: MessageContent,
  artifact: Artifact | undefined,
  trail: Trail,
): void {
  if (digest === undefined) return
  const algorithm = digestAlgorithms.get(digestAlgorithm)
  if (algorithm === undefined)
    trail.notCovered.push(`the ${JSON.stringify(digestAlgorithm)} digest in the bundle, which is not computed here`)
  else if (artifact?.digest(algorithm) !== digest.toString('hex'))
    throw invalid('subject-digest', 'the digest in the bundle is not the digest of the file')
}

async function verifySigner(
  bundle: Bundle,
  artifact: Artifact | undefined,
  trust: BundleTrust,
  trail: Trail,
): Promise<{signed: Signed; keyless?: Keyless}> {
  const {material} = bundle
  if (material.kind === 'key') return {signed: verifyByKey(bundle, material.hint, artifact, trust, trail)}
  if (trust.keys.length > 0) throw invalid('key-mismatch', 'signed with a certificate, where a key is asked for')
  if (isOfOwnAuthority(bundle, trust)) return {signed: verifyByChain(bundle, material.chain, {artifact, trust}, trail)}
  const keyless = verifyNamedSigner(bundle, artifact, trust, trail)
  return {signed: toSigned(keyless, trust.identity), keyless}
}

function verifyByKey(
  bundle: Bundle,
  hint: string | undefined,
  artifact: Artifact | undefined,
  trust: BundleTrust,
  trail: Trail,
): Signed {
  if (trust.keys.length === 0) throw keyNotAsked(trust)
  const key = trust.keys.find(candidate => fits(bundle, artifact, candidate))
  if (key === undefined) throw noKeyFits(hint, trust)
  trail.trust.push(`key ${key.name}`)
  tellNotLookedFor(trust, trail)
  return {
    signer: `key ${key.name}`,
    key: key.digest,
    signedAt: verifyTimeOfKey(bundle, artifact, alwaysValid(key.key), trust.root, trail),
  }
}

function fits(bundle: Bundle, artifact: Artifact | undefined, {key}: TrustedKey): boolean {
  try {
    assertSignature(bundle, artifact, key)
    return true
  } catch (error) {
    if (error instanceof TrustFailure && error.code === 'signature-invalid') return false
    throw error
  }
}

function noKeyFits(hint: string | undefined, {keys, believesHints}: BundleTrust): Error {
  const isOurs = hint === undefined || keys.some(({hints}) => hints.cosign === hint || hints.oms === hint)
  if (believesHints && !isOurs)
    return invalid('key-mismatch', 'the bundle names another key than the one given, and the signature does not fit')
  return invalid(
    'signature-invalid',
    'another key signed it, or it was changed after it was signed: the signature fits none of the keys given',
  )
}

function verifyByChain(
  bundle: Bundle,
  chain: readonly Buffer[],
  {artifact, trust}: {readonly artifact: Artifact | undefined; readonly trust: BundleTrust},
  trail: Trail,
): Signed {
  const signer = verifyChain(chain, trust.chain)
  assertSignature(bundle, artifact, signer.key)
  checkIdentity(signer, trust.identity)
  trail.checked.push('certificate chain')
  trail.trust.push(`roots given, at ${trust.chain.at.toISOString()}`)
  const signedAt = verifyTimeOfSigner(bundle, artifact, signer, trust.root, trail)
  return {signer: shownName(signer, trust.identity) ?? signer.subject, signedAt}
}
