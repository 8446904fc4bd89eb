import {asRecord, asText, type UnknownRecord} from '../../lib/narrow.ts'
import {invalid} from '../failure.ts'
import {decodeBase64, objectsOf} from '../json/signed-json.ts'
import {type Certificate, readStrictly} from '../x509/certificate.ts'
import {childrenOf, derTag, parseDer, toNumber, withTag} from '../x509/der.ts'
import {assertValidAt} from '../x509/path.ts'
import {parseCheckpoint} from './checkpoint.ts'

/** Whose certificate or key it is, as far as it says what the log is needed for. */
type Material = {readonly kind: 'key'} | {readonly kind: 'certificates'; readonly isChain: boolean}

interface Logged {
  /** the bundle; its media type says which proof it needs */
  readonly json: UnknownRecord
  readonly logEntries: readonly UnknownRecord[]
}

const secondMs = 1000
/** Real bundles have one or two. */
const countLimit = 32

/**
 * The log entries of a verification material, each once, with every field that is base64 written as it has to be.
 * @throws {TrustFailure} `bundle-malformed`
 */
export function toLogEntries(material: UnknownRecord): UnknownRecord[] {
  const entries = objectsOf(material['tlogEntries'], 'bundle-malformed', 'the list of log entries')
  for (const entry of entries) {
    for (const field of encodedFields(entry)) assertBase64(field)
    for (const field of numberFields(entry)) assertNumber(field)
    for (const field of textFields(entry)) assertText(field)
    assertSameTree(asRecord(entry['inclusionProof']))
  }
  const distinct = new Set(entries.map(entry => JSON.stringify([entry['logId'], entry['canonicalizedBody']])))
  if (entries.length > countLimit || distinct.size < entries.length)
    throw invalid('bundle-malformed', 'the bundle has a log entry twice, or too many of them')
  return entries
}

/** @throws {TrustFailure} `bundle-malformed` */
export function toTimestamps(material: UnknownRecord): Buffer[] {
  const stamps = material['timestampVerificationData'] ?? undefined
  if (stamps !== undefined && asRecord(stamps) === undefined)
    throw invalid('bundle-malformed', 'the timestamps are not an object')
  const listed = asRecord(stamps)?.['rfc3161Timestamps']
  const timestamps = objectsOf(listed ?? undefined, 'bundle-malformed', 'the list of timestamps')
  if (timestamps.length > countLimit) throw invalid('bundle-malformed', 'the bundle has too many timestamps')
  return timestamps.map(({signedTimestamp}) => {
    const der = decodeBase64(signedTimestamp, 'bundle-malformed', 'a timestamp')
    if (!isGranted(der)) throw invalid('timestamp', 'the timestamp authority did not grant the timestamp')
    return der
  })
}

/** `granted` and `grantedWithMods` (RFC 3161, 2.4.2). */
function isGranted(response: Buffer): boolean {
  return readStrictly(() => {
    const [status] = childrenOf(childrenOf(parseDer(response))[0])
    return toNumber(withTag(status, derTag.integer)) <= 1
  })
}

function encodedFields(entry: UnknownRecord): unknown[] {
  const proof = asRecord(entry['inclusionProof'])
  const hashes: readonly unknown[] = Array.isArray(proof?.['hashes']) ? proof['hashes'] : []
  const promise = asRecord(entry['inclusionPromise'])
  return [
    asRecord(entry['logId'])?.['keyId'],
    entry['canonicalizedBody'],
    promise?.['signedEntryTimestamp'],
    proof?.['rootHash'],
    ...hashes,
  ]
}

/** The proof is about the tree in its checkpoint: Sigstore's library looks at the checkpoint alone. */
function assertSameTree(proof: UnknownRecord | undefined): void {
  const envelope = asText(asRecord(proof?.['checkpoint'])?.['envelope'])
  if (envelope === undefined) return
  const {treeSize, rootHash} = parseCheckpoint(envelope)
  if (String(proof?.['treeSize']) !== treeSize || proof?.['rootHash'] !== rootHash)
    throw invalid('tlog-inclusion', 'the proof of a log entry is about another tree than its checkpoint')
}

