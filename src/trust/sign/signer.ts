import {createHash, createPrivateKey, createPublicKey, type KeyObject, sign} from 'node:crypto'
import {AibomError} from '../../lib/errors.ts'
import {parseCertificates} from '../certificate-chain.ts'
import {hashOfCurve, type TrustedKey, toTrustedKey} from '../keys/keys.ts'
import {preAuthEncoding} from '../sigstore/dsse.ts'
import {inTotoPayloadType} from '../sigstore/statement.ts'
import {isSelfIssued, parseCertificate} from '../x509/certificate.ts'

/** A bundle as it is written. */
export type BundleJson = Readonly<Record<string, unknown>>

/** Whoever signs: with a key of the user's, or with a certificate for one signature. */
export interface BundleSigner {
  /** for the summary */
  readonly name: string
  signStatement(statement: Uint8Array): Promise<BundleJson>
  signBytes(bytes: Uint8Array): Promise<BundleJson>
}

/** A private key of the user's, with the certificates that speak for it. */
export interface KeySignerOptions {
  readonly keyPem: string
  readonly keyName: string
  readonly passphrase: string | undefined
  /** the signer's certificate first; empty to sign with the bare key */
  readonly certificatePem: string | undefined
  readonly chainPem: string | undefined
}

const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const digestNames: Readonly<Record<string, string>> = {sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512'}

/**
 * Signs with an Ed25519 key, which hashes by itself, or with a key on P-256, P-384 or P-521; the hash goes by the
 * curve.
 * @throws {AibomError} `AIBOM_KEY_INVALID`, `AIBOM_KEY_UNSUPPORTED`, `AIBOM_CERTIFICATE_INVALID`
 */
export function keySigner(options: KeySignerOptions): BundleSigner {
  const key = readPrivateKey(options)
  const hash = hashOfCurve(key)
  if (hash === undefined && key.asymmetricKeyType !== 'ed25519') {
    throw new AibomError(
      'AIBOM_KEY_UNSUPPORTED',
      `${options.keyName} is not an Ed25519 key, nor one on P-256, P-384 or P-521`,
      {
        hint: 'Make one with: aibom keygen signing',
      },
    )
  }
  const chain = readChain(options, key)
  const trusted = toTrustedKey(createPublicKey(key), options.keyName)
  return {
    name: chain.length === 0 ? `key ${options.keyName}` : `certificate ${options.keyName}`,
    async signStatement(statement) {
      const signature = sign(hash, preAuthEncoding(inTotoPayloadType, statement), key)
      return {
        mediaType,
        verificationMaterial: materialOf(chain, trusted.hints.oms),
        dsseEnvelope: {
          payload: Buffer.from(statement).toString('base64'),
          payloadType: inTotoPayloadType,
          signatures: [{sig: signature.toString('base64'), keyid: ''}],
        },
      }
    },
    async signBytes(bytes) {
      const digestName = hash ?? 'sha256'
      const digest = createHash(digestName).update(bytes).digest('base64')
      return {
        mediaType,
        verificationMaterial: materialOf(chain, trusted.hints.cosign),
        messageSignature: {
          messageDigest: {algorithm: digestNames[digestName], digest},
          signature: sign(hash, bytes, key).toString('base64'),
        },
      }
    },
  }
}

function materialOf(chain: readonly Buffer[], hint: TrustedKey['hints']['oms']): BundleJson {
  const who =
    chain.length === 0
      ? {publicKey: {hint}}
      : {x509CertificateChain: {certificates: chain.map(der => ({rawBytes: der.toString('base64')}))}}
  return {...who, tlogEntries: []}
}

function readPrivateKey({keyPem, keyName, passphrase}: KeySignerOptions): KeyObject {
  // programs differ in which of several they take
  if ((keyPem.match(/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/g) ?? []).length > 1)
    throw new AibomError('AIBOM_KEY_INVALID', `${keyName} holds more than one private key`)
  try {
    return createPrivateKey({key: keyPem, ...(passphrase !== undefined && {passphrase})})
  } catch (error) {
    const isEncrypted = /ENCRYPTED/.test(keyPem)
    throw new AibomError(
      'AIBOM_KEY_INVALID',
      `${keyName} is ${isEncrypted ? 'encrypted, and the passphrase does not open it' : 'not a private key in PEM form'}`,
      {
        hint: isEncrypted ? 'Set AIBOM_KEY_PASSPHRASE' : undefined,
        cause: error,
      },
    )
  }
}

/**
 * The signer's certificate and those above it; roots are left out, for nobody may trust one that a signature brings.
 */
function readChain({certificatePem, chainPem, keyName}: KeySignerOptions, key: KeyObject): Buffer[] {
  if (certificatePem === undefined) return []
  const [leaf, ...rest] = parseCertificates(certificatePem, 'the certificate')
  const publicKey = createPublicKey(key).export({type: 'spki', format: 'der'})
  if (leaf === undefined || !parseCertificate(leaf).subjectPublicKeyInfo.equals(publicKey)) {
    throw new AibomError('AIBOM_CERTIFICATE_INVALID', `the certificate is not one of the key ${keyName}`)
  }
  const above = [...rest, ...(chainPem === undefined ? [] : parseCertificates(chainPem, 'the chain'))]
  return [leaf, ...above.filter(der => !isSelfIssued(parseCertificate(der)))]
}
