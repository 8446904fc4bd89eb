import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import type {Artifact} from '../artifact.ts'
import type {Signed, Trail} from '../decide.ts'
import {invalid, undecided} from '../failure.ts'
import {assertNamed, checkIdentity, type IdentityRule, isEmptyRule, shownName} from '../identity.ts'
import {objectsOf} from '../json/signed-json.ts'
import {checkStatedSource} from '../logs/stated-source.ts'
import type {SigstoreRoot} from '../logs/trusted-root.ts'
import {type Bundle, toBundle} from '../sigstore/bundle.ts'
import {toSigned} from '../sigstore/keyless.ts'
import {type Keyless, verifyKeyless} from '../sigstore/sigstore.ts'
import {
  checkPredicateType,
  checkSubjects,
  inTotoPayloadType,
  onlySubject,
  parseStatement,
  type Statement,
  statementV1,
} from '../sigstore/statement.ts'

/** Who uploads a project, as PyPI's trusted publishing names it. */
export interface Publisher {
  readonly kind: string
  readonly repository?: string | undefined
  /** the name of the file below `.github/workflows`, of GitLab its whole path */
  readonly workflow?: string | undefined
  readonly email?: string | undefined
}

/** A distribution of PyPI, and who should have published it. @see PEP 740 */
export interface PypiClaim {
  /** of the distribution */
  readonly fileName: string
  readonly artifact: Artifact
  /** who should have published it, from the user or a policy */
  readonly publisher: Publisher | undefined
  /** true where nobody said who should have published, and whoever did is told */
  readonly anyone?: boolean
}

interface Attestation {
  readonly bundle: Bundle
  /** what the index says of the publisher, which nobody signed */
  readonly said: Publisher | undefined
}

const predicateTypes = ['https://docs.pypi.org/attestations/publish/v1', 'https://slsa.dev/provenance/v1']
const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** Who published a distribution, and the types of the statements that say so: every attestation was verified. */
export interface PypiProvenance {
  readonly signed: Signed
  readonly predicateTypes: readonly string[]
}

/**
 * Attestations of a distribution on PyPI: a provenance of its integrity API or one attestation (PEP 740).
 * @throws {TrustFailure} among others `attestation-missing`, `attestation-version`, `publisher-mismatch`
 */
export function verifyPypi(
  answer: unknown,
  claim: PypiClaim,
  trust: {root: SigstoreRoot; identity: IdentityRule},
  trail: Trail,
): PypiProvenance {
  const all = parseAttestations(answer).map(attestation => verifyOne(attestation, claim, trust, trail))
  const [first] = all
  if (first === undefined) throw invalid('attestation-missing', 'the answer holds no attestation')
  return {
    signed: signedByAll(
      first.signed,
      all.map(({signed}) => signed),
    ),
    predicateTypes: [...new Set(all.map(({predicateType}) => predicateType))],
  }
}

/** Several signers are all named. */
export function signedByAll(first: Signed, all: readonly Signed[]): Signed {
  return {...first, signer: [...new Set(all.map(({signer}) => signer))].sort().join(', ')}
}

function verifyOne(
  {bundle, said}: Attestation,
  claim: PypiClaim,
  trust: {root: SigstoreRoot; identity: IdentityRule},
  trail: Trail,
): {signed: Signed; predicateType: string} {
  const keyless = verifyKeyless(bundle, undefined, trust.root)
  trail.checked.push('signature', 'certificate', 'transparency log')
  trail.trust.push(trust.root.name)
  const statement = checkSubject(bundle, claim, trail)
  checkStatedSource(statement, keyless.source)
  trail.checked.push('subject name', 'subject digest')
  checkIdentity(keyless, trust.identity)
  for (const publisher of [said, claim.publisher]) if (publisher !== undefined) checkPublisher(keyless, publisher)
  if (claim.publisher === undefined && claim.anyone !== true) {
    if (isEmptyRule(trust.identity)) throw nobodyAsked(keyless, said)
    assertNamed(trust.identity, keyless)
  }
  trail.checked.push('publisher')
  return {signed: toSigned(keyless, trust.identity), predicateType: statement.predicateType}
}

/**
 * The index may say who published, and be right about the certificate; whether that is who should have, the user alone
 * can say.
 */
function nobodyAsked(keyless: Keyless, said: Publisher | undefined): Error {
  const name = shownName(keyless, {}) ?? ''
  const source = said === undefined ? '' : ` (${said.kind} ${said.repository ?? said.email ?? ''})`
  return undecided(
    'identity-missing',
    `published by ${JSON.stringify(name)}${source}, but nobody said who should have: give --publisher, or --identity and --issuer`,
  )
}

function checkSubject({content}: Bundle, {fileName, artifact}: PypiClaim, trail: Trail): Statement {
  if (content.kind !== 'dsse') throw invalid('payload-type', 'an attestation is a signed statement')
  const statement = parseStatement(content)
  if (statement.type !== statementV1) throw invalid('statement-type', `${statement.type} is not in-toto’s statement v1`)
  checkPredicateType(statement, predicateTypes)
  const subject = onlySubject(statement)
  if (subject.name === undefined || distributionKey(subject.name) !== distributionKey(fileName)) {
    throw invalid(
      'subject-name',
      `the attestation is about ${JSON.stringify(subject.name)}, not ${JSON.stringify(fileName)}`,
    )
  }
  trail.notCovered.push(...checkSubjects([subject], {...artifact, name: undefined}))
  return statement
}

