import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {type Artifact, otherAlgorithms, strongAlgorithms, weakAlgorithms} from '../artifact.ts'
import {invalid} from '../failure.ts'
import {assertFields, objectsOf, parseSignedJson} from '../json/signed-json.ts'
import type {DsseContent} from './bundle.ts'

/** `payloadType` of an envelope whose payload is an in-toto statement. */
export const inTotoPayloadType = 'application/vnd.in-toto+json'
/** `_type` of in-toto's statement v1. */
export const statementV1 = 'https://in-toto.io/Statement/v1'
const statementFields: ReadonlySet<string> = new Set(['_type', 'subject', 'predicateType', 'predicate'])
const subjectFields: ReadonlySet<string> = new Set(['name', 'digest'])
const statementTypes = new Set(['https://in-toto.io/Statement/v0.1', statementV1])

/** Something that a statement is about; `digests` as stated, not checked. */
export interface Subject {
  readonly name: string | undefined
  readonly digests: UnknownRecord
}

/** What was signed: something is said (predicate) of something (subjects). */
export interface Statement {
  readonly type: string
  readonly predicateType: string
  readonly subjects: readonly Subject[]
  readonly predicate: UnknownRecord
}

/**
 * The in-toto statement of an envelope whose signature has been checked.
 * @throws {TrustFailure} `payload-type`, `statement-malformed`, `statement-type`
 */
export function parseStatement(content: DsseContent): Statement {
  if (content.payloadType !== inTotoPayloadType) {
    throw invalid(
      'payload-type',
      `the signed payload is of type ${JSON.stringify(content.payloadType)}, not ${inTotoPayloadType}`,
    )
  }
  const value = asRecord(parseSignedJson(content.payload, 'statement-malformed', 'the signed statement'))
  const type = value?.['_type']
  if (value === undefined || typeof type !== 'string' || !statementTypes.has(type)) {
    throw invalid(
      'statement-type',
      `the signed payload is not an in-toto statement: its _type is ${JSON.stringify(type)}`,
    )
  }
  assertFields(value, statementFields, 'statement-malformed')
  // without one in provenances of SLSA's docker-based builder; it then satisfies no demand for a type
  const predicateType = asText(value['predicateType']) ?? ''
  const subjects = objectsOf(value['subject'], 'statement-malformed', 'the list of subjects').map(toSubject)
  return {type, predicateType, subjects, predicate: asRecord(value['predicate']) ?? {}}
}

function toSubject(subject: UnknownRecord): Subject {
  assertFields(subject, subjectFields, 'statement-malformed')
  return {name: asText(subject['name']), digests: asRecord(subject['digest']) ?? {}}
}

/** @throws {TrustFailure} `predicate-type` */
export function checkPredicateType(statement: Statement, allowed: readonly string[]): void {
  if (allowed.includes(statement.predicateType)) return
  throw invalid(
    'predicate-type',
    `the statement is a ${statement.predicateType}; asked for was ${allowed.join(' or ')}`,
  )
}

/** @throws {TrustFailure} `subject-count` */
export function onlySubject(statement: Statement): Subject {
  const [subject, second] = statement.subjects
  if (subject === undefined || second !== undefined) {
    throw invalid(
      'subject-count',
      `the statement has ${statement.subjects.length} subjects where exactly one is allowed`,
    )
  }
  return subject
}

/**
 * One subject must be the artifact, and every one of its name: each digest that both sides know is equal, and one of
 * them at least is strong.
 * @returns what was stated of it and could not be compared
 * @throws {TrustFailure} `subject-digest`, `subject-name`, `hash-algorithm`
 */
export function checkSubjects(subjects: readonly Subject[], artifact: Artifact): string[] {
  if (subjects.length === 0) throw invalid('subject-digest', 'the statement has no subject')
  const named = artifact.name === undefined ? subjects : subjects.filter(subject => subject.name === artifact.name)
  if (named.length === 0) {
    throw invalid('subject-name', `the statement is about ${namesOf(subjects)}, not ${JSON.stringify(artifact.name)}`)
  }
  const comparisons = named.map(subject => compareDigests(subject, artifact))
  const isContradicted = artifact.name !== undefined && comparisons.includes('different')
  if (comparisons.includes('equal') && !isContradicted)
    return uncompared(
      named.filter((_subject, index) => comparisons[index] === 'equal'),
      artifact,
    )
  if (!comparisons.includes('different'))
    throw invalid('hash-algorithm', 'no subject has a digest by SHA-256, SHA-384 or SHA-512 that can be compared')
  throw invalid(
    'subject-digest',
    `the statement is about other bytes than these: its subjects are ${namesOf(subjects)}`,
  )
}

const compared = [...strongAlgorithms, ...weakAlgorithms, ...otherAlgorithms] as const

function compareDigests({digests}: Subject, artifact: Artifact): 'equal' | 'different' | 'incomparable' {
  let isStrong = false
  for (const algorithm of compared) {
    const said = digests[algorithm]
    const own = said === undefined ? undefined : artifact.digest(algorithm)
    if (own === undefined) continue
    if (said !== own) return 'different'
    isStrong ||= strongAlgorithms.some(strong => strong === algorithm)
  }
  return isStrong ? 'equal' : 'incomparable'
}

function uncompared(subjects: readonly Subject[], artifact: Artifact): string[] {
  const isCompared = (name: string): boolean =>
    compared.some(algorithm => algorithm === name && artifact.digest(algorithm) !== undefined)
  const stated = new Set(subjects.flatMap(({digests}) => Object.keys(digests)))
  const names = [...stated].filter(name => !isCompared(name)).sort()
  return names.map(name => `the digest by ${JSON.stringify(name)} that is stated: it was not compared`)
}

const namesShown = 3

function namesOf(subjects: readonly Subject[]): string {
  const names = subjects.slice(0, namesShown).map(({name}) => JSON.stringify(name ?? '(no name)'))
  return subjects.length > namesShown
    ? `${names.join(', ')} and ${subjects.length - namesShown} more`
    : names.join(', ')
}
