import type {KeyObject} from 'node:crypto'
import type {Artifact} from '../artifact.ts'
import type {ChainSigner} from '../certificate-chain.ts'
import type {Signed, Trail} from '../decide.ts'
import {assertNamed, checkIdentity, type IdentityRule, shownName} from '../identity.ts'
import type {SigstoreRoot} from '../logs/trusted-root.ts'
import type {Bundle} from './bundle.ts'
import {type Keyless, type KeyTime, verifyKeyless, verifyLogOfKey} from './sigstore.ts'

/**
 * A signature by a short-lived certificate, of who was asked for.
 * @throws {TrustFailure}
 */
export function verifyNamedSigner(
  bundle: Bundle,
  artifact: Artifact | undefined,
  trust: {readonly root: SigstoreRoot; readonly identity: IdentityRule},
  trail: Trail,
): Keyless {
  const keyless = verifyKeyless(bundle, artifact, trust.root)
  trail.checked.push('certificate', 'transparency log')
  trail.trust.push(trust.root.name)
  checkIdentity(keyless, trust.identity)
  assertNamed(trust.identity, keyless)
  trail.checked.push('identity')
  return keyless
}

/** A key of which nobody says when it was in use. */
export function alwaysValid(publicKey: KeyObject): KeyTime {
  return {publicKey, validFor: () => true}
}

/**
 * When a key signed: every log entry and timestamp that the bundle brings must be right, and none is needed.
 * @throws {TrustFailure}
 */
export function verifyTimeOfKey(
  bundle: Bundle,
  artifact: Artifact | undefined,
  key: KeyTime,
  root: SigstoreRoot,
  trail: Trail,
): Date | undefined {
  if (bundle.logEntries.length === 0 && bundle.timestamps.length === 0) return undefined
  const signedAt = verifyLogOfKey(bundle, artifact, root, key)
  if (bundle.logEntries.length > 0) trail.checked.push('transparency log')
  if (bundle.timestamps.length > 0) trail.checked.push('timestamp')
  trail.trust.push(root.name)
  return signedAt
}

/**
 * When the holder of an own authority's certificate signed: as of a key, and the certificate must have been valid then.
 * @throws {TrustFailure}
 */
export function verifyTimeOfSigner(
  bundle: Bundle,
  artifact: Artifact | undefined,
  {key, assertValidAt}: ChainSigner,
  root: SigstoreRoot,
  trail: Trail,
): Date | undefined {
  const validFor = (date: Date): boolean => {
    assertValidAt(date)
    return true
  }
  const byKey = {...bundle, material: {kind: 'key', hint: undefined} as const}
  return verifyTimeOfKey(byKey, artifact, {publicKey: key, validFor}, root, trail)
}

/** Who signed, as it is shown. */
export function toSigned(keyless: Keyless, rule: IdentityRule): Signed {
  const {issuer, signedAt} = keyless
  return {signer: shownName(keyless, rule) ?? '', issuer, signedAt}
}
