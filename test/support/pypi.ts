import type {Claims, Sigstore} from './sigstore.ts'
import type {Json} from './transparency-log.ts'
import {valueAt} from './verdict.ts'

export const pypiPublish = 'https://docs.pypi.org/attestations/publish/v1'

/** An attestation of one distribution file, in the form of PEP 740. */
export function pypiAttestation(
  sigstore: Sigstore,
  claims: Claims,
  subject: {readonly name: string; readonly sha256: string},
  more: Json = {},
): Json {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: subject.name, digest: {sha256: subject.sha256}}],
    predicateType: pypiPublish,
    predicate: null,
    ...more,
  }
  const bundle = sigstore.signStatement(JSON.stringify(statement), claims)
  return {
    version: 1,
    verification_material: {
      certificate: String(valueAt(bundle, ['verificationMaterial', 'certificate', 'rawBytes'])).replace(
        /.{60}/g,
        '$&\n',
      ),
      transparency_entries: valueAt(bundle, ['verificationMaterial', 'tlogEntries']),
    },
    envelope: {
      statement: valueAt(bundle, ['dsseEnvelope', 'payload']),
      signature: valueAt(bundle, ['dsseEnvelope', 'signatures', 0, 'sig']),
    },
  }
}

/** What the integrity API of an index answers. */
export function pypiProvenance(publisher: Json, attestations: readonly Json[]): Json {
  return {version: 1, attestation_bundles: [{publisher, attestations}]}
}
