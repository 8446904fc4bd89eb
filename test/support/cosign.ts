import {createHash, createSign} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** A layer as cosign attaches it: what is signed, and the signature in or beside it. */
export interface SignedLayer {
  readonly mediaType: string
  readonly content: string
  readonly annotations?: Readonly<Record<string, string>>
}

export const emptyConfig = {mediaType: 'application/vnd.oci.empty.v1+json', content: '{}'} as const
export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** Signs as the holder of `<folder>/<name>.pem`. */
export interface Signer {
  readonly folder: string
  readonly name: string
}

export const digestOf = (content: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`

function sign({folder, name}: Signer, content: string): string {
  return createSign('sha256')
    .update(content)
    .sign(readFileSync(join(folder, `${name}.pem`)), 'base64')
}

/** `cosign sign`: a text that names the image, its signature in an annotation. */
export function simpleSignature(signer: Signer, image: string): SignedLayer {
  const critical = {identity: {}, image: {'docker-manifest-digest': image}, type: 'cosign container image signature'}
  const content = JSON.stringify({critical, optional: null})
  const annotations = {'dev.cosignproject.cosign/signature': sign(signer, content)}
  return {mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', content, annotations}
}

/** @see in-toto attestation framework, Statement v1; DSSE protocol: `DSSEv1 <length> <type> <length> <payload>` */
function envelopeOf(signer: Signer, image: string, predicateType: string): object {
  const payloadType = 'application/vnd.in-toto+json'
  const [alg = '', hex = ''] = image.split(':')
  const payload = JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: 'model', digest: {[alg]: hex}}],
    predicateType,
    predicate: {},
  })
  const sig = sign(signer, `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} ${payload}`)
  return {payloadType, payload: Buffer.from(payload).toString('base64'), signatures: [{keyid: '', sig}]}
}

/** `cosign attest`: an envelope as a layer. */
export function attestation(signer: Signer, image: string, predicateType: string): SignedLayer {
  const content = JSON.stringify(envelopeOf(signer, image, predicateType))
  return {
    mediaType: 'application/vnd.dsse.envelope.v1+json',
    content,
    annotations: {'dev.cosignproject.cosign/signature': '', predicateType},
  }
}

/** What newer versions of cosign attach: a bundle that refers to the image. */
export function sigstoreBundle(signer: Signer, image: string, predicateType: string): SignedLayer {
  const verificationMaterial = {publicKey: {hint: 'any'}, tlogEntries: []}
  return {
    mediaType: bundleType,
    content: JSON.stringify({
      mediaType: bundleType,
      verificationMaterial,
      dsseEnvelope: envelopeOf(signer, image, predicateType),
    }),
  }
}
