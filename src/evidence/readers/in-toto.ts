import type {Probe} from '../../inventory/test-report.ts'
import {compact} from '../../lib/compact.ts'
import {AibomError} from '../../lib/errors.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {sortProbes, stateOf} from '../probes.ts'
import type {ReportReader} from '../reader.ts'
import {type ReportFile, reportFile} from '../report-file.ts'
import {nameOf} from '../values.ts'

const statementTypes: ReadonlySet<unknown> = new Set([
  'https://in-toto.io/Statement/v0.1',
  'https://in-toto.io/Statement/v1',
])
const payloadType = 'application/vnd.in-toto+json'
const predicatePattern = /^https:\/\/in-toto\.io\/attestation\/test-result\/v(\d+\.\d+)$/
const knownVersion = '0.1'

/**
 * An in-toto statement that holds a test result, alone, in a DSSE envelope or in a bundle of Sigstore, whose signature
 * is not checked here: `aibom verify` does.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md (v0.1)
 */
export const inToto: ReportReader = {
  format: 'in-toto test result',
  recognise: file => statementOf(file) !== undefined,
  read(file) {
    const statement = statementOf(file)
    const predicate = asRecord(statement?.['predicate'])
    if (statement === undefined || predicate === undefined)
      throw new AibomError('AIBOM_REPORT_INVALID', `${file.name} has no predicate`)
    const probes = sortProbes([
      ...named(predicate, 'passedTests'),
      ...named(predicate, 'warnedTests'),
      ...named(predicate, 'failedTests'),
    ])
    const subjects = recordsOf(statement['subject'])
    const version = predicatePattern.exec(asText(statement['predicateType']) ?? '')?.[1]
    const isSigned = envelopeOf(file)?.['payload'] !== undefined
    const digests = subjects.flatMap(subject => digestsOf(asRecord(subject['digest'])))
    const result = nameOf(predicate['result'])
    return [
      compact({
        tool: 'in-toto',
        toolVersion: version,
        kind: 'evaluation' as const,
        state: stateOf('complete', {probes, metrics: []}),
        target: compact({
          name: subjects.length === 1 ? nameOf(subjects[0]?.['name']) : undefined,
          revision: revisionOf(subjects),
          digests: digests.length === 0 ? undefined : digests,
        }),
        probes,
        metrics: [],
        notes: [
          ...(version === knownVersion
            ? []
            : [
                `test results of version ${version} are not known to aibom: read as far as they look like ${knownVersion}`,
              ]),
          ...(result === undefined ? ['the statement has no result'] : [`the result as a whole: ${result}`]),
          ...(isSigned ? ['the signature of the envelope was not checked'] : []),
        ],
      }),
    ]
  },
}

function statementOf(file: ReportFile): UnknownRecord | undefined {
  const document = envelopeOf(file)
  const payload = document?.['payloadType'] === payloadType ? asText(document['payload']) : undefined
  const statement =
    payload === undefined ? document : asRecord(reportFile(file.name, Buffer.from(payload, 'base64')).document())
  const isResult = predicatePattern.test(asText(statement?.['predicateType']) ?? '')
  return isResult && statementTypes.has(statement?.['_type']) ? statement : undefined
}

/** A bundle of Sigstore has the envelope in it. */
function envelopeOf(file: ReportFile): UnknownRecord | undefined {
  const document = asRecord(file.document())
  return asRecord(document?.['dsseEnvelope']) ?? document
}

/** A warned test is neither: nobody may take it for a pass. */
function named(predicate: UnknownRecord, list: 'passedTests' | 'warnedTests' | 'failedTests'): Probe[] {
  return textsOf(predicate[list] ?? []).flatMap(text => {
    const name = nameOf(text)
    if (name === undefined) return []
    const counts = {
      resisted: list === 'passedTests' ? 1 : 0,
      failed: list === 'failedTests' ? 1 : 0,
      errored: list === 'warnedTests' ? 1 : 0,
    }
    return [{name, ...counts, taxonomies: []}]
  })
}

const algorithmPattern = /^[a-z0-9_]{3,20}$/

function digestsOf(digest: UnknownRecord | undefined): string[] {
  return Object.entries(digest ?? {}).flatMap(([algorithm, hex]) => {
    const value = asText(hex)?.toLowerCase()
    const isDigest = value !== undefined && algorithmPattern.test(algorithm) && /^[0-9a-f]{32,128}$/.test(value)
    return isDigest && algorithm !== 'gitCommit' ? [`${algorithm}:${value}`] : []
  })
}

function revisionOf(subjects: readonly UnknownRecord[]): string | undefined {
  const commits = subjects.flatMap(subject => nameOf(asRecord(subject['digest'])?.['gitCommit']) ?? [])
  return commits.length === 1 ? commits[0] : undefined
}
