import {createHash, type KeyObject, sign} from 'node:crypto'
import {canonicalJson} from '../../src/trust/json/jcs.ts'
import {ecKeys, pemOf} from './certificates.ts'

export type Json = Record<string, unknown>

/** What is logged of a signature. */
export interface Logged {
  readonly signature: Buffer
  /** of a statement */
  readonly payload?: Buffer
  /** of bare bytes */
  readonly artifact?: Buffer
  /** certificate, or PEM of a key */
  readonly signer: Buffer | string
}

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64')
const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/**
 * Rekor, in one process: entries of kinds dsse and hashedrekord, each promised by the log and held by a tree of two
 * leaves.
 */
export class TransparencyLog {
  readonly keys: {readonly publicKey: KeyObject; readonly privateKey: KeyObject} = ecKeys()
  readonly host = 'log.example'

  get id(): Buffer {
    return sha256(this.keys.publicKey.export({type: 'spki', format: 'der'}))
  }

  /** as a trusted root has it */
  get trust(): Json {
    return {
      baseUrl: `https://${this.host}`,
      hashAlgorithm: 'SHA2_256',
      publicKey: {
        rawBytes: base64(this.keys.publicKey.export({type: 'spki', format: 'der'})),
        keyDetails: 'PKIX_ECDSA_P256_SHA_256',
        validFor: {start: '2020-01-01T00:00:00Z'},
      },
      logId: {keyId: base64(this.id)},
    }
  }

  entry(logged: Logged, at: Date, body: Json = bodyOf(logged)): Json {
    const canonicalizedBody = Buffer.from(canonicalJson(body))
    const integratedTime = Math.floor(at.getTime() / 1000)
    const promised = {body: base64(canonicalizedBody), integratedTime, logID: this.id.toString('hex'), logIndex: 7}
    return {
      logIndex: '7',
      logId: {keyId: base64(this.id)},
      kindVersion: {kind: body['kind'], version: body['apiVersion']},
      integratedTime: String(integratedTime),
      inclusionPromise: {
        signedEntryTimestamp: base64(sign('sha256', Buffer.from(canonicalJson(promised)), this.keys.privateKey)),
      },
      inclusionProof: this.#proof(canonicalizedBody),
      canonicalizedBody: base64(canonicalizedBody),
    }
  }

  /** The entry is the first of two leaves. */
  #proof(body: Buffer): Json {
    const leaf = sha256(Buffer.from([0]), body)
    const sibling = sha256(Buffer.from([0]), Buffer.from('another entry'))
    const root = sha256(Buffer.from([1]), leaf, sibling)
    const note = `${this.host} - 1\n2\n${base64(root)}\n`
    const signature = Buffer.concat([this.id.subarray(0, 4), sign('sha256', Buffer.from(note), this.keys.privateKey)])
    const envelope = `${note}\n\u2014 ${this.host} ${base64(signature)}\n`
    return {logIndex: '0', rootHash: base64(root), treeSize: '2', hashes: [base64(sibling)], checkpoint: {envelope}}
  }
}

export function verifierOf(signer: Buffer | string): string {
  return base64(typeof signer === 'string' ? signer : pemOf(signer))
}

function bodyOf({signature, payload, artifact, signer}: Logged): Json {
  const hashOf = (bytes: Buffer): Json => ({algorithm: 'sha256', value: sha256(bytes).toString('hex')})
  if (payload !== undefined) {
    const signatures = [{signature: base64(signature), verifier: verifierOf(signer)}]
    return {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {envelopeHash: hashOf(payload), payloadHash: hashOf(payload), signatures},
    }
  }
  const spec = {
    data: {hash: hashOf(artifact ?? Buffer.alloc(0))},
    signature: {content: base64(signature), publicKey: {content: verifierOf(signer)}},
  }
  return {apiVersion: '0.0.1', kind: 'hashedrekord', spec}
}
