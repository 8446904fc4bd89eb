import {createHash, generateKeyPairSync, sign} from 'node:crypto'
import {preAuthEncoding} from '../../src/trust/sigstore/dsse.ts'
import type {Route} from './registry.ts'
import {inToto, type Sigstore} from './sigstore.ts'
import type {Json} from './transparency-log.ts'

const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'})
const keyid = 'SHA256:test'

/** Subresource integrity of a text, as a registry states it. */
export function integrityOf(text: string, algorithm = 'sha512'): string {
  return `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`
}

/** The key that {@link signedVersion} signs with, as `/-/npm/v1/keys` answers. */
export const keysRoute: Readonly<Record<string, Route>> = {
  '/-/npm/v1/keys': {
    json: {
      keys: [
        {
          keyid,
          keytype: 'ecdsa-sha2-nistp256',
          key: publicKey.export({type: 'spki', format: 'der'}).toString('base64'),
          expires: null,
        },
      ],
    },
  },
}

/** A version that the registry signed, its archive being `content`. */
export function signedVersion(
  name: string,
  version: string,
  content: string,
  dist: object = {},
): Readonly<Record<string, Route>> {
  const integrity = integrityOf(content)
  const signature = sign('sha256', Buffer.from(`${name}@${version}:${integrity}`), privateKey).toString('base64')
  const shasum = createHash('sha1').update(content).digest('hex')
  return {
    [`/${name}/${version}`]: {
      json: {name, version, dist: {integrity, shasum, signatures: [{keyid, sig: signature}], ...dist}},
    },
  }
}

const publishType = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1'
const provenanceType = 'https://slsa.dev/provenance/v1'

/** What a builder says of a package whose archive is `content`. */
export function npmStatement(
  name: string,
  version: string,
  content: string,
  predicateType: string = provenanceType,
): Json {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      {
        name: `pkg:npm/${name.replace(/^@/, '%40')}@${version}`,
        digest: {sha512: createHash('sha512').update(content).digest('hex')},
      },
    ],
    predicateType,
    predicate: {name, version},
  }
}

/** The publish attestation of the registry. */
export function publishAttestation(name: string, version: string, content: string): Json {
  const payload = Buffer.from(JSON.stringify(npmStatement(name, version, content, publishType)))
  const sig = sign('sha256', preAuthEncoding(inToto, payload), privateKey).toString('base64')
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
    verificationMaterial: {publicKey: {hint: keyid}, tlogEntries: []},
    dsseEnvelope: {payload: payload.toString('base64'), payloadType: inToto, signatures: [{sig, keyid}]},
  }
  return {predicateType: publishType, bundle}
}

/** The provenance of a builder, signed by the certificate that these claims make. */
export function provenanceAttestation(
  sigstore: Sigstore,
  statement: Json,
  claims: Parameters<Sigstore['signStatement']>[1],
): Json {
  return {predicateType: statement['predicateType'], bundle: sigstore.signStatement(JSON.stringify(statement), claims)}
}
