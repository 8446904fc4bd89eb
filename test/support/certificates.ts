import {generateKeyPairSync, type KeyObject, sign} from 'node:crypto'
import {bits, boolean, integer, nothing, octets, oid, sequence, set, time, tlv, utf8} from './der.ts'

/** A certificate and the key it is about. */
export interface Issued {
  readonly der: Buffer
  readonly subject: Buffer
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

export interface CertificateDraft {
  readonly name: string
  /** absent for one that signs itself */
  readonly issuer?: Pick<Issued, 'subject' | 'privateKey'> | undefined
  readonly keys?: {readonly publicKey: KeyObject; readonly privateKey: KeyObject}
  readonly extensions?: readonly Buffer[]
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** of the signature: its identifier with parameters, and Node's hash */
  readonly algorithm?: SignatureAlgorithm
  readonly subject?: Buffer
}

export interface SignatureAlgorithm {
  readonly identifier: Buffer
  readonly hash: string | undefined
  readonly options?: object
}

export const validFrom: Date = new Date('2026-01-01T00:00:00Z')
export const validTo: Date = new Date('2027-01-01T00:00:00Z')

export const ecdsa256: SignatureAlgorithm = {identifier: sequence(oid('1.2.840.10045.4.3.2')), hash: 'sha256'}
export const rsa256: SignatureAlgorithm = {identifier: sequence(oid('1.2.840.113549.1.1.11'), nothing), hash: 'sha256'}
export const ed25519: SignatureAlgorithm = {identifier: sequence(oid('1.3.101.112')), hash: undefined}

export function ecKeys(namedCurve = 'prime256v1'): {publicKey: KeyObject; privateKey: KeyObject} {
  return generateKeyPairSync('ec', {namedCurve})
}

export function rsaKeys(
  modulusLength: number,
  publicExponent = 0x10001,
): {publicKey: KeyObject; privateKey: KeyObject} {
  return generateKeyPairSync('rsa', {modulusLength, publicExponent})
}

export const commonName = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(name))))

/** X.509 as RFC 5280 has it, but for what a test makes otherwise. */
export function issue(draft: CertificateDraft): Issued {
  const keys = draft.keys ?? ecKeys()
  const subject = draft.subject ?? commonName(draft.name)
  const issuer = draft.issuer ?? {subject, privateKey: keys.privateKey}
  const algorithm = draft.algorithm ?? algorithmOf(issuer.privateKey)
  const {extensions = []} = draft
  const signedPart = sequence(
    tlv(0xa0, integer(2)),
    integer(1),
    algorithm.identifier,
    issuer.subject,
    sequence(time(draft.notBefore ?? validFrom), time(draft.notAfter ?? validTo)),
    subject,
    keys.publicKey.export({type: 'spki', format: 'der'}),
    ...(extensions.length === 0 ? [] : [tlv(0xa3, sequence(...extensions))]),
  )
  return {der: certificateOf(signedPart, issuer.privateKey, algorithm), subject, ...keys}
}

/** Signs what a certificate is made of, whatever it is. */
export function certificateOf(
  signedPart: Buffer,
  issuerKey: KeyObject,
  algorithm: SignatureAlgorithm = algorithmOf(issuerKey),
): Buffer {
  const signature = sign(algorithm.hash, signedPart, {key: issuerKey, ...algorithm.options})
  return sequence(signedPart, algorithm.identifier, bits(signature))
}

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'rsa') return rsa256
  return key.asymmetricKeyType === 'ed25519' ? ed25519 : ecdsa256
}

export function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(value))
}

/** Bits of KeyUsage, as RFC 5280 counts them. */
export const usage = {digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5} as const

export function keyUsage(...numbers: readonly number[]): Buffer {
  const byte = numbers.reduce((sum, number) => sum | (0x80 >> number), 0)
  return extension('2.5.29.15', bits(Buffer.from([byte]), 7 - Math.max(...numbers)), true)
}

export const purpose = {codeSigning: '1.3.6.1.5.5.7.3.3', serverAuth: '1.3.6.1.5.5.7.3.1', any: '2.5.29.37.0'} as const

export function extendedKeyUsage(...purposes: readonly string[]): Buffer {
  return extension('2.5.29.37', sequence(...purposes.map(oid)))
}

export function basicConstraints(isAuthority: boolean, pathLength?: number): Buffer {
  const length = pathLength === undefined ? [] : [integer(pathLength)]
  return extension('2.5.29.19', sequence(...(isAuthority ? [boolean(true)] : []), ...length), true)
}

const fields = {email: 0x81, DNS: 0x82, URI: 0x86, directory: 0xa4} as const
export type NameField = keyof typeof fields

export function generalName(field: NameField, value: string | Uint8Array): Buffer {
  return tlv(fields[field], typeof value === 'string' ? Buffer.from(value) : value)
}

export function altNames(...names: readonly Buffer[]): Buffer {
  return extension('2.5.29.17', sequence(...names))
}

export function nameConstraints(permitted: readonly Buffer[], excluded: readonly Buffer[] = []): Buffer {
  const list = (tag: number, names: readonly Buffer[]): Buffer[] =>
    names.length === 0 ? [] : [tlv(tag, ...names.map(name => sequence(name)))]
  return extension('2.5.29.30', sequence(...list(0xa0, permitted), ...list(0xa1, excluded)), true)
}

export const authority: readonly Buffer[] = [basicConstraints(true), keyUsage(usage.keyCertSign)]
/** What a signer's certificate needs. */
export const signerUsage: readonly Buffer[] = [
  basicConstraints(false),
  keyUsage(usage.digitalSignature),
  extendedKeyUsage(purpose.codeSigning),
]

export function pemOf(...certificates: readonly Uint8Array[]): string {
  return certificates
    .map(
      der =>
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    )
    .join('')
}
