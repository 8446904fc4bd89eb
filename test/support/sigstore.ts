import {createHash, type KeyObject, sign} from 'node:crypto'
import {parseTrustedRoot, type SigstoreRoot} from '../../src/trust/logs/trusted-root.ts'
import {preAuthEncoding} from '../../src/trust/sigstore/dsse.ts'
import {
  altNames,
  authority,
  certificateOf,
  ecKeys,
  extension,
  generalName,
  type Issued,
  issue,
  type NameField,
  signerUsage,
} from './certificates.ts'
import {integer, octets, oid, sequence, time, tlv, utf8} from './der.ts'
import {TimestampAuthority} from './timestamp-authority.ts'
import {type Json, TransparencyLog} from './transparency-log.ts'

export const signedAt: Date = new Date('2026-03-01T12:05:00Z')
export const notBefore: Date = new Date('2026-03-01T12:00:00Z')
export const notAfter: Date = new Date('2026-03-01T12:10:00Z')

export const maker = {identity: 'maker@acme.example', issuer: 'https://accounts.acme.example'} as const
export const inToto = 'application/vnd.in-toto+json'
const sctOid = '1.3.6.1.4.1.11129.2.4.2'
const fulcioArc = '1.3.6.1.4.1.57264.1'

/** What a short-lived certificate says. */
export interface Claims {
  readonly names?: readonly Buffer[]
  readonly extensions?: readonly Buffer[]
  /** in place of the usages that a signer has */
  readonly usages?: readonly Buffer[]
  readonly withoutSct?: boolean
  /** the certificate as it is shown, where these are other bytes than those that were signed */
  readonly shown?: (der: Buffer) => Buffer
}

/**
 * Sigstore, in one process: an authority, a log of its certificates, a log of signatures, a timestamp authority. All of
 * them are real to a verifier.
 */
export class Sigstore {
  readonly authority: Issued = issue({name: 'sigstore', extensions: authority})
  readonly log: TransparencyLog = new TransparencyLog()
  readonly certificateLog: TransparencyLog = new TransparencyLog()
  readonly timestamps: TimestampAuthority = new TimestampAuthority()

  get trustedRoot(): Json {
    return {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [this.log.trust],
      certificateAuthorities: [
        {
          subject: {organization: 'example', commonName: 'sigstore'},
          uri: 'https://authority.example',
          certChain: {certificates: [{rawBytes: this.authority.der.toString('base64')}]},
          validFor: {start: '2020-01-01T00:00:00Z'},
        },
      ],
      ctlogs: [this.certificateLog.trust],
      timestampAuthorities: [this.timestamps.trust],
    }
  }

  get root(): SigstoreRoot {
    return parseTrustedRoot(JSON.stringify(this.trustedRoot), 'test')
  }

  /** A certificate for one signature, and its key. */
  certificate({
    names = [generalName('email', maker.identity)],
    extensions = issuedBy(maker.issuer),
    usages = signerUsage,
    withoutSct = false,
    shown = der => der,
  }: Claims = {}): {
    der: Buffer
    privateKey: KeyObject
  } {
    const keys = ecKeys()
    const common = [...usages, ...(names.length > 0 ? [altNames(...names)] : []), ...extensions]
    const bare = this.#signedPart(keys.publicKey, common)
    const parts = withoutSct ? bare : this.#signedPart(keys.publicKey, [...common, this.#sct(bare)])
    return {der: shown(certificateOf(parts, this.authority.privateKey)), privateKey: keys.privateKey}
  }

