import {X509Certificate} from 'node:crypto'
import {messageOf} from '../lib/errors.ts'
import {invalid, TrustFailure, undecided} from './failure.ts'
import {parseAltNames, type SignerIdentity} from './identity.ts'

export interface ChainTrust {
  /** DER, from the user alone */
  readonly roots: readonly Uint8Array[]
  /** DER, from the user, beside those the bundle brings */
  readonly intermediates: readonly Uint8Array[]
  readonly at: Date
}

export interface ChainSigner extends SignerIdentity {
  readonly certificate: X509Certificate
}

const codeSigning = '1.3.6.1.5.5.7.3.3'
const keyUsageOid = '2.5.29.15'
const basicConstraintsOid = '2.5.29.19'
/** first bit of the KeyUsage bit string (RFC 5280, 4.2.1.3) */
const digitalSignatureBit = 0x80
/** tag, length and the count of unused bits stand before the bits */
const bitStringHeader = 3

/**
 * Follows a leaf certificate to a root of the user's at one point in time. Certificates of the bundle serve on the way only: a root among them is no root.
 * @param chain DER, the leaf first
 * @throws {TrustFailure} `roots-missing`, `untrusted-chain`, `cert-expired`, `cert-usage`, `bundle-malformed`
 */
export async function verifyChain(chain: readonly Uint8Array[], trust: ChainTrust): Promise<ChainSigner> {
  const [leafDer, ...others] = chain
  if (leafDer === undefined) throw invalid('bundle-malformed', 'no certificate')
  if (trust.roots.length === 0) throw undecided('roots-missing', 'signed with a certificate: give the roots you trust with --roots PEM')
  const certificate = parse(leafDer)
  if (trust.at < new Date(certificate.validFrom) || trust.at > new Date(certificate.validTo)) {
    const time = trust.at.toISOString()
    throw invalid('cert-expired', `the certificate is valid from ${certificate.validFrom} to ${certificate.validTo}, not at ${time}`)
  }
  const isSelfRoot = trust.roots.some(root => Buffer.from(root).equals(leafDer))
  const usage = await assertPath(leafDer, isSelfRoot ? [] : [...others, ...trust.intermediates], trust)
  if (!usage && !(certificate.keyUsage ?? []).includes(codeSigning)) {
    throw invalid('cert-usage', 'the certificate is for neither digital signatures nor code signing')
  }
  return {certificate, names: parseAltNames(certificate.subjectAltName), issuer: undefined}
}

/** @returns whether the leaf's key usage names digital signatures */
async function assertPath(leafDer: Uint8Array, intermediates: readonly Uint8Array[], {roots, at}: ChainTrust): Promise<boolean> {
  const {BasicConstraints, Certificate, CertificateChainValidationEngine} = await import('pkijs')
  const isRoot = (der: Uint8Array): boolean => roots.some(root => Buffer.from(root).equals(der))
  try {
    const toPki = (der: Uint8Array) => Certificate.fromBER(Uint8Array.from(der).buffer)
    const leaf = toPki(leafDer)
    // the engine takes the last certificate for the leaf
    const certs = [...intermediates.filter(der => !isRoot(der)).map(toPki), leaf]
    const engine = new CertificateChainValidationEngine({trustedCerts: roots.map(toPki), certs, checkDate: at})
    const {result, resultMessage, certificatePath = []} = await engine.verify()
    if (!result) throw invalid('untrusted-chain', `the certificate does not lead to a root you gave: ${resultMessage}`)
    // the engine does not look at path lengths: below the certificate at `depth` stand `depth - 1` authorities
    for (const [depth, {extensions = []}] of certificatePath.entries()) {
      const constraints: unknown = extensions.find(({extnID}) => extnID === basicConstraintsOid)?.parsedValue
      const allowed =
        constraints instanceof BasicConstraints ? Number(constraints.pathLenConstraint ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
      if (depth - 1 > allowed) throw invalid('untrusted-chain', 'the chain is longer than one of its authorities allows')
    }
    const usage = leaf.extensions?.find(({extnID}) => extnID === keyUsageOid)?.extnValue.valueBlock.valueHexView
    return ((usage?.[bitStringHeader] ?? 0) & digitalSignatureBit) !== 0
  } catch (error) {
    if (error instanceof TrustFailure) throw error
    throw invalid('bundle-malformed', `a certificate cannot be read: ${messageOf(error)}`, error)
  }
}

function parse(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch (error) {
    throw invalid('bundle-malformed', 'the certificate cannot be read', error)
  }
}

const certificatePattern = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** Every certificate of a PEM text as DER; none where there is none. */
export function parseCertificates(pem: string): Buffer[] {
  return (pem.match(certificatePattern) ?? []).map(block => parse(Buffer.from(block)).raw)
}