function numberFields(entry: UnknownRecord): unknown[] {
  const proof = asRecord(entry['inclusionProof'])
  return [entry['logIndex'], entry['integratedTime'], proof?.['logIndex'], proof?.['treeSize']]
}

function textFields(entry: UnknownRecord): unknown[] {
  const kindVersion = asRecord(entry['kindVersion'])
  const checkpoint = asRecord(asRecord(entry['inclusionProof'])?.['checkpoint'])
  return [kindVersion?.['kind'], kindVersion?.['version'], checkpoint?.['envelope']]
}

/** Sigstore's library takes a list of one text for that text. */
function assertText(field: unknown): void {
  if (field !== undefined && typeof field !== 'string')
    throw invalid('bundle-malformed', 'a text of a log entry is not written as one')
}

const wholeNumberPattern = /^(?:0|[1-9]\d{0,18})$/

/** Numbers of 64 bits are text in JSON, and read as numbers too. */
function assertNumber(field: unknown): void {
  if (
    field === undefined ||
    wholeNumberPattern.test(typeof field === 'string' || Number.isSafeInteger(field) ? String(field) : '')
  )
    return
  throw invalid('bundle-malformed', 'a number of a log entry is not written as one')
}

/** What is missing is told later, with the code for it. */
function assertBase64(field: unknown): void {
  if (field !== undefined) decodeBase64(field, 'bundle-malformed', 'a field of a log entry')
}

/**
 * What Sigstore's library would tell less plainly: whether there is a log entry, whether the log holds it, and whether
 * the certificate was valid then.
 * @throws {TrustFailure} `tlog-missing`, `tlog-inclusion`, `cert-expired`
 */
export function assertLogged({json, logEntries}: Logged, leaf: Certificate): void {
  assertHeld({json, logEntries})
  for (const entry of logEntries) {
    const seconds = Number(entry['integratedTime'])
    if (asRecord(entry['inclusionPromise']) !== undefined && seconds > 0)
      assertValidAt(leaf, new Date(seconds * secondMs))
  }
}

/**
 * The log entries are written as the format has them. A short-lived certificate, which is worth nothing without an
 * entry, is one under v0.1 and v0.2, and the field for a single one; a chain under v0.3 is one of an own authority.
 * @throws {TrustFailure} `tlog-missing`, `tlog-inclusion`, `bundle-malformed`
 */
export function assertLogForm({json, logEntries, material}: Logged & {readonly material: Material}): void {
  const isLongLived =
    material.kind === 'key' || (material.isChain && !/version=0\.[12]$/.test(String(json['mediaType'])))
  if (!isLongLived || logEntries.length > 0) assertHeld({json, logEntries})
  for (const {logId, kindVersion, canonicalizedBody} of logEntries) {
    const isWhole = [
      asRecord(logId)?.['keyId'],
      asRecord(kindVersion)?.['kind'],
      asRecord(kindVersion)?.['version'],
      canonicalizedBody,
    ].every(field => asText(field) !== undefined)
    if (!isWhole) throw invalid('bundle-malformed', 'a log entry names no log, no kind or no body')
  }
}

/**
 * There is a log entry, and each has the proof that its version of the format asks for.
 * @throws {TrustFailure} `tlog-missing`, `tlog-inclusion`
 */
export function assertHeld({json, logEntries}: Logged): void {
  if (logEntries.length === 0)
    throw invalid(
      'tlog-missing',
      'no entry of a transparency log: without one nobody knows when the certificate was used',
    )
  // v0.1 rests on the log's signed promise, later versions on the proof
  const isPromised = String(json['mediaType']).endsWith('version=0.1')
  for (const entry of logEntries) {
    if (asRecord(entry[isPromised ? 'inclusionPromise' : 'inclusionProof']) === undefined) {
      throw invalid('tlog-inclusion', `the log entry has no ${isPromised ? 'promise' : 'proof'} that the log holds it`)
    }
  }
}