  #signedPart(publicKey: KeyObject, extensions: readonly Buffer[]): Buffer {
    return sequence(
      tlv(0xa0, integer(2)),
      integer(1),
      sequence(oid('1.2.840.10045.4.3.2')),
      this.authority.subject,
      sequence(time(notBefore), time(notAfter)),
      sequence(),
      publicKey.export({type: 'spki', format: 'der'}),
      tlv(0xa3, sequence(...extensions)),
    )
  }

  /** The certificate log's promise (RFC 6962, 3.2 and 3.3). */
  #sct(signedPart: Buffer): Buffer {
    const at = Buffer.alloc(8)
    at.writeBigUInt64BE(BigInt(notBefore.getTime()))
    const issuerKey = createHash('sha256')
      .update(this.authority.publicKey.export({type: 'spki', format: 'der'}))
      .digest()
    const message = Buffer.concat([
      Buffer.from([0, 0]),
      at,
      Buffer.from([0, 1]),
      issuerKey,
      bigEndian(signedPart.length, 3),
      signedPart,
      Buffer.from([0, 0]),
    ])
    const signature = sign('sha256', message, this.certificateLog.keys.privateKey)
    const sct = Buffer.concat([
      Buffer.from([0]),
      this.certificateLog.id,
      at,
      Buffer.from([0, 0, 4, 3]),
      bigEndian(signature.length, 2),
      signature,
    ])
    return extension(sctOid, octets(Buffer.concat([bigEndian(sct.length + 2, 2), bigEndian(sct.length, 2), sct])))
  }

  /** A statement signed by whoever the certificate names, in a bundle v0.3 with log entry and timestamp. */
  signStatement(statement: string, claims: Claims = {}, {payloadType = inToto, at = signedAt} = {}): Json {
    const {der, privateKey} = this.certificate(claims)
    const payload = Buffer.from(statement)
    const signature = sign('sha256', preAuthEncoding(payloadType, payload), privateKey)
    return {
      ...this.#bundle(der, signature, this.log.entry({signature, payload, signer: der}, at), at),
      dsseEnvelope: {
        payload: payload.toString('base64'),
        payloadType,
        signatures: [{sig: signature.toString('base64'), keyid: ''}],
      },
    }
  }

  /** The same for bare bytes. */
  signBytes(artifact: Buffer, claims: Claims = {}, {at = signedAt} = {}): Json {
    const {der, privateKey} = this.certificate(claims)
    const signature = sign('sha256', artifact, privateKey)
    const digest = createHash('sha256').update(artifact).digest('base64')
    return {
      ...this.#bundle(der, signature, this.log.entry({signature, artifact, signer: der}, at), at),
      messageSignature: {messageDigest: {algorithm: 'SHA2_256', digest}, signature: signature.toString('base64')},
    }
  }

  #bundle(certificate: Buffer, signature: Buffer, entry: Json, at: Date): Json {
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: {rawBytes: certificate.toString('base64')},
        tlogEntries: [entry],
        timestampVerificationData: {
          rfc3161Timestamps: [{signedTimestamp: this.timestamps.stamp(signature, at).toString('base64')}],
        },
      },
    }
  }
}

function bigEndian(value: number, byteLength: number): Buffer {
  const bytes = Buffer.alloc(byteLength)
  bytes.writeUIntBE(value, 0, byteLength)
  return bytes
}

/** Fulcio's extension with this number, as text in DER. */
export function fulcioText(number: number, text: string): Buffer {
  return extension(`${fulcioArc}.${number}`, utf8(text))
}

/** One of the older extensions, which hold bare text. */
export function fulcioBare(number: number, text: string | Buffer): Buffer {
  return extension(`${fulcioArc}.${number}`, Buffer.from(text))
}

/** The issuer in both of its forms, as Fulcio writes it. */
export function issuedBy(issuer: string): readonly Buffer[] {
  return [fulcioBare(1, issuer), fulcioText(8, issuer)]
}

export function named(field: NameField, value: string | Uint8Array): readonly Buffer[] {
  return [generalName(field, value)]
}

/** What GitHub says of a workflow's run. */
export function builtBy(
  repository: string,
  workflow: string,
  ref = 'refs/tags/v1.0.0',
  commit: string = '0'.repeat(40),
): Claims {
  const url = `https://github.com/${repository}`
  return {
    names: [generalName('URI', `${url}/.github/workflows/${workflow}@${ref}`)],
    extensions: [
      ...issuedBy('https://token.actions.githubusercontent.com'),
      fulcioBare(3, commit),
      fulcioBare(5, repository),
      fulcioText(12, url),
      fulcioText(13, commit),
      fulcioText(14, ref),
      fulcioText(18, `${url}/.github/workflows/${workflow}@${ref}`),
    ],
  }
}
