import {createHash} from 'node:crypto'
import {asRecord, recordsOf} from '../../lib/narrow.ts'
import {sortedBy} from '../../lib/sort.ts'
import {signaturePredicate} from '../oms/manifest.ts'
import {statementV1} from '../sigstore/statement.ts'

/** A file and its SHA-256, lower-case hex. */
export interface FileDigest {
  readonly name: string
  readonly sha256: string
}

/** Predicate type of a statement about a CycloneDX document. @see in-toto attestation, predicate CycloneDX */
export const bomPredicate = 'https://cyclonedx.org/bom'

/**
 * What an OpenSSF model signature v1.0 says of a model: its files in the order of their names' code points, and one
 * digest over all of them.
 * @param ignoredPaths what the verifier leaves out too
 */
export function modelStatement(model: string, files: readonly FileDigest[], ignoredPaths: readonly string[]): Buffer {
  // UTF-8 keeps the order of code points
  const sorted = sortedBy(files, ({name}) => Buffer.from(name).toString('latin1'))
  const root = createHash('sha256')
  for (const {sha256} of sorted) root.update(Buffer.from(sha256, 'hex'))
  return toBytes({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{name: model, digest: {sha256: root.digest('hex')}}],
    predicateType: signaturePredicate,
    predicate: {
      serialization: {method: 'files', hash_type: 'sha256', allow_symlinks: false, ignore_paths: ignoredPaths},
      resources: sorted.map(({name, sha256}) => ({name, algorithm: 'sha256', digest: sha256})),
    },
  })
}

/** A BOM as a statement about files: whoever holds one of them can ask what is known of it. */
export function bomStatement(bom: unknown, files: readonly FileDigest[]): Buffer {
  return toBytes({
    _type: 'https://in-toto.io/Statement/v1',
    subject: sortedBy(files, ({name}) => name).map(({name, sha256}) => ({name, digest: {sha256}})),
    predicateType: bomPredicate,
    predicate: bom,
  })
}

/** True for an in-toto statement v1 about something. */
export function isStatement(value: unknown): boolean {
  const record = asRecord(value)
  return (
    record?.['_type'] === statementV1 &&
    typeof record['predicateType'] === 'string' &&
    recordsOf(record['subject']).length > 0
  )
}

function toBytes(statement: unknown): Buffer {
  return Buffer.from(JSON.stringify(statement))
}
