import {AibomError} from '../lib/errors.ts'
import {type AnchoredPattern, anchoredPattern} from '../lib/names/anchored-pattern.ts'
import {invalid, undecided} from './failure.ts'

/** One name of a certificate's SubjectAltName: `email`, `DNS` and `URI` can be asked for, `other` is only shown. */
export interface AltName {
  readonly type: string
  readonly value: string
}

/** Who a certificate says has signed. */
export interface SignerIdentity {
  readonly names: readonly AltName[]
  readonly issuer: string | undefined
}

/** Who may sign. Everything given must hold. */
export interface IdentityRule {
  readonly identity?: string | undefined
  /** a pattern, only where the user asked for one; anchored at both ends */
  readonly identityPattern?: string | undefined
  readonly issuer?: string | undefined
}

/** Whether the user asks for nobody in particular. */
export function isEmptyRule(rule: IdentityRule): boolean {
  return rule.identity === undefined && rule.identityPattern === undefined && rule.issuer === undefined
}

/**
 * Compares names as they are, letter by letter, in the field of the certificate where such a name belongs: an e-mail in
 * the URI field is no e-mail.
 * @throws {TrustFailure} `identity-mismatch`, `issuer-mismatch`; {AibomError} `AIBOM_IDENTITY_PATTERN_INVALID`
 */
export function checkIdentity(signer: SignerIdentity, rule: IdentityRule): void {
  if (rule.issuer !== undefined && signer.issuer !== rule.issuer) {
    throw invalid(
      'issuer-mismatch',
      `the identity was vouched for by ${quote(signer.issuer)}, not ${quote(rule.issuer)}`,
    )
  }
  const shown = signer.names.map(({value}) => quote(value)).join(', ') || 'nobody'
  const {identity, identityPattern} = rule
  if (
    identity !== undefined &&
    !signer.names.some(name => name.value === identity && name.type === fieldOf(identity))
  ) {
    throw invalid('identity-mismatch', `signed by ${shown}, not by ${quote(identity)}`)
  }
  if (identityPattern === undefined) return
  const pattern = toPattern(identityPattern)
  if (!signer.names.some(name => fields.includes(name.type) && pattern.test(name.value))) {
    throw invalid('identity-mismatch', `signed by ${shown}, which the pattern ${quote(identityPattern)} does not match`)
  }
}

/**
 * A keyless signature is worth what is known about who should have made it.
 * @throws {TrustFailure} `identity-missing`
 */
export function assertNamed(rule: IdentityRule, signer: SignerIdentity): void {
  const isNamed = rule.identity !== undefined || rule.identityPattern !== undefined
  if (isNamed && rule.issuer !== undefined) return
  const name = shownName(signer, rule) ?? ''
  const missing = isNamed ? '--issuer' : '--identity and --issuer'
  throw undecided(
    'identity-missing',
    `signed by ${quote(name)} (issuer ${quote(signer.issuer)}), but nobody said who should have signed: give ${missing}`,
  )
}

/** The name to show for a signer: the one that was asked for, else the first that can be. */
export function shownName({names}: Pick<SignerIdentity, 'names'>, {identity}: IdentityRule): string | undefined {
  return identity ?? (names.find(({type}) => fields.includes(type)) ?? names[0])?.value
}

/** Fields of a certificate whose names can be asked for. */
const fields = ['email', 'URI', 'DNS']
const schemePattern = /^[A-Za-z][A-Za-z0-9+.-]*:/

function fieldOf(identity: string): string {
  if (schemePattern.test(identity)) return 'URI'
  return identity.includes('@') ? 'email' : 'DNS'
}

function toPattern(text: string): AnchoredPattern {
  if (text.replaceAll('*', '').length === 0) {
    throw new AibomError('AIBOM_IDENTITY_PATTERN_INVALID', `the identity pattern ${quote(text)} matches everybody`)
  }
  return anchoredPattern(text)
}

function quote(text: string | undefined): string {
  return JSON.stringify(text ?? '')
}
