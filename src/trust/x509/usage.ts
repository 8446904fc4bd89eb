import {invalid} from '../failure.ts'
import {altNameOid} from './alt-names.ts'
import {type Certificate, readStrictly} from './certificate.ts'
import {childrenOf, DerError, derTag, parseDer, toBits, toBoolean, toNumber, toOid, withTag} from './der.ts'

const keyUsageOid = '2.5.29.15'
const extendedKeyUsageOid = '2.5.29.37'
const basicConstraintsOid = '2.5.29.19'
/** Name Constraints (RFC 5280, 4.2.1.10). */
export const nameConstraintsOid = '2.5.29.30'
const certificatePoliciesOid = '2.5.29.32'

const codeSigning = '1.3.6.1.5.5.7.3.3'
const anyPurpose = '2.5.29.37.0'
/** bits of KeyUsage (RFC 5280, 4.2.1.3), counted from the highest of the first byte */
const digitalSignatureBit = 0x80
const keyCertSignBit = 0x04

/** Extensions whose meaning is heeded: any policy of an authority is accepted. */
const known: ReadonlySet<string> = new Set([
  keyUsageOid,
  extendedKeyUsageOid,
  basicConstraintsOid,
  nameConstraintsOid,
  altNameOid,
  certificatePoliciesOid,
])

/** What nobody here understands must not be critical. @throws {TrustFailure} `untrusted-chain` */
export function assertNothingUnknown({extensions}: Certificate): void {
  for (const [oid, {isCritical}] of extensions) {
    if (isCritical && !known.has(oid))
      throw invalid(
        'untrusted-chain',
        `a certificate of the chain has the critical extension ${oid}, which is not known`,
      )
  }
}

/**
 * The signer's certificate is for signatures: whichever of the two usages it names must say so, and it names one at
 * least.
 * @throws {TrustFailure} `cert-usage`, `bundle-malformed`
 */
export function assertSignerUsage(certificate: Certificate): void {
  const usage = keyUsageOf(certificate)
  const purposes = purposesOf(certificate)
  const isForSignatures = (usage ?? purposes) !== undefined && hasBit(usage, digitalSignatureBit) && isForCode(purposes)
  if (!isForSignatures)
    throw invalid('cert-usage', 'the certificate is not for digital signatures or not for code signing')
}

/**
 * The certificate is one of an authority that may sign such a certificate.
 * @param below authorities between it and the signer
 * @throws {TrustFailure} `untrusted-chain`, `bundle-malformed`
 */
export function assertAuthority(certificate: Certificate, below: number): void {
  const {isAuthority, pathLength} = constraintsOf(certificate)
  if (!isAuthority) throw invalid('untrusted-chain', 'an issuer in the chain is not an authority')
  if (!hasBit(keyUsageOf(certificate), keyCertSignBit))
    throw invalid('untrusted-chain', 'an authority in the chain may not sign certificates')
  if (!isForCode(purposesOf(certificate)))
    throw invalid('untrusted-chain', 'an authority in the chain is not for code signing')
  if (below > pathLength) throw invalid('untrusted-chain', 'the chain is longer than one of its authorities allows')
}

function hasBit(usage: number | undefined, bit: number): boolean {
  return usage === undefined || (usage & bit) !== 0
}

function isForCode(purposes: readonly string[] | undefined): boolean {
  return purposes === undefined || purposes.includes(codeSigning) || purposes.includes(anyPurpose)
}

/** First byte of the bits; undefined where the certificate does not limit its usage. */
function keyUsageOf({extensions}: Certificate): number | undefined {
  const value = extensions.get(keyUsageOid)?.value
  return value === undefined ? undefined : readStrictly(() => toBits(parseDer(value)).bytes[0] ?? 0)
}

function purposesOf({extensions}: Certificate): string[] | undefined {
  const value = extensions.get(extendedKeyUsageOid)?.value
  return value === undefined ? undefined : readStrictly(() => childrenOf(parseDer(value)).map(toOid))
}

function constraintsOf({extensions}: Certificate): {isAuthority: boolean; pathLength: number} {
  const value = extensions.get(basicConstraintsOid)?.value
  if (value === undefined) return {isAuthority: false, pathLength: 0}
  return readStrictly(() => {
    const fields = [...childrenOf(parseDer(value))]
    const authority = fields[0]?.tag === derTag.boolean ? fields.shift() : undefined
    const [length, ...rest] = fields
    if (rest.length > 0) throw new DerError('its basic constraints have too many parts')
    return {
      isAuthority: authority !== undefined && toBoolean(authority),
      pathLength: length === undefined ? Number.POSITIVE_INFINITY : toNumber(withTag(length, derTag.integer)),
    }
  })
}
