import {attempt, invalid, TrustFailure} from '../failure.ts'
import {type Certificate, isSameName, isSelfIssued, publicKeyOf} from './certificate.ts'
import {isSignedByIssuer} from './issuer-signature.ts'
import {assertNamesAllowed} from './name-constraints.ts'
import {assertAuthority, assertNothingUnknown} from './usage.ts'

/** What a path may end in and lead through, and the moment at which every certificate has to be valid. */
export interface PathTrust {
  readonly roots: readonly Certificate[]
  /** may serve on the way, and are trusted for nothing */
  readonly intermediates: readonly Certificate[]
  readonly at: Date
}

/** Certificates in a path. Real ones have three or four. */
const lengthLimit = 10
/** Issuers tried in one search: paths grow with the faculty of certificates that are alike. */
const triesLimit = 256

/** What a search has spent, and why the first path it found was not taken. */
interface Search {
  readonly trust: PathTrust
  tries: number
  reason: TrustFailure | undefined
}

/**
 * There is a path from this certificate to a root, every certificate of which keeps the rules (RFC 5280, 6.1). The
 * certificate that is checked is the one that is handed in; others are only ever looked at as issuers. A root is a root
 * by its bytes.
 * @throws {TrustFailure} `untrusted-chain`, `cert-expired`, `key-unsupported`, `bundle-malformed`
 */
export function assertPath(leaf: Certificate, trust: PathTrust): void {
  assertNothingUnknown(leaf)
  if (trust.roots.some(({der}) => der.equals(leaf.der))) return
  const search: Search = {trust, tries: 0, reason: undefined}
  if (hasPath([leaf], search)) return
  throw search.reason ?? invalid('untrusted-chain', 'the certificate does not lead to a root you gave')
}

function hasPath(path: readonly Certificate[], search: Search): boolean {
  const {roots, intermediates} = search.trust
  return (
    roots.some(root => extend(path, root, search) && keepsRules([...path, root], search)) ||
    (path.length < lengthLimit - 1 &&
      intermediates.some(
        issuer =>
          !path.some(used => isSameAuthority(used, issuer)) &&
          extend(path, issuer, search) &&
          hasPath([...path, issuer], search),
      ))
  )
}

/** Whether an issuer made the last certificate of a path. */
function extend(path: readonly Certificate[], issuer: Certificate, search: Search): boolean {
  const last = path.at(-1)
  if (last === undefined || !isSameName(last.issuer, issuer.subject)) return false
  search.tries += 1
  if (search.tries > triesLimit)
    throw invalid('untrusted-chain', `no path to a root was found among the first ${triesLimit} tries`)
  return holds(() => isSignedByIssuer(last, publicKeyOf(issuer)), search)
}

function keepsRules(path: readonly Certificate[], search: Search): boolean {
  return holds(() => {
    assertRules(path, search.trust.at)
    return true
  }, search)
}

/** Another path may be right where this one is not. */
function holds(work: () => boolean, search: Search): boolean {
  const answer = attempt(work)
  if (!(answer instanceof TrustFailure)) return answer
  search.reason ??= answer
  return false
}

function assertRules(path: readonly Certificate[], at: Date): void {
  for (const [depth, authority] of path.entries()) {
    if (depth === 0) continue
    assertNothingUnknown(authority)
    assertValidAt(authority, at)
    const below = path.slice(1, depth).filter(certificate => !isSelfIssued(certificate))
    assertAuthority(authority, below.length)
    for (const [index, certificate] of path.slice(0, depth).entries()) {
      if (index === 0 || !isSelfIssued(certificate)) assertNamesAllowed(certificate, authority)
    }
  }
}

/** @throws {TrustFailure} `cert-expired` */
export function assertValidAt({notBefore, notAfter}: Certificate, at: Date): void {
  if (at >= notBefore && at <= notAfter) return
  const [from, to] = [notBefore.toISOString(), notAfter.toISOString()]
  throw invalid('cert-expired', `a certificate is valid from ${from} to ${to}, not at ${at.toISOString()}`)
}

/**
 * Certificates of one name and key are one authority, however many there are: a path that meets it twice leads nowhere
 * new.
 */
function isSameAuthority(a: Certificate, b: Certificate): boolean {
  return isSameName(a.subject, b.subject) && a.subjectPublicKeyInfo.equals(b.subjectPublicKeyInfo)
}