const sourceDistribution = /^(.+)-([^-]+)(\.tar\.gz|\.zip)$/

/** The same for every spelling of a file name that names the same distribution (PEP 427, PEP 625). */
function distributionKey(fileName: string): string {
  const [, project, version, suffix] = sourceDistribution.exec(fileName) ?? []
  if (project !== undefined) return `${normalName(project)}-${version?.toLowerCase()}${suffix}`
  const [name = '', ...rest] = fileName.split('-')
  // not by a hyphen, which a name has in place of `_`: `a_b-1` is `b` of no project `a`
  return [normalName(name), ...rest].join('/')
}

function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

/** What the certificate says of the publisher must be what is claimed. */
function checkPublisher(keyless: Keyless, publisher: Publisher): void {
  const expected = expectationOf(keyless, publisher)
  const wrong = expected.find(({actual, wanted}) => actual !== wanted)
  if (wrong === undefined) return
  throw invalid(
    'publisher-mismatch',
    `${wrong.what} of the publisher is ${JSON.stringify(wrong.actual)}, not ${JSON.stringify(wrong.wanted)}`,
  )
}

interface Expectation {
  readonly what: string
  readonly actual: string | undefined
  readonly wanted: string | undefined
}

function expectationOf(keyless: Keyless, {kind, repository, workflow, email}: Publisher): Expectation[] {
  const issuer = (wanted: string): Expectation => ({what: 'the issuer', actual: keyless.issuer, wanted})
  const {repository: source, workflow: config, commit, ref} = keyless.source
  const configAt = (base: string): Expectation[] => {
    if (workflow === undefined) return []
    const allowed = [commit, ref].map(revision => `${base}${workflow}@${revision ?? ''}`)
    return [{what: 'the workflow', actual: config, wanted: allowed.find(name => name === config) ?? allowed[0]}]
  }
  switch (kind.toLowerCase()) {
    case 'github': {
      const url = `https://github.com/${repository ?? ''}`
      const repositoryIs = {what: 'the repository', actual: source, wanted: url}
      return [
        issuer('https://token.actions.githubusercontent.com'),
        repositoryIs,
        ...configAt(`${url}/.github/workflows/`),
      ]
    }
    case 'gitlab': {
      const url = `https://gitlab.com/${repository ?? ''}`
      return [
        issuer('https://gitlab.com'),
        {what: 'the repository', actual: source, wanted: url},
        ...configAt(`${url}//`),
      ]
    }
    case 'google': {
      const addresses = keyless.names.filter(({type}) => type === 'email').map(({value}) => value)
      const actual = addresses.find(address => address === email) ?? addresses.join(', ')
      return [issuer('https://accounts.google.com'), {what: 'the address', actual, wanted: email}]
    }
    default:
      throw undecided('publisher-mismatch', `publishers of kind ${JSON.stringify(kind)} are not known`)
  }
}

function parseAttestations(answer: unknown): Attestation[] {
  const record = asRecord(answer)
  if (record?.['attestation_bundles'] === undefined)
    return record === undefined ? [] : [{bundle: toAttestation(record), said: undefined}]
  assertVersion(record)
  return listOf(record['attestation_bundles']).flatMap(group => {
    const publisher = asRecord(group['publisher'])
    const said = publisher === undefined ? undefined : toPublisher(publisher)
    return listOf(group['attestations']).map(attestation => ({bundle: toAttestation(attestation), said}))
  })
}

/** @throws {TrustFailure} `publisher-mismatch` where there is nothing to compare */
export function toPublisher(record: UnknownRecord): Publisher {
  const kind = asText(record['kind'])
  if (kind === undefined) throw invalid('publisher-mismatch', 'the index names a publisher without a kind')
  return {
    kind,
    repository: asText(record['repository']),
    workflow: asText(record['workflow']) ?? asText(record['workflow_filepath']),
    email: asText(record['email']),
  }
}

function listOf(value: unknown): UnknownRecord[] {
  return objectsOf(value, 'bundle-malformed', 'a list of the attestation')
}

/** PyPI's form, put into the form of a Sigstore bundle. */
function toAttestation(attestation: UnknownRecord): Bundle {
  assertVersion(attestation)
  const material = asRecord(attestation['verification_material'])
  const envelope = asRecord(attestation['envelope'])
  const entries = listOf(material?.['transparency_entries'])
  if (entries.length === 0) throw invalid('tlog-missing', 'the attestation has no transparency log entry')
  return toBundle({
    mediaType: bundleMediaType,
    verificationMaterial: {certificate: {rawBytes: withoutBreaks(material?.['certificate'])}, tlogEntries: entries},
    dsseEnvelope: {
      payloadType: inTotoPayloadType,
      payload: withoutBreaks(envelope?.['statement']),
      signatures: [{sig: withoutBreaks(envelope?.['signature'])}],
    },
  })
}

function assertVersion(record: UnknownRecord): void {
  if (record['version'] !== 1)
    throw invalid('attestation-version', `version ${JSON.stringify(record['version'])} of the format is not known`)
}

/** Python's encoder breaks lines. */
function withoutBreaks(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\n/g, '') : value
}
