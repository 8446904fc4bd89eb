import type {KeyObject} from 'node:crypto'
import {AibomError} from '../lib/errors.ts'
import {attempt, invalid, TrustFailure, undecided} from './failure.ts'
import type {SignerIdentity} from './identity.ts'
import {parsePem} from './keys/pem.ts'
import {altNamesOf} from './x509/alt-names.ts'
import {type Certificate, parseCertificate, publicKeyOf, readStrictly, subjectText} from './x509/certificate.ts'
import {assertPath, assertValidAt} from './x509/path.ts'
import {assertSignerUsage} from './x509/usage.ts'

/** Which certificates of a user's own a chain has to end in, and the moment at which it has to be valid. */
export interface ChainTrust {
  /** DER, from the user alone */
  readonly roots: readonly Uint8Array[]
  /** DER, from the user, beside those the bundle brings */
  readonly intermediates: readonly Uint8Array[]
  readonly at: Date
}

/** Whoever signed, by the certificate. */
export interface ChainSigner extends SignerIdentity {
  /** the one in the certificate that was followed to a root */
  readonly key: KeyObject
  /** @throws {TrustFailure} `cert-expired` where that certificate was not valid then */
  readonly assertValidAt: (date: Date) => void
  readonly subject: string
}

/** A bundle brings three or four; more only slow the search down. */
const chainLimit = 32

/**
 * Follows the signer's certificate to a root of the user's at one point in time. Other certificates of the bundle serve
 * on the way only: a root among them is no root. Key and names are taken from the certificate that was followed.
 * @param chain DER, the signer's first
 * @throws {TrustFailure} `roots-missing`, `untrusted-chain`, `cert-expired`, `cert-usage`, `key-unsupported`,
 *   `bundle-malformed`
 */
export function verifyChain(chain: readonly Uint8Array[], trust: ChainTrust): ChainSigner {
  const [first, ...others] = chain
  if (first === undefined) throw invalid('bundle-malformed', 'no certificate')
  if (trust.roots.length === 0)
    throw undecided('roots-missing', 'signed with a certificate: give the roots you trust with --roots PEM')
  if (chain.length > chainLimit)
    throw invalid('untrusted-chain', `the bundle brings ${chain.length} certificates: ${chainLimit} are looked at`)
  const leaf = parseCertificate(first)
  const brought = others.map(parseCertificate)
  if (brought.some(({der}) => der.equals(leaf.der)))
    throw invalid('untrusted-chain', 'the signer’s certificate is listed twice')
  assertValidAt(leaf, trust.at)
  assertPath(leaf, {
    roots: trust.roots.map(parseCertificate),
    intermediates: [...brought, ...trust.intermediates.map(parseCertificate)],
    at: trust.at,
  })
  assertSignerUsage(leaf)
  return {
    key: publicKeyOf(leaf),
    assertValidAt: date => assertValidAt(leaf, date),
    names: readStrictly(() => altNamesOf(leaf)),
    issuer: undefined,
    subject: subjectText(leaf),
  }
}

/**
 * Every certificate of a PEM text as DER.
 * @param name as the user typed it
 * @throws {AibomError} `AIBOM_CERTIFICATE_INVALID` where there is none, where one cannot be read, or where there is
 *   something else
 */
export function parseCertificates(pem: string, name: string): Buffer[] {
  const certificates = attempt(() => parsePem(pem).blocks.map(({label, der}) => toCertificate(label, der).der))
  if (certificates instanceof TrustFailure)
    throw new AibomError(
      'AIBOM_CERTIFICATE_INVALID',
      `${name} is not a list of certificates in PEM form: ${certificates.message}`,
      {cause: certificates},
    )
  if (certificates.length > 0) return certificates
  throw new AibomError('AIBOM_CERTIFICATE_INVALID', `${name} holds no certificate in PEM form`)
}

function toCertificate(label: string, der: Buffer): Certificate {
  if (label !== 'CERTIFICATE') throw invalid('bundle-malformed', `it holds a block ${label}`)
  return parseCertificate(der)
}
